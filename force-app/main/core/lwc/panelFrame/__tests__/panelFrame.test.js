import { find, inRealTime, mount, NOW, PROBLEM, setUpPage, words } from '../../../../../../test/force-app/panels';

const PanelFrame = require('c/panelFrame').default;
const show = (view, more) => mount('c-panel-frame', PanelFrame, { heading: 'Finance', icon: 'standard:currency', view, ...more });
const freshness = (element) => find(element, '[data-id=freshness]').textContent;

describe('c-panel-frame', () => {
    setUpPage();

    it('says "live" with the time', async () => {
        expect(freshness(await show({ state: 'live', asOf: NOW }))).toMatch(/^live, 9:30.AM$/);
    });

    it('says "as of" when the ERP is slow, with a sign beside the colour', async () => {
        const element = await show({ state: 'stale', asOf: '2026-11-19T17:12:00.000Z' });
        expect(freshness(element)).toMatch(/as of Nov 19, 2026, 9:12.AM, the ERP is slow/);
        expect(find(element, '[data-id=freshness] lightning-icon').iconName).toBe('utility:clock');
    });

    it('says that the ERP does not answer when it is not just slow', async () => {
        expect(freshness(await show({ state: 'stale', staleBecause: 'erp.unavailable', asOf: NOW }))).toMatch(/as of 9:30.AM, the ERP does not answer/);
    });

    it('adds the ERP\'s own date of a figure that it computed earlier', async () => {
        expect(freshness(await show({ state: 'live', asOf: NOW }, { computedOn: '2026-11-18' }))).toContain('· computed by the ERP on Nov 18, 2026');
    });

    it('says nothing before it knows, and nothing beside an error', async () => {
        expect(freshness(await show({ isLoading: true }))).toBe('');
        expect(freshness(await show({ error: PROBLEM, asOf: NOW }))).toBe('');
    });

    it('cannot be refreshed while it reads', async () => {
        expect(find(await show({ isLoading: true }), 'lightning-button-icon').disabled).toBe(true);
    });

    it('passes the wish for fresh figures on', async () => {
        const element = await show({ state: 'live', asOf: NOW });
        const heard = jest.fn();
        element.addEventListener('refresh', heard);
        find(element, 'lightning-button-icon').click();
        expect(heard).toHaveBeenCalledTimes(1);
    });

    it('names its heading on the button, so that a list of buttons can be told apart', async () => {
        expect(find(await show({}), 'lightning-button-icon').alternativeText).toBe('Refresh: Finance');
    });

    it('shows the error in place of the content', async () => {
        expect(words(await show({ error: PROBLEM }))).toContain(PROBLEM.title);
    });

    it('has no button where nothing is read', async () => {
        expect(find(await show(undefined, { isStill: true }), 'lightning-button-icon')).toBeUndefined();
    });

    it('is accessible with data, while it reads, and with an error', async () => {
        await show({ state: 'stale', asOf: NOW });
        await show({ isLoading: true });
        await show({ error: PROBLEM });
        await expect(inRealTime(document.body)).toBeAccessible();
    });
});
