import { DEAL_ID, deny, find, live, mount, readOpportunity, reply, setUpPage } from '../../../../../../test/force-app/panels';

deny('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const OrderTimeline = require('c/orderTimeline').default;

describe('c-order-timeline without Crossledger_Send_Orders', () => {
    setUpPage();

    it('shows the order and no button', async () => {
        readOpportunity.mockResolvedValue(reply({ order: live({ push: null, order: null, reports: [], canSend: true, cannotSendBecause: null }) }));
        const element = await mount('c-order-timeline', OrderTimeline, { recordId: DEAL_ID });
        expect(find(element, '[data-id=status]').textContent).toBe('Not sent to the ERP.');
        expect(find(element, '[data-id=send]')).toBeUndefined();
    });
});
