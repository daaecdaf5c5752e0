import { find, findAll, inRealTime, mount, pass, setUpPage } from '../../../../../../test/force-app/panels';
import { DIFF, LINE } from '../../../../../../test/force-app/checks';

const OrderDiff = require('c/orderDiff').default;
const show = (more) => mount('c-order-diff', OrderDiff, { diff: { ...DIFF, ...more }, lines: [LINE] });
const rows = (element) => findAll(element, 'tbody tr').map((row) => [...row.children].map((cell) => cell.textContent));

describe('c-order-diff', () => {
    setUpPage();

    it('names the order and shows what differs, with the names of lines, in words', async () => {
        const element = await show();
        expect(find(element, '[data-id=sentence]').textContent).toContain('Order SO-7 exists in the ERP and differs from the plan.');
        expect(find(element, 'lightning-formatted-url').value).toBe('https://erp.example.com/SO-7');
        expect(rows(element)).toEqual([['Floor speaker', 'Quantity', '10', '8', 'differs'], ['line-9', 'Quantity', 'none', '1', 'differs']]);
    });

    it('shows all fields on a click, and fewer on the next', async () => {
        const element = await show();
        const toggle = find(element, '[data-id=toggle]');
        expect(toggle.textContent).toBe('Show all fields (3)');
        toggle.click();
        await pass(0);
        expect(rows(element)[0]).toEqual(['Order', 'Currency', 'USD', 'USD', 'equal']);
        toggle.click();
        await pass(0);
        expect(rows(element)).toHaveLength(2);
    });

    it('shows no table while nothing differs, and no link without an address', async () => {
        const element = await show({ equal: true, link: null, fields: [DIFF.fields[0]] });
        expect(find(element, '[data-id=sentence]').textContent).toContain('Order SO-7 exists in the ERP and is equal to the plan.');
        expect([find(element, 'table'), find(element, 'lightning-formatted-url')]).toEqual([undefined, undefined]);
    });

    it('shows nothing without a difference to tell, and is accessible with one', async () => {
        expect(find(await mount('c-order-diff', OrderDiff), '[data-id=diff]')).toBeUndefined();
        await expect(inRealTime(await show())).toBeAccessible();
    });
});
