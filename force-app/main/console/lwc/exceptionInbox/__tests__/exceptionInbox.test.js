import { find, findAll, grant, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { decide, readRecordNames, readPage, retryMany } = mockApex('CrossledgerExceptionController', 'decide', 'edit', 'readRecordNames', 'readLines', 'readOne', 'readPage', 'readUserName', 'retryMany');
grant('Crossledger_Work_Exceptions');
const AskReason = require('c/askReason').default;
const ExceptionDetails = require('c/exceptionDetails').default;
const ExceptionEdit = require('c/exceptionEdit').default;
const ExceptionInbox = require('c/exceptionInbox').default;

const row = (more) => ({
    id: 'e1', kind: 'push', state: 'open', code: 'order.item-unknown', cause: 'order.item-unknown:main:usmf:P-9', owner: 'admin', sentence: 'Item P-9 is not released.', fix: 'Release it.',
    opportunityId: '006000000000001AAA', connection: 'main', pushState: 'blocked', orderNumber: null, seen: 1, openedAt: '2026-11-20T14:30:00.000Z', lastSeenAt: '2026-11-20T14:30:00.000Z', ...more
});
const page = (rows, more) => JSON.stringify({
    rows, counts: { open: rows.length }, owners: { admin: 2, finance: 1 }, connections: ['main'], causes: [{ cause: row().cause, code: row().code, count: 2 }], next: null, ...more
});
const ROWS = [row(), row({ id: 'e2', opportunityId: '006000000000002AAA', owner: 'finance', code: 'order.customer-blocked', sentence: 'Customer C-1 is on hold.', state: 'retrying' })];
const show = (answer = page(ROWS)) => {
    readPage.mockResolvedValue(answer);
    return mount('c-exception-inbox', ExceptionInbox);
};
const table = (element) => find(element, 'lightning-datatable');
const filter = async (element, name, value) => {
    find(element, `[data-filter=${name}]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await pass(0);
};
const asked = () => readPage.mock.calls.at(-1)[0].filters;
/** What the modal is opened with, and what it answers. */
const answerWith = (Modal, result) => {
    Modal.open = jest.fn().mockResolvedValue(result);
    return Modal.open;
};
const toasts = (element) => {
    const said = [];
    element.addEventListener('lightning__showtoast', (event) => said.push(event.detail.title));
    return said;
};
const pick = async (element, ids) => {
    table(element).dispatchEvent(new CustomEvent('rowselection', { detail: { selectedRows: ids.map((id) => ({ id })) } }));
    await pass(0);
};
const openRow = async (element, id) => {
    table(element).dispatchEvent(new CustomEvent('rowaction', { detail: { action: { name: 'details' }, row: { id } } }));
    await pass(0);
};

describe('c-exception-inbox', () => {
    setUpPage();
    beforeEach(() => {
        [decide, readPage, retryMany].forEach((method) => method.mockReset());
        readRecordNames.mockReset().mockResolvedValue({ '006000000000001AAA': 'Refit' });
    });
    afterEach(() => {
        delete window.matchMedia;
    });

    it('asks for what is open, a page at a time', async () => {
        await show();
        expect(readPage.mock.calls).toEqual([[{ filters: { state: 'open', owner: '', connection: '', cause: '', after: '', limit: '25' } }]]);
    });

    it('says of each what it is, whose it is, how old, and names the deal where it may be seen', async () => {
        const [first, second] = table(await show()).data;
        expect(first).toMatchObject({ sentence: 'Item P-9 is not released.', kind: 'Products', owner: 'Admin', age: '3 hours ago', state: 'Open', dealName: 'Refit', dealUrl: '/lightning/r/Opportunity/006000000000001AAA/view' });
        expect(second).toMatchObject({ kind: 'Customer', owner: 'Finance', state: 'Being tried again', dealName: 'Deal 006000000000002AAA' });
        expect(readRecordNames).toHaveBeenCalledWith({ recordIds: ['006000000000001AAA', '006000000000002AAA'] });
    });

    it('names and opens the account that a merge left, where an exception is about no deal', async () => {
        const merge = (id, accountId) => row({ id, kind: 'merge', code: 'account.two-customers', owner: 'finance', opportunityId: null, accountId, pushState: null });
        readRecordNames.mockResolvedValue({ '001000000000001AAA': 'Contoso' });
        const [first, second] = table(await show(page([merge('e1', '001000000000001AAA'), merge('e2', '001000000000002AAA')]))).data;
        expect(first).toMatchObject({ kind: 'Customer', owner: 'Finance', dealName: 'Contoso', dealUrl: '/lightning/r/Account/001000000000001AAA/view' });
        expect(second).toMatchObject({ dealName: 'Account 001000000000002AAA', dealUrl: '/lightning/r/Account/001000000000002AAA/view' });
        expect(readRecordNames).toHaveBeenCalledWith({ recordIds: ['001000000000001AAA', '001000000000002AAA'] });
    });

    it.each([['deal.lost-after', 'Deal changed after sending'], ['erp.unavailable', 'ERP does not answer'], ['order.busy', 'Order'], ['order.held', 'Approval'], ['internal.fault', 'Internal']])('calls %s "%s"', async (code, word) => {
        expect(table(await show(page([row({ code })]))).data[0].kind).toBe(word);
    });

    it('counts by owner, and filters by owner, state, connection and cause from the first page on', async () => {
        const element = await show(page(ROWS, { counts: { open: 30 }, next: 'mark' }));
        expect(find(element, '[data-filter=owner]').options.map(({ label }) => label)).toEqual(['All: 3', 'Sales rep: 0', 'Admin: 2', 'Finance: 1', 'ERP: 0']);
        find(element, '[data-id=next]').click();
        await pass(0);
        await filter(element, 'owner', 'finance');
        expect(asked()).toMatchObject({ owner: 'finance', after: '' });
        await filter(element, 'state', 'resolved');
        await filter(element, 'connection', 'main');
        await filter(element, 'cause', row().cause);
        expect(asked()).toEqual({ state: 'resolved', owner: 'finance', connection: 'main', cause: row().cause, after: '', limit: '25' });
    });

    it('turns pages by the marks of the backend, there and back', async () => {
        const element = await show(page(ROWS, { counts: { open: 60 }, next: 'after-25' }));
        expect(find(element, '[data-id=range]').textContent).toBe('1 to 25 of 60');
        find(element, '[data-id=next]').click();
        await pass(0);
        expect(asked().after).toBe('after-25');
        find(element, '[data-id=previous]').click();
        await pass(0);
        expect(asked().after).toBe('');
    });

    it('says when nothing waits, and when only the filters hide it', async () => {
        const element = await show(page([]));
        expect(find(element, '[data-id=empty]').textContent).toBe('Nothing waits for a decision.');
        await filter(element, 'owner', 'erp');
        expect(find(element, '[data-id=empty]').textContent).toBe('No exception fits these filters.');
    });

    it('waits with a spinner', async () => {
        readPage.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-exception-inbox', ExceptionInbox), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('shows a problem in words', async () => {
        readPage.mockRejectedValue(refusal(PROBLEM));
        const element = await mount('c-exception-inbox', ExceptionInbox);
        await pass(0);
        expect(words(element)).toContain(PROBLEM.title);
    });

    it('opens the details and does what was chosen there, with a reason', async () => {
        const element = await show();
        const said = toasts(element);
        const details = answerWith(ExceptionDetails, { action: 'discard', exception: row() });
        const reason = answerWith(AskReason, { done: '{}' });
        await openRow(element, 'e1');
        expect(details.mock.calls[0][0]).toMatchObject({ label: 'Exception: Products', exceptionId: 'e1', dealName: 'Refit' });
        expect(reason.mock.calls[0][0]).toMatchObject({ label: 'Discard', variant: 'destructive' });
        await reason.mock.calls[0][0].run('double deal');
        expect(decide).toHaveBeenCalledWith({ exceptionId: 'e1', action: 'discard', reason: 'double deal' });
        expect(said).toEqual(['The exception was discarded.']);
        expect(readPage).toHaveBeenCalledTimes(2);
    });

    it('edits and retries, and says so', async () => {
        const element = await show();
        const said = toasts(element);
        answerWith(ExceptionDetails, { action: 'edit', exception: row() });
        const edit = answerWith(ExceptionEdit, { done: {} });
        await openRow(element, 'e1');
        expect(edit.mock.calls[0][0].exception).toEqual(row());
        expect(said).toEqual(['The order is tried again with the new values.']);
    });

    it('changes nothing when somebody thinks better of it', async () => {
        const element = await show();
        const said = toasts(element);
        answerWith(ExceptionDetails, { action: 'retry', exception: row() });
        answerWith(AskReason, undefined);
        await openRow(element, 'e1');
        answerWith(ExceptionDetails, undefined);
        await openRow(element, 'e1');
        expect([said, readPage.mock.calls.length]).toEqual([[], 1]);
    });

    it('retries those that are selected', async () => {
        const element = await show();
        const said = toasts(element);
        retryMany.mockResolvedValue('{"retried":2,"left":0,"next":null}');
        await pick(element, ['e1', 'e2']);
        const ask = answerWith(AskReason, { done: 2 });
        find(element, '[data-id=retry-picked]').click();
        await pass(0);
        expect(ask.mock.calls[0][0].label).toBe('Retry selected (2)');
        expect(await ask.mock.calls[0][0].run('again')).toBe(2);
        expect(retryMany).toHaveBeenCalledWith({ exceptionIds: ['e1', 'e2'], cause: '', after: '', reason: 'again' });
        expect(said).toEqual(['2 orders are tried again.']);
    });

    it('retries all with one cause, call after call until none is left', async () => {
        const element = await show();
        await filter(element, 'cause', row().cause);
        retryMany.mockResolvedValueOnce('{"retried":200,"left":10,"next":"mark"}').mockResolvedValueOnce('{"retried":10,"left":0,"next":null}');
        const ask = answerWith(AskReason, { done: 210 });
        find(element, '[data-id=retry-cause]').click();
        await pass(0);
        expect(await ask.mock.calls[0][0].run('released')).toBe(210);
        expect(retryMany.mock.calls.map(([sent]) => [sent.cause, sent.after])).toEqual([[row().cause, ''], [row().cause, 'mark']]);
    });

    it.each([[0, 'No order was open any more.'], [1, '1 order is tried again.']])('says what came of retrying all: %s', async (done, sentence) => {
        const element = await show();
        const said = toasts(element);
        answerWith(AskReason, { done });
        find(element, '[data-id=retry-all]').click();
        await pass(0);
        expect(said).toEqual([sentence]);
    });

    it('looks again by itself while something is being tried, and then no more', async () => {
        await show(page(ROWS, { counts: { open: 1, retrying: 1 } }));
        readPage.mockResolvedValue(page([row()]));
        await pass(3000);
        expect(readPage).toHaveBeenCalledTimes(2);
        await pass(60000);
        expect(readPage).toHaveBeenCalledTimes(2);
    });

    it('is a list of cards on a phone, and a chosen owner a list too', async () => {
        window.matchMedia = () => ({ matches: true, addEventListener: () => {}, removeEventListener: () => {} });
        const element = await show();
        expect(table(element)).toBeUndefined();
        expect(findAll(element, '[data-id=card]')).toHaveLength(2);
        const details = answerWith(ExceptionDetails, undefined);
        find(element, '[data-id=e2]').click();
        await pass(0);
        expect(details.mock.calls[0][0].exceptionId).toBe('e2');
        const box = find(element, '[data-pick=e1]');
        box.checked = true;
        box.dispatchEvent(new CustomEvent('change'));
        await pass(0);
        expect(find(element, '[data-id=retry-picked]').label).toBe('Retry selected (1)');
        box.checked = false;
        box.dispatchEvent(new CustomEvent('change'));
        await pass(0);
        expect(find(element, '[data-id=retry-picked]')).toBeUndefined();
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('names its table', async () => {
        expect(table(await show()).getAttribute('aria-label')).toBe('Exceptions');
    });

    // The stub of the table refuses the label that the real one wants; the real one is checked in the browser.
    it('is accessible without rows', async () => {
        await expect(inRealTime(await show(page([])))).toBeAccessible();
    });
});
