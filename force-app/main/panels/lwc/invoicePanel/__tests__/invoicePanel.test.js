import { ACCOUNT_ID, failed, find, findAll, grant, inRealTime, live, mount, pageOf, pass, PROBLEM, readAccount, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

grant('Crossledger_View_Finance');
const InvoicePanel = require('c/invoicePanel').default;

const invoice = (more) => ({ number: 'CIV-1', date: '2026-08-31', dueDate: '2026-09-30', daysOverdue: 51, status: 'overdue', amount: '100.00', open: '40.00', currency: 'USD', orderNumber: null, ...more });
const ROWS = [invoice(), invoice({ number: 'CIV-2', daysOverdue: 1 }), invoice({ number: 'CIV-3', daysOverdue: 0, status: 'draft', dueDate: null, amount: null, open: null, currency: null })];
const show = (part) => {
    readAccount.mockResolvedValue(reply({ invoices: part }));
    return mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID });
};
const table = (element) => find(element, 'lightning-datatable');
const narrow = (matches) => {
    window.matchMedia = () => ({ matches, addEventListener: () => {}, removeEventListener: () => {} });
};

describe('c-invoice-panel', () => {
    setUpPage();
    afterEach(() => {
        delete window.matchMedia;
    });

    it('asks for its own part of the account, the newest first', async () => {
        await show(live(pageOf(ROWS)));
        expect(readAccount.mock.calls).toEqual([[{ recordId: ACCOUNT_ID, parts: ['invoices'], options: { invoicesSort: '-dueDate' } }]]);
    });

    it('says when there is nothing', async () => {
        expect(find(await show(live(pageOf([]))), '[data-id=empty]').textContent).toBe('The ERP has no invoices of this customer.');
    });

    it('shows old rows and says so', async () => {
        const element = await show(stale(pageOf(ROWS)));
        expect(find(element, '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows a problem in words', async () => {
        expect(words(await show(failed()))).toContain(PROBLEM.title);
    });

    it('waits with a spinner', async () => {
        readAccount.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID }), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    // The stub of the table refuses the label that the real one wants; the real one is checked in the browser.
    it('is accessible without rows and with an error', async () => {
        await show(live(pageOf([])));
        await show(failed());
        await expect(inRealTime(document.body)).toBeAccessible();
    });

    it('shows each invoice in words, in its own currency', async () => {
        const [first, second, third] = table(await show(live(pageOf(ROWS)))).data;
        expect(first).toMatchObject({ number: 'CIV-1', date: 'Aug 31, 2026', dueDate: 'Sep 30, 2026', overdueBy: '51 days', status: 'Overdue', amount: '$100.00', openAmount: '$40.00' });
        expect(second.overdueBy).toBe('1 day');
        expect(third).toMatchObject({ overdueBy: '', dueDate: '', status: 'Draft', amount: 'no lines', openAmount: '' });
    });

    it.each([['draft', 'Draft'], ['open', 'Open'], ['partly-paid', 'Partly paid'], ['paid', 'Paid'], ['credit', 'Credit note'], ['cancelled', 'Cancelled']])('calls %s "%s"', async (status, word) => {
        expect(table(await show(live(pageOf([invoice({ status })])))).data[0].status).toBe(word);
    });

    it('lets the backend sort, from the first page', async () => {
        const element = await show(live(pageOf(ROWS, 130, 25)));
        table(element).dispatchEvent(new CustomEvent('sort', { detail: { fieldName: 'amount', sortDirection: 'desc' } }));
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0]).toEqual({ recordId: ACCOUNT_ID, parts: ['invoices'], options: { invoicesSort: '-amount', invoicesSkip: '0' } });
        expect([table(element).sortedBy, table(element).sortedDirection]).toEqual(['amount', 'desc']);
    });

    it('sorts only by what the backend can sort by', async () => {
        const columns = table(await show(live(pageOf(ROWS)))).columns.filter(({ sortable }) => sortable);
        expect(columns.map(({ fieldName }) => fieldName)).toEqual(['number', 'date', 'dueDate', 'amount']);
    });

    it('turns pages by asking the backend', async () => {
        const element = await show(live(pageOf(ROWS, 130)));
        find(element, '[data-id=next]').click();
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ invoicesSort: '-dueDate', invoicesSkip: '25' });
    });

    it('is a list on a phone', async () => {
        narrow(true);
        const element = await show(live(pageOf(ROWS)));
        expect(table(element)).toBeUndefined();
        expect(findAll(element, 'li').length).toBe(3);
        expect(words(element)).toContain('51 days');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('names its table', async () => {
        expect(table(await show(live(pageOf(ROWS)))).getAttribute('aria-label')).toBe('Invoices');
    });
});
