import { DEAL_ID, checkOrder, find, grant, inRealTime, live, mount, pass, readOpportunity, reply, setUpPage } from '../../../../../../test/force-app/panels';
import { checkOf, orderPart } from '../../../../../../test/force-app/checks';

grant('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const SendToErp = require('c/sendToErp').default;
const SendDialog = require('c/sendDialog').default;
const show = (is = SendToErp, more = {}) => {
    readOpportunity.mockResolvedValue(reply({ order: live(orderPart()) }));
    checkOrder.mockResolvedValue(JSON.stringify(checkOf()));
    return mount('c-send-to-erp', is, more);
};

describe('c-send-to-erp', () => {
    setUpPage();

    it('checks at once as a quick action, also when the record comes later', async () => {
        const element = await show();
        expect(find(element, 'lightning-quick-action-panel').header).toBe('Send to ERP');
        expect(checkOrder).not.toHaveBeenCalled();
        element.recordId = DEAL_ID;
        await pass(0);
        expect(checkOrder.mock.calls).toEqual([[{ opportunityId: DEAL_ID }]]);
    });

    it('closes the action', async () => {
        const element = await show(SendToErp, { recordId: DEAL_ID });
        const closed = jest.fn();
        element.addEventListener('lightning__actionsclosescreen', closed);
        find(element, '[data-id=close]').click();
        expect(closed).toHaveBeenCalledTimes(1);
    });

    it('waits for a click as a card, and cannot be closed', async () => {
        const element = await show(SendToErp, { recordId: DEAL_ID, isCard: true });
        expect([find(element, 'lightning-card').title, find(element, '[data-id=close]')]).toEqual(['Send to ERP', undefined]);
        expect(checkOrder).not.toHaveBeenCalled();
    });

    it('is named after the check where it only checks', async () => {
        const element = await show(SendToErp, { recordId: DEAL_ID, justChecks: true });
        expect(find(element, 'lightning-quick-action-panel').header).toBe('Flight check');
        expect(find(element, '[data-id=send]')).toBeUndefined();
    });

    it('stands in a dialog too, which it closes', async () => {
        const element = await show(SendDialog, { recordId: DEAL_ID, label: 'Send to ERP' });
        find(element, '[data-id=close]').click();
        expect(element.close).toHaveBeenCalledTimes(1);
    });

    it('is accessible', async () => {
        await expect(inRealTime(await show(SendToErp, { recordId: DEAL_ID, isCard: true }))).toBeAccessible();
    });
});
