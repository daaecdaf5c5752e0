import { find, inRealTime, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const AskReason = require('c/askReason').default;

const run = jest.fn();
const open = (more) => mount('c-ask-reason', AskReason, { label: 'Discard', question: 'It is given up.', action: 'Discard', run, ...more });
const reasonOf = (element) => find(element, '[data-id=reason]');
const write = async (element, text, valid = true) => {
    const field = reasonOf(element);
    field.reportValidity = () => valid;
    field.dispatchEvent(new CustomEvent('change', { detail: { value: text } }));
    await pass(0);
};
const confirm = async (element) => {
    find(element, '[data-id=confirm]').click();
    await pass(0);
};

describe('c-ask-reason', () => {
    setUpPage();
    beforeEach(() => run.mockReset());

    it('says what will happen and on what the reason is kept', async () => {
        const element = await open();
        expect(find(element, '[data-id=question]').textContent).toBe('It is given up.');
        expect(reasonOf(element).required).toBe(true);
        expect([reasonOf(element).minLength, reasonOf(element).maxLength].map(Number)).toEqual([3, 500]);
    });

    it('does it with the trimmed reason and closes with what came of it', async () => {
        run.mockResolvedValue('{"state":"discarded"}');
        const element = await open();
        await write(element, '  double deal ');
        await confirm(element);
        expect(run).toHaveBeenCalledWith('double deal', undefined);
        expect(element.close).toHaveBeenCalledWith({ done: '{"state":"discarded"}' });
    });

    it('does nothing without a valid reason', async () => {
        const element = await open();
        await write(element, 'x', false);
        await confirm(element);
        expect(run).not.toHaveBeenCalled();
    });

    it('shows what went wrong, keeps the reason, and stays', async () => {
        run.mockRejectedValue(refusal(PROBLEM));
        const element = await open();
        await write(element, 'double deal');
        await confirm(element);
        expect(words(element)).toContain(PROBLEM.title);
        expect(reasonOf(element).value).toBe('double deal');
        expect(element.close).not.toHaveBeenCalled();
        expect(find(element, '[data-id=confirm]').disabled).toBe(false);
    });

    it('waits with a spinner and takes no second press', async () => {
        run.mockReturnValue(new Promise(() => {}));
        const element = await open();
        await write(element, 'double deal');
        await confirm(element);
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
        expect(find(element, '[data-id=confirm]').disabled).toBe(true);
    });

    it('asks for an instant where one is needed', async () => {
        run.mockResolvedValue({});
        const element = await open({ instantLabel: 'From', instant: '2026-11-21T08:00:00.000Z' });
        const field = find(element, '[data-id=instant]');
        field.reportValidity = () => true;
        expect([field.type, field.value]).toEqual(['datetime', '2026-11-21T08:00:00.000Z']);
        field.dispatchEvent(new CustomEvent('change', { detail: { value: '2026-12-01T00:00:00.000Z' } }));
        await write(element, 'tested');
        await confirm(element);
        expect(run).toHaveBeenCalledWith('tested', '2026-12-01T00:00:00.000Z');
    });

    it('closes without doing anything', async () => {
        const element = await open();
        find(element, '[data-id=cancel]').click();
        expect(element.close).toHaveBeenCalledWith();
        expect(run).not.toHaveBeenCalled();
    });

    it('is accessible', async () => {
        await expect(inRealTime(await open())).toBeAccessible();
    });
});
