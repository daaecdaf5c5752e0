import { find, inRealTime, mount, setUpPage } from '../../../../../../test/force-app/panels';

const ListFilter = require('c/listFilter').default;

const WORDS = { all: 'All invoices', open: 'To be paid' };
const show = async (more) => {
    const element = await mount('c-list-filter', ListFilter, { states: ['all', 'open', 'strange'], words: WORDS, state: 'all', days: '', ...more });
    const heard = [];
    element.addEventListener('choose', ({ detail }) => heard.push(detail));
    return { element, heard };
};
const choose = (element, id, value) => find(element, `[data-id=${id}]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));

describe('c-list-filter', () => {
    setUpPage();

    it('offers what the ERP can be asked for, in words', async () => {
        const { element } = await show();
        expect(find(element, '[data-id=state]').options).toEqual([{ value: 'all', label: 'All invoices' }, { value: 'open', label: 'To be paid' }]);
        expect(find(element, '[data-id=period]').options.map(({ label }) => label)).toEqual(['Any time', 'Last 30 days', 'Last 90 days', 'Last 365 days']);
    });

    it('tells both choices when one changes', async () => {
        const { element, heard } = await show({ days: '30' });
        choose(element, 'state', 'open');
        choose(element, 'period', '365');
        expect(heard).toEqual([{ state: 'open', days: '30' }, { state: 'all', days: '365' }]);
    });

    it('is accessible, with a label for each choice', async () => {
        const { element } = await show();
        expect([find(element, '[data-id=state]').label, find(element, '[data-id=period]').label]).toEqual(['Status', 'Period']);
        await expect(inRealTime(element)).toBeAccessible();
    });
});
