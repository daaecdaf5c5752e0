import { find, inRealTime, mount, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const ErrorPanel = require('c/errorPanel').default;
const show = (error) => mount('c-error-panel', ErrorPanel, { error });

describe('c-error-panel', () => {
    setUpPage();

    it('shows the sentence, who can fix it, what happens next and the request of an Apex refusal', async () => {
        const element = await show(refusal({ ...PROBLEM, fixer: 'admin' }));
        expect(find(element, '[data-id=title]').textContent).toBe(PROBLEM.title);
        expect(find(element, '[data-id=fixer]').textContent).toBe('Who can fix it: your Salesforce admin.');
        expect(find(element, '[data-id=next]').textContent).toBe(PROBLEM.next);
        expect(find(element, '[data-id=request]').textContent).toBe('Request request-7');
    });

    it('shows a problem of the backend as it is', async () => {
        const element = await show(PROBLEM);
        expect(words(element)).toContain(PROBLEM.title);
    });

    it.each([['rep', 'you'], ['finance', 'finance'], ['erp', 'whoever looks after the ERP']])('names the fixer %s as %s', async (fixer, name) => {
        expect(find(await show({ ...PROBLEM, fixer }), '[data-id=fixer]').textContent).toBe(`Who can fix it: ${name}.`);
    });

    it('names nobody when it goes by itself', async () => {
        expect(find(await show(PROBLEM), '[data-id=fixer]')).toBeUndefined();
    });

    it.each([
        ['an Apex exception of somebody else', { body: { message: 'Script-thrown exception' } }, 'Script-thrown exception'],
        ['errors of the data service', { body: [{ message: 'No access' }] }, 'No access'],
        ['a mistake in JavaScript', new TypeError('x is undefined'), 'x is undefined'],
        ['nothing at all', {}, 'Something went wrong and nothing more is known about it.']
    ])('shows %s', async (_, error, sentence) => {
        const element = await show(error);
        expect(find(element, '[data-id=title]').textContent).toBe(sentence);
        expect(find(element, '[data-id=next]').textContent).toContain('Try again');
    });

    it('tells a user without the permission set what to ask for, in place of the platform\'s own words', async () => {
        const element = await show({ body: { message: "You do not have access to the Apex class named 'crossledger.CrossledgerPanelController'." } });
        expect(find(element, '[data-id=title]').textContent).toBe('You may not see everything that this needs.');
        expect(find(element, '[data-id=next]').textContent).toContain('permission set Crossledger User');
    });

    it('shows a plain fact without alarm', async () => {
        expect(find(await show({ code: 'account.no-customer', title: 'x' }), 'lightning-icon').iconName).toBe('utility:info');
        expect(find(await show(PROBLEM), 'lightning-icon').iconName).toBe('utility:warning');
    });

    it('is empty without an error', async () => {
        expect(words(await show(undefined)).trim()).toBe('');
    });

    it('is accessible', async () => {
        await expect(inRealTime(await show({ ...PROBLEM, fixer: 'rep' }))).toBeAccessible();
    });
});
