import { ACCOUNT_ID, failed, find, findAll, grant, inRealTime, live, mount, pageOf, pass, PROBLEM, readAccount, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

grant('Crossledger_View_Finance');
const OrderPanel = require('c/orderPanel').default;

const order = (more) => ({ number: 'SO-1', currency: 'USD', status: 'open', held: false, total: '1250.00', createdAt: '2026-11-01T10:00:00.000Z', requestedDate: '2026-12-01', customerPurchaseOrder: '4711', link: null, ...more });
const show = (part) => {
    readAccount.mockResolvedValue(reply({ orders: part }));
    return mount('c-order-panel', OrderPanel, { recordId: ACCOUNT_ID });
};

describe('c-order-panel', () => {
    setUpPage();

    it('asks for its own part of the account', async () => {
        await show(live(pageOf([order()])));
        expect(readAccount.mock.calls).toEqual([[{ recordId: ACCOUNT_ID, parts: ['orders'], options: {} }]]);
    });

    it('says when there is nothing', async () => {
        expect(find(await show(live(pageOf([]))), '[data-id=empty]').textContent).toBe('The ERP has no open orders of this customer.');
    });

    it('shows old rows and says so', async () => {
        const element = await show(stale(pageOf([order()])));
        expect(find(element, '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows a problem in words', async () => {
        expect(words(await show(failed()))).toContain(PROBLEM.title);
    });

    it('waits with a spinner', async () => {
        readAccount.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-order-panel', OrderPanel, { recordId: ACCOUNT_ID }), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('is accessible with rows, without, and with an error', async () => {
        await show(live(pageOf([order()])));
        await show(live(pageOf([])));
        await show(failed());
        await expect(inRealTime(document.body)).toBeAccessible();
    });

    it('shows number, status, total and dates', async () => {
        const text = words(await show(live(pageOf([order()]))));
        for (const said of ['SO-1', 'Open', '$1,250.00', 'Created Nov 1, 2026', 'Wanted by Dec 1, 2026', 'Customer PO 4711']) {
            expect(text).toContain(said);
        }
    });

    it('says "no lines" and never 0.00 for an order without lines', async () => {
        const element = await show(live(pageOf([order({ total: null }), order({ number: 'SO-2', total: '0.00' })])));
        expect(findAll(element, '[data-id=total]').map((total) => total.textContent)).toEqual(['no lines', '$0.00']);
    });

    it('links the number when the ERP has an address for it', async () => {
        const link = find(await show(live(pageOf([order({ link: 'https://erp.example.com/SO-1' })]))), 'lightning-formatted-url');
        expect([link.value, link.label]).toEqual(['https://erp.example.com/SO-1', 'SO-1']);
    });

    it('shows a status that it does not know in the words of the backend, and says when an order is held', async () => {
        const text = words(await show(live(pageOf([order({ status: 'partly shipped', held: true })]))));
        expect(text).toContain('Partly shipped');
        expect(text).toContain('(on hold)');
    });

    it('is short when App Builder says compact', async () => {
        readAccount.mockResolvedValue(reply({ orders: live({ ...pageOf([order()]), states: ['all'] }) }));
        const element = await mount('c-order-panel', OrderPanel, { recordId: ACCOUNT_ID, density: 'compact', rows: 5 });
        expect(readAccount.mock.calls[0][0].options).toEqual({ ordersTop: '5' });
        expect(find(element, 'c-list-filter')).toBeUndefined();
        expect(words(element)).not.toMatch(/Wanted by|Customer PO/);
    });

    it('lets the backend choose by state and period', async () => {
        const element = await show(live({ ...pageOf([order()]), states: ['all'] }));
        find(element, 'c-list-filter').dispatchEvent(new CustomEvent('choose', { detail: { state: 'all', days: '30' } }));
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ ordersState: 'all', ordersDays: '30', ordersSkip: '0' });
    });

    it('shows the lines of an order when asked', async () => {
        const lines = [{ itemNumber: 'P-1', description: 'Pump', quantity: '12', unit: 'ea', unitPrice: '4.00', amount: '48.00' }];
        const element = await show(live(pageOf([order({ lines })])));
        const button = find(element, 'button[aria-label="Show lines of SO-1"]');
        expect(button.getAttribute('aria-expanded')).toBe('false');
        button.click();
        await pass(0);
        expect(find(element, '[data-id=lines]').textContent).toBe('Pump$48.0012 ea at $4.00');
        find(element, 'button[aria-label="Hide lines of SO-1"]').click();
        await pass(0);
        expect(find(element, '[data-id=lines]')).toBeUndefined();
    });

    it('turns pages by asking the backend', async () => {
        const element = await show(live(pageOf([order()], 30)));
        find(element, '[data-id=next]').click();
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ ordersSkip: '25' });
    });
});
