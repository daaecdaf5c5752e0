import { find, findAll, inRealTime, mockApex, mount, NOW, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readOne, readUserName } = mockApex('CrossledgerExceptionController', 'readOne', 'readUserName');
const ExceptionDetails = require('c/exceptionDetails').default;

const LINE = { line: '00k000000000001AAA', product: 'Speaker', quantity: '2', itemNumber: 'P-9', requestedDate: null };
const exception = (more) => ({
    id: 'e1', kind: 'push', state: 'open', code: 'order.item-unknown', cause: 'order.item-unknown:main:usmf:P-9', sentence: 'Item P-9 is not released.', fix: 'Release it.', opportunityId: '006000000000001AAA',
    connection: 'main', pushState: 'blocked', orderNumber: null, seen: 3, openedAt: NOW, lastSeenAt: NOW, resolution: null, resolvedBy: null, resolvedAt: null, before: null, after: null, edits: {}, ...more
});
const show = (more) => {
    readOne.mockResolvedValue(JSON.stringify(exception(more)));
    return mount('c-exception-details', ExceptionDetails, { label: 'Exception', exceptionId: 'e1', dealName: 'Refit', dealUrl: '/lightning/r/Opportunity/006000000000001AAA/view' });
};
const actions = (element) => findAll(element, '[data-action]').map((button) => button.label);
const cells = (element) => findAll(element, 'tr').map((row) => [...row.children].map((cell) => cell.textContent));

describe('c-exception-details', () => {
    setUpPage();
    beforeEach(() => [readOne, readUserName].forEach((method) => method.mockReset()));

    it('says what is wrong, what to do, and links the deal', async () => {
        const element = await show();
        expect(readOne).toHaveBeenCalledWith({ exceptionId: 'e1' });
        expect(find(element, '[data-id=sentence]').textContent).toBe('Item P-9 is not released.');
        expect(find(element, '[data-id=fix]').textContent).toBe('What to do: Release it.');
        expect(find(element, 'a').getAttribute('href')).toBe('/lightning/r/Opportunity/006000000000001AAA/view');
        expect(words(element)).toContain('3 times');
    });

    it('says when no order was planned yet', async () => {
        expect(find(await show(), '[data-id=nothing]').textContent).toContain('nothing is there to compare');
    });

    it('shows the order before and after side by side, and what changed', async () => {
        const before = { customerNumber: 'US-001', customerPurchaseOrder: null, lines: [LINE] };
        const after = { customerNumber: 'US-001', customerPurchaseOrder: null, lines: [{ ...LINE, itemNumber: 'P-10', requestedDate: '2026-12-24' }] };
        const element = await show({ before, after });
        expect(cells(element)).toEqual([
            ['Value', 'Before', 'After'],
            ['Customer number', 'US-001', 'US-001'],
            ['Line 1: Speaker'],
            ['Item number', 'P-9', 'P-10'],
            ['Quantity', '2', '2'],
            ['Requested date', '', 'Dec 24, 2026']
        ]);
        expect(findAll(element, 'td.changed').map((cell) => cell.textContent)).toEqual(['P-10', 'Dec 24, 2026']);
    });

    it('reads a planned order and a sent deal as well', async () => {
        const plan = { key: 'K', company: 'usmf', currency: 'USD', customerNumber: 'US-001', fields: { a: 1 }, lines: [{ reference: 'r1', itemNumber: 'P-9', description: 'Speaker', quantity: '2', unitPrice: '20', discountPercent: '0', requestedDate: null, fields: {} }] };
        const deal = { accountName: 'Contoso', customerNumber: 'US-001', currency: 'USD', amount: '40', lines: [{ id: 'r1', productName: 'Speaker', itemNumber: 'P-9', quantity: '3', unitPrice: '20', serviceDate: '2026-12-24' }] };
        const element = await show({ before: plan, after: deal });
        expect(cells(element)).toContainEqual(['Quantity', '2', '3']);
        expect(cells(element)).toContainEqual(['Requested date', '', 'Dec 24, 2026']);
        expect(cells(element)).toContainEqual(['Line 1: Speaker']);
        expect(cells(element)).toContainEqual(['Company', 'usmf', '']);
        expect(findAll(element, 'td.changed').map((cell) => cell.textContent)).toEqual(['3', 'Dec 24, 2026']);
    });

    it('highlights nothing where only one side is known', async () => {
        const element = await show({ before: { customerNumber: 'US-001', lines: [LINE] } });
        expect(findAll(element, 'td.changed')).toEqual([]);
    });

    it.each([
        ['an order that does not go', {}, ['Discard', 'Edit and retry', 'Retry']],
        ['an order that is in the ERP', { orderNumber: 'SO-1' }, ['Discard', 'Retry']],
        ['a deal that changed after sending', { kind: 'aftermath', orderNumber: 'SO-1' }, ['Cancel order in ERP', 'Discard', 'Retry']],
        ['one that was discarded', { state: 'discarded', pushState: 'discarded' }, ['Retry']],
        ['one that is resolved', { state: 'resolved' }, []]
    ])('offers what may be done about %s', async (_what, more, labels) => {
        expect(actions(await show(more))).toEqual(labels);
    });

    it.each([
        ['user:005000000000001AAA', 'Fiona Finance'],
        ['operator:Night shift (6f1c2f0e-9b1e-4a52-8a39-0f0f5d6b7a11)', 'Night shift'],
        ['crossledger', 'Crossledger']
    ])('tells who decided, when and why: %s', async (resolvedBy, name) => {
        readUserName.mockResolvedValue('Fiona Finance');
        const element = await show({ state: 'discarded', resolution: 'double deal', resolvedBy, resolvedAt: NOW });
        expect(words(element)).toContain(`9:30 AM, ${name}: double deal`);
    });

    it('names a user by id where the name may not be seen', async () => {
        readUserName.mockResolvedValue(null);
        const element = await show({ state: 'discarded', resolution: 'double deal', resolvedBy: 'user:005000000000001AAA', resolvedAt: NOW });
        expect(words(element)).toContain('user:005000000000001AAA: double deal');
    });

    it('closes with the action that was chosen', async () => {
        const element = await show();
        find(element, '[data-action=discard]').click();
        expect(element.close).toHaveBeenCalledWith({ action: 'discard', exception: exception() });
        find(element, '[data-id=close]').click();
        expect(element.close).toHaveBeenLastCalledWith();
    });

    it('shows a problem in words', async () => {
        readOne.mockRejectedValue(refusal(PROBLEM));
        const element = await mount('c-exception-details', ExceptionDetails, { exceptionId: 'e1' });
        await pass(0);
        expect(words(element)).toContain(PROBLEM.title);
        expect(actions(element)).toEqual([]);
    });

    it('waits with a spinner', async () => {
        readOne.mockReturnValue(new Promise(() => {}));
        const element = await mount('c-exception-details', ExceptionDetails, { exceptionId: 'e1' });
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('is accessible', async () => {
        await expect(inRealTime(await show({ before: { customerNumber: 'US-001', lines: [LINE] } }))).toBeAccessible();
    });
});
