import { checkOrder, deny, DEAL_ID, find, inRealTime, live, mount, readOpportunity, reply, setUpPage } from '../../../../../../test/force-app/panels';
import { orderPart, pushOf } from '../../../../../../test/force-app/checks';

deny('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const OrderSend = require('c/orderSend').default;

describe('c-order-send without permissions', () => {
    setUpPage();

    it('says which permission it needs, asks nothing of the ERP and offers nothing', async () => {
        readOpportunity.mockResolvedValue(reply({ order: live(orderPart({ push: pushOf({ state: 'held', orderNumber: null }) })) }));
        const element = await mount('c-order-send', OrderSend, { recordId: DEAL_ID });
        expect(find(element, '[data-id=no-permission]').textContent).toBe('Sending orders needs the permission Crossledger: Send Orders.');
        expect(checkOrder).not.toHaveBeenCalled();
        expect(['send', 'check', 'prove', 'release'].map((id) => find(element, `[data-id=${id}]`))).toEqual([undefined, undefined, undefined, undefined]);
        await expect(inRealTime(element)).toBeAccessible();
    });
});
