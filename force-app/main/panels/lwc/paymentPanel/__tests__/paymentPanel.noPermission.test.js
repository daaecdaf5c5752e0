import { ACCOUNT_ID, deny, inRealTime, mount, pass, readAccount, setUpPage, words } from '../../../../../../test/force-app/panels';

deny('Crossledger_View_Finance');
const PaymentPanel = require('c/paymentPanel').default;

describe('c-payment-panel without Crossledger_View_Finance', () => {
    setUpPage();

    it('asks for nothing and says what is missing', async () => {
        const element = await mount('c-payment-panel', PaymentPanel, { recordId: ACCOUNT_ID });
        element.recordId = '001000000000002AAA';
        await pass(0);
        expect(readAccount).not.toHaveBeenCalled();
        expect(words(element)).toContain('Seeing money needs the permission Crossledger: View Finance.');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
