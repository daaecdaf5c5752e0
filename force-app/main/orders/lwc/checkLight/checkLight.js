import { fillIn } from 'c/format';
import AMBER from '@salesforce/label/c.Check_Light_Amber';
import GREEN from '@salesforce/label/c.Check_Light_Green';
import RED from '@salesforce/label/c.Check_Light_Red';
import UNKNOWN from '@salesforce/label/c.Check_Light_Unknown';
import RESULT_AMBER from '@salesforce/label/c.Check_Result_Amber';
import RESULT_EXISTS from '@salesforce/label/c.Check_Result_Exists';
import RESULT_GREEN from '@salesforce/label/c.Check_Result_Green';
import RESULT_RED from '@salesforce/label/c.Check_Result_Red';

const LIGHTS = {
    green: { icon: 'utility:success', variant: 'success', word: GREEN },
    amber: { icon: 'utility:warning', variant: 'warning', word: AMBER },
    red: { icon: 'utility:error', variant: 'error', word: RED },
    unknown: { icon: 'utility:info', variant: undefined, word: UNKNOWN }
};
const RESULTS = { green: RESULT_GREEN, amber: RESULT_AMBER, red: RESULT_RED };

/** Sign, colour and word of a light: none of them stands alone. */
export const lightOf = (name) => LIGHTS[name] ?? LIGHTS.unknown;

/** Whether somebody should look at it: also what could not be asked, unless the ERP just does not tell it. */
export const needsLook = ({ light, code }) => light === 'red' || light === 'amber' || (light === 'unknown' && Boolean(code));

const isDone = ({ diff }) => Boolean(diff?.equal);

/** Light of the check as a whole: of an order that is in the ERP as planned, nothing is to be done any more. */
export const resultLightOf = (check) => lightOf(isDone(check) ? 'green' : check.light);

/** The check in one sentence. */
export function resultOf(check) {
    if (isDone(check)) {
        return RESULT_EXISTS;
    }
    const { light, findings } = check;
    const counted = findings.filter((one) => (light === 'red' ? one.light === 'red' : needsLook(one)));
    return fillIn(RESULTS[light], String(counted.length));
}
