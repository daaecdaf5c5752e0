import { DEAL_ID, failed, find, findAll, inRealTime, live, mount, pass, PROBLEM, readOpportunity, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

const StockPanel = require('c/stockPanel').default;

const ITEM = {
    itemNumber: 'D0001',
    known: true,
    name: 'Speaker',
    unit: 'ea',
    onHand: '43',
    reserved: '31',
    onSalesOrders: null,
    available: '12',
    ordered: '70',
    atp: '12',
    firstDate: '2026-12-05',
    warehouses: [
        { warehouse: '11', site: '1', onHand: '23', reserved: '11', onSalesOrders: null, available: '12', ordered: '70' },
        { warehouse: '12', site: null, onHand: '20', reserved: '20', onSalesOrders: null, available: '0', ordered: '0' }
    ]
};
const line = (more) => ({ lineId: '00k000000000001AAA', productName: 'Floor speaker', quantity: '20', item: ITEM, short: false, delivery: null, problem: null, ...more });
const PRICE = {
    lineId: '00k000000000001AAA',
    crmPrice: '120',
    erpPrice: { itemNumber: 'D0001', known: true, amount: '110.5', currency: 'USD', unit: 'ea', source: 'customer', estimate: true, reason: 'Trade agreement.' },
    difference: '9.5'
};
const priced = (...lines) => live({ currency: 'USD', lines });
const show = (part, prices = priced(PRICE)) => {
    readOpportunity.mockResolvedValue(reply({ stock: part, prices }));
    return mount('c-stock-panel', StockPanel, { recordId: DEAL_ID });
};
const showLines = (...lines) => show(live({ lines, moreThan: null }));
/** A warehouse that is open: its name, then its figures with their labels. */
const figuresAt = (element, index) => [...findAll(element, '[data-id=warehouses] li')[index].querySelectorAll('strong, dl div')].map((part) => [...part.childNodes].map((one) => one.textContent).join(' '));
const delivery = (more) => ({ warehouse: null, site: null, ranked: ['11', '12'], ...more });

describe('c-stock-panel', () => {
    setUpPage();

    it('asks for stock and prices of the deal in one call', async () => {
        await showLines(line());
        expect(readOpportunity.mock.calls).toEqual([[{ recordId: DEAL_ID, parts: ['stock', 'prices'] }]]);
    });

    it('shows quantity, what is on hand, reserved, available and ordered, available to promise and first date of each line, with the unit', async () => {
        const text = words(await showLines(line()));
        for (const said of ['Floor speaker', 'D0001', 'Quantity 20 ea', 'On hand 43 ea', 'Reserved 31 ea', 'Available 12 ea', 'Ordered (incoming) 70 ea', 'Available to promise 12 ea', 'First date Dec 5, 2026']) {
            expect(text).toContain(said);
        }
    });

    it('marks a line that is short, in words', async () => {
        expect(words(await showLines(line({ short: true })))).toContain('Short');
        expect(words(await showLines(line()))).not.toContain('Short');
    });

    it('shows the price of the deal beside the ERP\'s, and how far they are apart', async () => {
        const text = words(await showLines(line()));
        for (const said of ['Price in Salesforce $120.00', 'Price in the ERP $110.50 (estimate)', 'Difference +$9.50']) {
            expect(text).toContain(said);
        }
    });

    it('says that prices are equal, or that the ERP has none', async () => {
        expect(words(await show(live({ lines: [line()] }), priced({ ...PRICE, difference: '0.00' })))).toContain('Difference none');
        const none = words(await show(live({ lines: [line()] }), priced({ ...PRICE, erpPrice: { ...PRICE.erpPrice, amount: null, currency: null }, difference: null })));
        expect(none).toContain('Price in the ERP none');
        expect(none).not.toContain('Difference');
    });

    it('shows the price of a line whose item the ERP does not know, and no price of the ERP', async () => {
        const unknown = line({ item: null, problem: 'The ERP does not know this item.' });
        const text = words(await show(live({ lines: [unknown] }), priced({ ...PRICE, erpPrice: null, difference: null })));
        expect(text).toContain('Price in Salesforce $120.00');
        expect(text).not.toContain('Price in the ERP');
    });

    it('shows no prices to whom the deal shows none', async () => {
        expect(words(await show(live({ lines: [line()] }), priced()))).not.toContain('Price');
    });

    it('shows stock also when the prices cannot be read, and says why they are not there', async () => {
        const element = await show(live({ lines: [line()] }), failed());
        expect(find(element, '[data-id=price-problem]').textContent.trim()).toBe(`Prices of the ERP: ${PROBLEM.title}`);
        expect(words(element)).toContain('On hand 43 ea');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('is only as fresh as the prices', async () => {
        expect(find(await show(live({ lines: [line()] }), stale({ currency: 'USD', lines: [PRICE] })), '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows how much there is about where the backend tells no figures', async () => {
        const none = { onHand: null, reserved: null, onSalesOrders: null, available: null, ordered: null };
        const levels = { ...none, atp: null, onHandLevel: 'many', reservedLevel: 'some', availableLevel: 'some', orderedLevel: 'few', atpLevel: 'few' };
        const places = [
            { warehouse: '11', site: '1', ...none, onHandLevel: 'some', reservedLevel: 'none', availableLevel: 'some', orderedLevel: 'some' },
            { warehouse: '12', site: null, ...none, onHandLevel: 'few', reservedLevel: 'few', availableLevel: 'none', orderedLevel: 'many' }
        ];
        const element = await show(live({ lines: [line({ item: { ...ITEM, ...levels, warehouses: places } })], moreThan: '50' }));
        find(element, 'button').click();
        await pass(0);
        const text = words(element);
        expect(text).toContain('On hand more than 50 ea Reserved some Available in stock Ordered (incoming) few Available to promise few');
        expect(places.map((place, index) => figuresAt(element, index))).toEqual([
            ['Warehouse 11, site 1', 'On hand in stock', 'Reserved none', 'Available in stock', 'Ordered (incoming) some'],
            ['Warehouse 12', 'On hand few', 'Reserved few', 'Available none', 'Ordered (incoming) more than 50 ea']
        ]);
    });

    it('names the warehouse that delivers the line', async () => {
        expect(words(await showLines(line({ delivery: delivery({ warehouse: '12' }) })))).toContain('Delivers from Warehouse 12');
        expect(words(await showLines(line({ delivery: delivery({ warehouse: '11', site: '1' }) })))).toContain('Delivers from Warehouse 11, site 1');
        expect(words(await showLines(line()))).not.toContain('Delivers from');
    });

    it('says when no warehouse of the ranking delivers the line, or none is ranked', async () => {
        const element = await showLines(line({ delivery: delivery() }), line({ lineId: '00k000000000002AAA', delivery: delivery({ ranked: [] }) }));
        expect(findAll(element, '[data-id=sentence]').map((sentence) => sentence.textContent.trim())).toEqual([
            'None of the warehouses 11, 12 has 20 ea free now; agree another date or quantity with the customer.',
            'No warehouse is ranked for this address; your Salesforce admin can rank one.'
        ]);
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('leaves out what this ERP does not tell', async () => {
        const text = words(await showLines(line({ item: { ...ITEM, atp: null, firstDate: null } })));
        expect(text).not.toContain('Available to promise');
        expect(text).not.toContain('First date');
    });

    it('says when an item has no date that the ERP can promise', async () => {
        expect(words(await showLines(line({ item: { ...ITEM, atp: '0', firstDate: null } })))).toContain('First date not known');
    });

    it('opens and closes the warehouses of a line', async () => {
        const element = await showLines(line(), line({ lineId: '00k000000000002AAA' }));
        const button = find(element, 'button');
        expect([button.getAttribute('aria-expanded'), findAll(element, '[data-id=warehouses]').length]).toEqual(['false', 0]);
        button.click();
        await pass(0);
        expect(button.getAttribute('aria-expanded')).toBe('true');
        expect([0, 1].map((index) => figuresAt(element, index))).toEqual([
            ['Warehouse 11, site 1', 'On hand 23 ea', 'Reserved 11 ea', 'Available 12 ea', 'Ordered (incoming) 70 ea'],
            ['Warehouse 12', 'On hand 20 ea', 'Reserved 20 ea', 'Available 0 ea', 'Ordered (incoming) 0 ea']
        ]);
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('closes them again', async () => {
        const element = await showLines(line());
        find(element, 'button').click();
        await pass(0);
        find(element, 'button').click();
        await pass(0);
        expect(find(element, '[data-id=warehouses]')).toBeUndefined();
    });

    it('says what is wrong with a line, or that the ERP does not know the item', async () => {
        const element = await showLines(
            line({ item: null, problem: 'Product "Installation" has no ERP item number.' }),
            line({ lineId: '00k000000000002AAA', item: { ...ITEM, known: false, onHand: null, reserved: null, available: null, ordered: null, atp: null, firstDate: null, warehouses: [] } })
        );
        expect(findAll(element, '[data-id=sentence]').map((sentence) => sentence.textContent.trim())).toEqual([
            'Product "Installation" has no ERP item number.',
            'The ERP does not know this item.'
        ]);
    });

    it('says when the deal has no products', async () => {
        expect(find(await showLines(), '[data-id=empty]').textContent).toBe('The deal has no products yet.');
    });

    it('shows old figures and says so', async () => {
        expect(find(await show(stale({ lines: [line()] })), '[data-id=freshness]').textContent).toContain('the ERP is slow');
    });

    it('shows a problem in words', async () => {
        const element = await show(failed());
        expect(words(element)).toContain(PROBLEM.title);
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('waits with a spinner', async () => {
        readOpportunity.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-stock-panel', StockPanel, { recordId: DEAL_ID }), 'lightning-spinner')).toBeDefined();
    });
});
