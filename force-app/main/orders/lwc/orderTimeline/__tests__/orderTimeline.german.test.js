import { DEAL_ID, deny, find, findAll, live, mount, NOW, readOpportunity, reply, sayInGerman, setUpPage } from '../../../../../../test/force-app/panels';

sayInGerman();
deny('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const OrderTimeline = require('c/orderTimeline').default;

describe('c-order-timeline in German', () => {
    setUpPage();

    it('says steps, parts and open lines in German', async () => {
        const push = { key: 'K', state: 'written-back', message: null, fixer: null, orderNumber: 'SO-1', link: null, acceptedAt: NOW, sentAt: NOW, nextTryAt: null };
        const line = { itemNumber: 'D1', description: 'Lautsprecher', quantity: '5', unit: 'ea', reference: '1', open: '2', requestedDate: '2026-12-01', promisedDate: '2026-12-15', backorder: true };
        const order = { number: 'SO-1', status: 'partly shipped', steps: [{ step: 'created', on: null }], partly: [{ step: 'shipped', on: null, done: '3', of: '5', unit: 'ea' }], cancelled: false, lines: [line], link: null };
        readOpportunity.mockResolvedValue(reply({ order: live({ push, checkedAt: NOW, order, reports: ['created', 'shipped', 'paid'], canSend: false, cannotSendBecause: null }) }));
        const element = await mount('c-order-timeline', OrderTimeline, { recordId: DEAL_ID });
        const steps = findAll(element, '.step').map((step) => [...step.querySelectorAll('span')].map((part) => part.textContent));
        expect(steps.map(([label]) => label)).toEqual(['Übernommen', 'Geprüft', 'Gesendet', 'Vom ERP angenommen', 'Geliefert', 'Bezahlt']);
        expect([steps[4][1], steps[5][1]]).toEqual(['3 von 5 ea', 'noch nicht']);
        expect(find(element, '[data-id=open-lines] li').textContent.replace(/\s+/g, ' ')).toBe('Lautsprecher Rückstand2 von 5 ea offengewünscht Dec 1, 2026, jetzt Dec 15, 2026');
    });
});
