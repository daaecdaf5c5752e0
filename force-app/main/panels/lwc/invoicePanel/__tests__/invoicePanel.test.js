import { ACCOUNT_ID, failed, find, findAll, grant, inRealTime, live, mount, pageOf, pass, PROBLEM, readAccount, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

grant('Crossledger_View_Finance');
const InvoicePanel = require('c/invoicePanel').default;
const InvoiceDetail = require('c/invoiceDetail').default;

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

    it('lets the backend choose by state and period, from the first page, and keeps the choice while it fails', async () => {
        const states = ['all', 'open', 'overdue', 'paid'];
        const element = await show(live({ ...pageOf(ROWS, 130, 25), states }));
        const filter = () => find(element, 'c-list-filter');
        expect([filter().states, filter().state, filter().days]).toEqual([states, 'all', '']);
        readAccount.mockResolvedValue(reply({ invoices: failed() }));
        filter().dispatchEvent(new CustomEvent('choose', { detail: { state: 'overdue', days: '90' } }));
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ invoicesSort: '-dueDate', invoicesState: 'overdue', invoicesDays: '90', invoicesSkip: '0' });
        expect([filter().state, filter().days]).toEqual(['overdue', '90']);
        expect(words(element)).toContain(PROBLEM.title);
    });

    it('says that nothing fits a choice, which is not the same as no invoices', async () => {
        const element = await show(live({ ...pageOf(ROWS), states: ['all', 'paid'] }));
        readAccount.mockResolvedValue(reply({ invoices: live({ ...pageOf([]), states: ['all', 'paid'] }) }));
        find(element, 'c-list-filter').dispatchEvent(new CustomEvent('choose', { detail: { state: 'paid', days: '' } }));
        await pass(0);
        expect(find(element, '[data-id=empty]').textContent).toBe('Nothing matches this choice.');
    });

    it('shows another account without the choice of the last one', async () => {
        const element = await show(live({ ...pageOf(ROWS), states: ['all', 'paid'] }));
        find(element, 'c-list-filter').dispatchEvent(new CustomEvent('choose', { detail: { state: 'paid', days: '30' } }));
        await pass(0);
        element.recordId = '001000000000002AAA';
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0]).toEqual({ recordId: '001000000000002AAA', parts: ['invoices'], options: { invoicesSort: '-dueDate' } });
        expect(find(element, 'c-list-filter').state).toBe('all');
    });

    it('shows what an amount is worth in the currency of the company', async () => {
        const [row] = table(await show(live(pageOf([invoice({ currency: 'EUR', inCompany: { amount: '108.00', open: '43.20', currency: 'USD' } })])))).data;
        expect([row.amount, row.openAmount]).toEqual(['€100.00 ($108.00)', '€40.00 ($43.20)']);
    });

    it.each([['10', '10'], [500, '100'], [0, undefined], ['many', undefined]])('asks for as many rows as App Builder says, within the bound: %p', async (rows, asked) => {
        readAccount.mockResolvedValue(reply({ invoices: live(pageOf(ROWS)) }));
        await mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID, rows });
        expect(readAccount.mock.calls[0][0].options.invoicesTop).toBe(asked);
    });

    it('is a short list without a filter when App Builder says compact', async () => {
        readAccount.mockResolvedValue(reply({ invoices: live({ ...pageOf(ROWS), states: ['all'] }) }));
        const element = await mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID, density: 'compact' });
        expect([table(element), find(element, 'c-list-filter')]).toEqual([undefined, undefined]);
        expect(findAll(element, 'li').length).toBe(3);
    });

    it('shows accounts of its own connection only, when App Builder names one', async () => {
        readAccount.mockResolvedValue(reply({ invoices: live(pageOf(ROWS)) }));
        const element = await mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID, connection: 'bc' });
        expect(find(element, '[data-id=elsewhere]').textContent).toBe('This account lives in the ERP connection fno-us; this panel shows accounts of bc only.');
        expect(table(element)).toBeUndefined();
        const own = await mount('c-invoice-panel', InvoicePanel, { recordId: ACCOUNT_ID, connection: 'fno-us' });
        expect(find(own, '[data-id=elsewhere]')).toBeUndefined();
    });

    it('opens lines and payments of an invoice, from the table and from the list', async () => {
        const element = await show(live(pageOf(ROWS)));
        table(element).dispatchEvent(new CustomEvent('rowaction', { detail: { row: { number: 'CIV-2' } } }));
        expect(InvoiceDetail.open).toHaveBeenLastCalledWith({ label: 'Invoice CIV-2', size: 'small', recordId: ACCOUNT_ID, number: 'CIV-2' });
        narrow(true);
        const list = await show(live(pageOf(ROWS)));
        find(list, 'lightning-button[data-number]').click();
        expect(InvoiceDetail.open).toHaveBeenLastCalledWith({ label: 'Invoice CIV-1', size: 'small', recordId: ACCOUNT_ID, number: 'CIV-1' });
    });

    it('names its table', async () => {
        expect(table(await show(live(pageOf(ROWS)))).getAttribute('aria-label')).toBe('Invoices');
    });
});
