import { failed, find, inRealTime, live, mount, PROBLEM, readProduct, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

const ProductPanel = require('c/productPanel').default;

const PRODUCT_ID = '01t000000000001AAA';
const ITEM = {
    itemNumber: 'D0001',
    known: true,
    name: 'Speaker',
    unit: 'ea',
    onHand: '43',
    onHandLevel: null,
    atp: '12',
    atpLevel: null,
    firstDate: '2026-12-05',
    warehouses: [{ warehouse: '11', site: '1', onHand: '43', onHandLevel: null, available: '12', availableLevel: null }]
};
const LEVELS = {
    onHand: null,
    onHandLevel: 'many',
    atp: null,
    atpLevel: 'none',
    firstDate: null,
    warehouses: [{ warehouse: '11', site: null, onHand: null, onHandLevel: 'some', available: null, availableLevel: 'few' }]
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

    it('shows on hand, available to promise and first date, and each warehouse', async () => {
        const element = await showItem();
        const text = words(element);
        for (const said of ['Stock', 'On hand 43 ea', 'Available to promise 12 ea', 'First date Dec 5, 2026', 'Warehouse 11, site 1', 'On hand: 43 ea', 'Available: 12 ea']) {
            expect(text).toContain(said);
        }
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('shows how much there is about where the backend tells no figures', async () => {
        const text = words(await showItem(LEVELS));
        for (const said of ['On hand more than 50 ea', 'Available to promise none', 'First date not known', 'On hand: in stock', 'Available: few']) {
            expect(text).toContain(said);
        }
    });

    it('leaves the warehouses out where the page is compact', async () => {
        expect(find(await showItem({}, { density: 'compact' }), '[data-id=warehouses]')).toBeUndefined();
    });

    it('says that the ERP does not know the item', async () => {
        const element = await showItem({ known: false, onHand: null, atp: null, firstDate: null, warehouses: [] });
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
