import { failed, find, inRealTime, live, mount, PROBLEM, readProduct, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

const ProductPanel = require('c/productPanel').default;

const PRODUCT_ID = '01t000000000001AAA';
const FIGURES = { onHand: '43', onHandLevel: null, reserved: '31', reservedLevel: null, onSalesOrders: null, onSalesOrdersLevel: null, available: '12', availableLevel: null, ordered: '70', orderedLevel: null };
const ITEM = {
    itemNumber: 'D0001',
    known: true,
    name: 'Speaker',
    unit: 'ea',
    ...FIGURES,
    atp: '9',
    atpLevel: null,
    firstDate: '2026-12-05',
    warehouses: [{ warehouse: '11', site: '1', ...FIGURES }]
};
const NO_FIGURES = { onHand: null, reserved: null, onSalesOrders: null, available: null, ordered: null };
const LEVELS = {
    ...NO_FIGURES,
    onHandLevel: 'many',
    reservedLevel: 'some',
    availableLevel: 'some',
    orderedLevel: 'none',
    atp: null,
    atpLevel: 'none',
    firstDate: null,
    warehouses: [{ warehouse: '11', site: null, ...NO_FIGURES, onHandLevel: 'some', reservedLevel: 'few', availableLevel: 'few', orderedLevel: 'none' }]
};
const show = (part, props = {}) => {
    readProduct.mockResolvedValue(reply({ stock: part }));
    return mount('c-product-panel', ProductPanel, { recordId: PRODUCT_ID, ...props });
};
const showItem = (more, props) => show(live({ item: { ...ITEM, ...more }, moreThan: '50' }), props);

describe('c-product-panel', () => {
    setUpPage();

    it('asks for the stock of the product, at the connection of the page when it names one', async () => {
        await showItem();
        await showItem({}, { recordId: '01t000000000002AAA', connection: 'bc' });
        expect(readProduct.mock.calls).toEqual([[{ recordId: PRODUCT_ID, parts: ['stock'], options: {} }], [{ recordId: '01t000000000002AAA', parts: ['stock'], options: { connection: 'bc' } }]]);
    });

    it('shows what is on hand, reserved, available and ordered, of the item and of each warehouse, and what can be promised', async () => {
        const element = await showItem();
        const figures = 'On hand 43 ea Reserved 31 ea Available 12 ea Ordered (incoming) 70 ea';
        expect(words(element)).toContain(`${figures} Available to promise 9 ea First date Dec 5, 2026 Warehouse 11, site 1 ${figures}`);
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('says on sales orders where the ERP tells that instead of what is reserved', async () => {
        const told = { ...FIGURES, reserved: null, onSalesOrders: '31' };
        const text = words(await showItem({ ...told, warehouses: [{ warehouse: 'MAIN', site: null, ...told }] }));
        expect(text).not.toContain('Reserved');
        expect(text.match(/On hand 43 ea On sales orders 31 ea Available 12 ea/g)).toHaveLength(2);
    });

    it('leaves out what the ERP does not tell, instead of a zero', async () => {
        const told = { ...NO_FIGURES, onHand: '43' };
        const text = words(await showItem({ ...told, atp: null, firstDate: null, warehouses: [{ warehouse: 'MAIN', site: null, ...told }] }));
        expect(text).toMatch(/On hand 43 ea Warehouse MAIN On hand 43 ea/);
        expect(text).not.toMatch(/Reserved|sales orders|Available|Ordered/);
    });

    it('names stock that belongs to no warehouse', async () => {
        expect(words(await showItem({ warehouses: [{ warehouse: '', site: null, ...FIGURES }] }))).toContain('No warehouse On hand 43 ea');
    });

    it('shows how much there is about where the backend tells no figures', async () => {
        const text = words(await showItem(LEVELS));
        expect(text).toContain('On hand more than 50 ea Reserved some Available in stock Ordered (incoming) none Available to promise none First date not known');
        expect(text).toContain('Warehouse 11 On hand in stock Reserved few Available few Ordered (incoming) none');
    });

    it('leaves the warehouses out where the page is compact', async () => {
        expect(find(await showItem({}, { density: 'compact' }), '[data-id=warehouses]')).toBeUndefined();
    });

    it('says that the ERP does not know the item', async () => {
        const element = await showItem({ ...NO_FIGURES, known: false, atp: null, firstDate: null, warehouses: [] });
        expect(find(element, '[data-id=sentence]').textContent.trim()).toBe('The ERP does not know this item.');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('shows old figures and says so', async () => {
        expect(find(await show(stale({ item: ITEM, moreThan: null })), '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows a problem in words', async () => {
        const element = await show(failed());
        expect(words(element)).toContain(PROBLEM.title);
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('waits with a spinner', async () => {
        readProduct.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-product-panel', ProductPanel, { recordId: PRODUCT_ID }), 'lightning-spinner')).toBeDefined();
    });
});
