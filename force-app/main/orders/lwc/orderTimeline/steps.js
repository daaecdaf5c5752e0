import { day, fillIn, quantity } from 'c/format';
import LABELS from './labels';

const NAMES = { created: LABELS.accepted, confirmed: LABELS.confirmed, picked: LABELS.picked, shipped: LABELS.shipped, invoiced: LABELS.invoiced, paid: LABELS.paid };

/** `when` says when it was reached; without, it was not. */
export const stepOf = (step, label, when) => ({
    step,
    label,
    text: when || LABELS.notYet,
    icon: when ? 'utility:success' : 'utility:routing_offline',
    variant: when ? 'success' : undefined,
    iconText: when ? LABELS.done : LABELS.notYet
});

/** One that is under way or waits for somebody: its sign is another than that of a done one, not only its colour. */
export const stepUnderWay = (step, label, { text, icon, variant, iconText }) => ({ step, label, text, icon, variant, iconText });

/** Only the steps that this ERP reports: when they were reached, or how much has reached them. */
export function erpSteps({ steps, partly }, reports) {
    const reached = new Map(steps.map(({ step, on }) => [step, day(on) || LABELS.done]));
    const begun = new Map((partly ?? []).map((part) => [part.step, part]));
    return reports.map((step) => {
        const label = NAMES[step] ?? step;
        const part = reached.has(step) ? undefined : begun.get(step);
        return part ? stepUnderWay(step, label, { text: partText(part), icon: 'utility:clock', variant: 'warning', iconText: LABELS.partly }) : stepOf(step, label, reached.get(step));
    });
}

/** 3 of 5 ea, or 1 of 2 lines where units differ, or only that part of it has. */
function partText({ done, of, unit, on }) {
    const [some, all] = [quantity(done), quantity(of)];
    const text = done === null ? LABELS.partly : unit === null ? fillIn(LABELS.partLines, some, all) : fillIn(LABELS.part, some, all, unit);
    return on ? fillIn(LABELS.lastOn, text, day(on)) : text;
}
