import { ACCOUNT_ID, failed, find, findAll, grant, inRealTime, live, mount, pageOf, pass, PROBLEM, readAccount, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

grant('Crossledger_View_Finance');
const PaymentPanel = require('c/paymentPanel').default;

const payment = (more) => ({ number: 'ARP-1', date: '2026-11-02', amount: '9975.25', unapplied: '0.00', currency: 'USD', reference: 'Wire 4711', invoices: ['CIV-1', 'CIV-2'], posted: true, ...more });
const show = (part) => {
    readAccount.mockResolvedValue(reply({ payments: part }));
    return mount('c-payment-panel', PaymentPanel, { recordId: ACCOUNT_ID });
};
const rowTexts = (element) => findAll(element, 'li').map((row) => row.textContent);

describe('c-payment-panel', () => {
    setUpPage();

    it('asks for its own part of the account', async () => {
        await show(live(pageOf([payment()])));
        expect(readAccount.mock.calls).toEqual([[{ recordId: ACCOUNT_ID, parts: ['payments'], options: {} }]]);
    });

    it('says when there is nothing', async () => {
        expect(find(await show(live(pageOf([]))), '[data-id=empty]').textContent).toBe('The ERP has no payments of this customer.');
    });

    it('shows old rows and says so', async () => {
        const element = await show(stale(pageOf([payment()])));
        expect(find(element, '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows a problem in words', async () => {
        expect(words(await show(failed()))).toContain(PROBLEM.title);
    });

    it('waits with a spinner', async () => {
        readAccount.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-payment-panel', PaymentPanel, { recordId: ACCOUNT_ID }), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('is accessible with rows, without, and with an error', async () => {
        await show(live(pageOf([payment()])));
        await show(live(pageOf([])));
        await show(failed());
        await expect(inRealTime(document.body)).toBeAccessible();
    });

    it('shows each payment with what it pays', async () => {
        const [row] = rowTexts(await show(live(pageOf([payment()]))));
        for (const said of ['ARP-1', '$9,975.25', 'Nov 2, 2026', 'Wire 4711', 'Pays CIV-1, CIV-2']) {
            expect(row).toContain(said);
        }
        expect(row).not.toContain('not yet applied');
        expect(row).not.toContain('Not posted');
    });

    it('says what is not yet applied or posted', async () => {
        const [row, unknown] = rowTexts(await show(live(pageOf([payment({ unapplied: '500.00', posted: false, invoices: [] }), payment({ unapplied: null })]))));
        expect(row).toContain('$500.00 not yet applied');
        expect(row).toContain('Not posted yet');
        expect(row).not.toContain('Pays');
        expect(unknown).not.toContain('not yet applied');
    });

    it('tells apart two lines of one voucher', async () => {
        expect(rowTexts(await show(live(pageOf([payment(), payment()])))).length).toBe(2);
    });

    it('is short when App Builder says compact', async () => {
        readAccount.mockResolvedValue(reply({ payments: live({ ...pageOf([payment()]), states: ['all'] }) }));
        const element = await mount('c-payment-panel', PaymentPanel, { recordId: ACCOUNT_ID, density: 'compact', rows: 5 });
        expect(readAccount.mock.calls[0][0].options).toEqual({ paymentsTop: '5' });
        expect(find(element, 'c-list-filter')).toBeUndefined();
        expect(words(element)).not.toMatch(/Pays/);
    });

    it('lets the backend choose by state and period', async () => {
        const element = await show(live({ ...pageOf([payment()]), states: ['all'] }));
        find(element, 'c-list-filter').dispatchEvent(new CustomEvent('choose', { detail: { state: 'all', days: '30' } }));
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ paymentsState: 'all', paymentsDays: '30', paymentsSkip: '0' });
    });

    it('turns pages by asking the backend', async () => {
        const element = await show(live(pageOf([payment()], 30)));
        find(element, '[data-id=next]').click();
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ paymentsSkip: '25' });
    });
});
