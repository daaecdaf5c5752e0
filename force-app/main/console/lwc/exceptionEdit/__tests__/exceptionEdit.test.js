import { find, findAll, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { edit, readLines } = mockApex('CrossledgerExceptionController', 'edit', 'readLines');
const ExceptionEdit = require('c/exceptionEdit').default;

const LINES = [
    { line: '00k1', product: 'Speaker', itemNumber: 'P-9', requestedDate: null },
    { line: '00k2', product: 'Cable', itemNumber: null, requestedDate: '2026-12-24' }
];
const EXCEPTION = { id: 'e1', sentence: 'Item P-9 is not released.', opportunityId: '006000000000001AAA', edits: { customerPurchaseOrder: 'PO-8', lines: { '00k2': { itemNumber: 'C-1' } } } };
const open = () => mount('c-exception-edit', ExceptionEdit, { label: 'Edit and retry', exception: EXCEPTION });
const field = (element, name, line) => findAll(element, `[data-field=${name}]`).find((input) => input.dataset.line === line);
const enter = async (input, value) => {
    input.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await pass(0);
};
const confirm = async (element, valid = true) => {
    findAll(element, 'lightning-input, lightning-textarea').forEach((input) => {
        input.reportValidity = () => valid;
    });
    find(element, '[data-id=confirm]').click();
    await pass(0);
};

describe('c-exception-edit', () => {
    setUpPage();
    beforeEach(() => {
        edit.mockReset().mockResolvedValue('{"state":"retrying"}');
        readLines.mockReset().mockResolvedValue(JSON.stringify(LINES));
    });

    it('shows the lines of the deal, with what was edited before', async () => {
        const element = await open();
        expect(readLines).toHaveBeenCalledWith({ dealId: '006000000000001AAA' });
        expect(findAll(element, 'legend').map((legend) => legend.textContent)).toEqual(['Line 1: Speaker', 'Line 2: Cable']);
        expect(field(element, 'itemNumber', '00k1').value).toBe('P-9');
        expect(field(element, 'itemNumber', '00k2').value).toBe('C-1');
        expect(field(element, 'customerPurchaseOrder').value).toBe('PO-8');
    });

    it('sends only what was entered, with the reason', async () => {
        const element = await open();
        await enter(field(element, 'itemNumber', '00k1'), ' P-10 ');
        await enter(field(element, 'requestedDate', '00k1'), '');
        await enter(field(element, 'itemNumber', '00k2'), 'C-1');
        await enter(field(element, 'customerNumber'), 'US-002');
        await enter(find(element, '[data-id=reason]'), ' successor ');
        await confirm(element);
        expect(edit).toHaveBeenCalledWith({ exceptionId: 'e1', changes: '{"customerNumber":"US-002","lines":{"00k1":{"itemNumber":"P-10"}}}', reason: 'successor' });
        expect(element.close).toHaveBeenCalledWith({ done: { state: 'retrying' } });
    });

    it('cannot be confirmed while nothing is changed, and says so', async () => {
        const element = await open();
        expect(find(element, '[data-id=confirm]').disabled).toBe(true);
        expect(find(element, '[data-id=unchanged]').textContent).toBe('Change at least one value.');
        await enter(field(element, 'customerNumber'), 'US-002');
        expect(find(element, '[data-id=confirm]').disabled).toBe(false);
        expect(find(element, '[data-id=unchanged]')).toBeUndefined();
    });

    it('does nothing while a field is not valid', async () => {
        const element = await open();
        await enter(field(element, 'customerNumber'), 'US-002');
        await confirm(element, false);
        expect(edit).not.toHaveBeenCalled();
    });

    it('says why the lines are not there, and still edits the order itself', async () => {
        readLines.mockRejectedValue(refusal({ ...PROBLEM, title: 'You may not see everything that this needs.' }));
        const element = await open();
        expect(words(element)).toContain('You may not see everything');
        await enter(field(element, 'customerNumber'), 'US-002');
        await confirm(element);
        expect(edit.mock.calls[0][0].changes).toBe('{"customerNumber":"US-002"}');
    });

    it('shows what went wrong and stays', async () => {
        edit.mockRejectedValue(refusal(PROBLEM));
        const element = await open();
        await enter(field(element, 'customerNumber'), 'US-002');
        await confirm(element);
        expect(words(element)).toContain(PROBLEM.title);
        expect(element.close).not.toHaveBeenCalled();
    });

    it('waits with a spinner', async () => {
        readLines.mockReturnValue(new Promise(() => {}));
        expect(find(await open(), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('is accessible', async () => {
        await expect(inRealTime(await open())).toBeAccessible();
    });
});
