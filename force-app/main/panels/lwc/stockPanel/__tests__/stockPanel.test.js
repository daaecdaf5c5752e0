import { DEAL_ID, failed, find, findAll, inRealTime, live, mount, pass, PROBLEM, readOpportunity, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';

const StockPanel = require('c/stockPanel').default;

const ITEM = {
    itemNumber: 'D0001',
    known: true,
    name: 'Speaker',
    unit: 'ea',
    onHand: '43',
    atp: '12',
    firstDate: '2026-12-05',
    warehouses: [
        { warehouse: '11', site: '1', onHand: '23', available: '12' },
        { warehouse: '12', site: null, onHand: '20', available: '0' }
    ]
};
const line = (more) => ({ lineId: '00k000000000001AAA', productName: 'Floor speaker', quantity: '20', item: ITEM, problem: null, ...more });
const show = (part) => {
    readOpportunity.mockResolvedValue(reply({ stock: part }));
    return mount('c-stock-panel', StockPanel, { recordId: DEAL_ID });
};
const showLines = (...lines) => show(live({ lines }));

describe('c-stock-panel', () => {
    setUpPage();

    it('asks for its own part of the deal', async () => {
        await showLines(line());
        expect(readOpportunity.mock.calls).toEqual([[{ recordId: DEAL_ID, parts: ['stock'] }]]);
    });

    it('shows quantity, on hand, available to promise and first date of each line, with the unit', async () => {
        const text = words(await showLines(line()));
        for (const said of ['Floor speaker', 'D0001', 'Quantity 20 ea', 'On hand 43 ea', 'Available to promise 12 ea', 'First date Dec 5, 2026']) {
            expect(text).toContain(said);
        }
    });

    it('marks a line that is short, in words', async () => {
        expect(words(await showLines(line()))).toContain('Short');
        expect(words(await showLines(line({ quantity: '12' })))).not.toContain('Short');
        expect(words(await showLines(line({ item: { ...ITEM, atp: null } })))).not.toContain('Short');
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
        const places = findAll(element, '[data-id=warehouses] li').map((place) => [...place.querySelectorAll('span')].map((part) => part.textContent));
        expect(places).toEqual([
            ['Warehouse 11, site 1', 'On hand: 23 ea', 'Available: 12 ea'],
            ['Warehouse 12', 'On hand: 20 ea', 'Available: 0 ea']
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
            line({ lineId: '00k000000000002AAA', item: { ...ITEM, known: false, onHand: null, atp: null, firstDate: null, warehouses: [] } })
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
