import { ACCOUNT_ID, failed, find, findAll, grant, inRealTime, live, mount, pass, PROBLEM, readAccount, refusal, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

grant('Crossledger_View_Finance');
const FinancePanel = require('c/financePanel').default;

const FINANCE = {
    customerNumber: 'US-001',
    customerName: 'Contoso Retail',
    currency: 'USD',
    balance: '61580.50',
    overdue: '20560.50',
    creditLimit: '50000.00',
    headroom: '-11580.50',
    aging: [
        { label: 'current', amount: '41020.00' },
        { label: '31-60', amount: '20510.00' },
        { label: 'over-90', amount: '-120.00' },
        { label: 'Before 2020', amount: '0.00' }
    ],
    hold: 'none',
    holdWord: null,
    paymentTerms: 'Net 30 days',
    computedOn: null
};
const show = (finance) => {
    readAccount.mockResolvedValue(reply({ finance }));
    return mount('c-finance-panel', FinancePanel, { recordId: ACCOUNT_ID });
};

describe('c-finance-panel', () => {
    setUpPage();

    it('asks for its own part of the account', async () => {
        await show(live(FINANCE));
        expect(readAccount).toHaveBeenCalledTimes(1);
        expect(readAccount).toHaveBeenCalledWith({ recordId: ACCOUNT_ID, parts: ['finance'], options: {} });
    });

    it('shows balance, overdue, limit, headroom and terms in the currency of the company', async () => {
        const text = words(await show(live(FINANCE)));
        for (const said of ['Balance $61,580.50', 'Overdue $20,560.50', 'Credit limit $50,000.00', 'Headroom -$11,580.50', 'Payment terms Net 30 days']) {
            expect(text).toContain(said);
        }
    });

    it('says "no limit" where the ERP sets none', async () => {
        const text = words(await show(live({ ...FINANCE, creditLimit: null, headroom: null })));
        expect(text).toContain('Credit limit no limit');
        expect(text).toContain('Headroom no limit');
    });

    it('keeps every cent of an amount that a float could not hold', async () => {
        expect(words(await show(live({ ...FINANCE, balance: '90071992547409931.07' })))).toContain('$90,071,992,547,409,931.07');
    });

    it('shows aging as bars with the figures in text, the ERP\'s own labels included', async () => {
        const element = await show(live(FINANCE));
        expect(words(element)).toContain('31 to 60 days');
        expect(words(element)).toContain('Before 2020');
        expect(findAll(element, '.bar').map((bar) => bar.style.getPropertyValue('inline-size') || bar.getAttribute('style'))).toEqual([
            expect.stringContaining('100%'),
            expect.stringContaining('50%'),
            expect.stringContaining('0%'),
            expect.stringContaining('0%')
        ]);
        expect(findAll(element, '.age-amount').map((amount) => amount.textContent)).toEqual(['$41,020.00', '$20,510.00', '-$120.00', '$0.00']);
    });

    it('says in words when the ERP holds the customer', async () => {
        const element = await show(live({ ...FINANCE, hold: 'orders', holdWord: 'invoice' }));
        expect(find(element, '[data-id=hold]').textContent).toContain('the ERP takes no new orders (Invoice)');
        expect(find(await show(live(FINANCE)), '[data-id=hold]')).toBeUndefined();
    });

    it('says how fresh the figures are', async () => {
        expect(find(await show(live(FINANCE)), '[data-id=freshness]').textContent).toMatch(/live, 9:30.AM/);
        const computed = await show(live({ ...FINANCE, computedOn: '2026-11-19' }));
        expect(find(computed, '[data-id=freshness]').textContent).toContain('computed by the ERP on Nov 19, 2026');
    });

    it('says so when figures are old, and asks once more', async () => {
        const element = await show(stale(FINANCE));
        expect(find(element, '[data-id=freshness]').textContent).toMatch(/as of 9:12.AM, the ERP is slow/);
        readAccount.mockResolvedValue(reply({ finance: live(FINANCE) }));
        await pass(2100);
        expect(readAccount).toHaveBeenCalledTimes(2);
        expect(find(element, '[data-id=freshness]').textContent).toMatch(/live, 9:30.AM/);
    });

    it('shows a problem of its part', async () => {
        const text = words(await show(failed()));
        expect(text).toContain(PROBLEM.title);
        expect(text).toContain(PROBLEM.next);
    });

    it('shows what Apex refuses', async () => {
        readAccount.mockRejectedValue(refusal({ code: 'account.no-customer', title: 'This account is not an ERP customer yet.', next: 'The first order fills it in.', fixer: 'nobody' }));
        const element = await mount('c-finance-panel', FinancePanel, { recordId: ACCOUNT_ID });
        expect(words(element)).toContain('This account is not an ERP customer yet.');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('waits with a spinner', async () => {
        readAccount.mockReturnValue(new Promise(() => {}));
        const element = await mount('c-finance-panel', FinancePanel, { recordId: ACCOUNT_ID });
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('reads again on request', async () => {
        const element = await show(live(FINANCE));
        readAccount.mockResolvedValue(reply({ finance: live({ ...FINANCE, balance: '1.00' }) }));
        find(element, 'lightning-button-icon').click();
        await pass(0);
        expect(words(element)).toContain('Balance $1.00');
    });

    it('follows the page to another account', async () => {
        const element = await show(live(FINANCE));
        element.recordId = '001000000000002AAA';
        await pass(0);
        expect(readAccount).toHaveBeenLastCalledWith({ recordId: '001000000000002AAA', parts: ['finance'], options: {} });
    });

    it('is accessible with data', async () => {
        await expect(inRealTime(await show(live({ ...FINANCE, hold: 'all', holdWord: null })))).toBeAccessible();
    });
});
