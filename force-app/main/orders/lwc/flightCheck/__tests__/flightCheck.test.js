import { find, findAll, inRealTime, mount, pass, setUpPage, words } from '../../../../../../test/force-app/panels';
import { checkOf, CREDIT, DIFF, finding, LINE, NET, NO_ITEM, PRICE, SERVICE } from '../../../../../../test/force-app/checks';

const FlightCheck = require('c/flightCheck').default;
const show = (more) => mount('c-flight-check', FlightCheck, { check: checkOf(more) });
const text = (element, id) => find(element, `[data-id=${id}]`)?.textContent.replace(/\s+/g, ' ').trim();
const figures = (line) => Object.fromEntries([...line.querySelectorAll('dl div')].map((one) => [...one.children].map((child) => child.textContent)));

describe('c-flight-check', () => {
    setUpPage();

    it.each([
        ['green', [finding()], 'Ready to send. Nothing stands in the way.', 'utility:success'],
        ['amber', [finding(), CREDIT, PRICE], 'Can be sent. Points to look at: 2.', 'utility:warning'],
        ['red', [NO_ITEM, CREDIT], 'Would not go through. What stops it: 1.', 'utility:error']
    ])('says what %s means, with a sign beside the colour', async (light, findings, sentence, icon) => {
        const element = await show({ light, findings, lines: [LINE, SERVICE] });
        expect(text(element, 'result')).toBe(sentence);
        expect(find(element, 'lightning-icon').iconName).toBe(icon);
    });

    it('says that nothing would be written when the order exists as planned, and how many points there are when it differs', async () => {
        const equal = await show({ light: 'amber', findings: [CREDIT], diff: { ...DIFF, equal: true } });
        expect(text(equal, 'result')).toBe('The order exists already and is equal; nothing would be written.');
        expect(find(equal, 'lightning-icon').iconName).toBe('utility:success');
        const differs = await show({ light: 'amber', findings: [CREDIT], diff: DIFF });
        expect(text(differs, 'result')).toBe('Can be sent. Points to look at: 1.');
        expect(words(differs)).toContain('Order SO-7 exists in the ERP and differs from the plan.');
    });

    it('says where and when it was asked, and that nothing was written', async () => {
        expect(words(await show())).toMatch(/fno-us, company usmf · .*Asked of the ERP at 9:30.AM; nothing was written\./);
        expect(words(await show({ connection: null, company: null }))).not.toContain('company');
    });

    it('shows of each line both prices with their difference, and the wanted beside the first date', async () => {
        const [line] = findAll(await show(), '[data-id=line]');
        expect(figures(line)).toEqual({
            Quantity: '10 ea', 'Price in Salesforce': '$53.19', 'Price in the ERP': '$55.99 (estimate)', Difference: '-$2.80', 'Wanted on': 'Dec 1, 2026', 'First date': 'Dec 5, 2026', Net: '$531.90'
        });
    });

    it('leaves out what the ERP did not tell, and keeps all decimals of a price', async () => {
        const [line] = findAll(await show({ lines: [{ ...SERVICE, crmPrice: '0.1234' }] }), '[data-id=line]');
        expect(figures(line)).toEqual({ Quantity: '1', 'Price in Salesforce': '$0.1234', Net: '$368.10' });
    });

    it('says that prices are equal, in a word', async () => {
        const [line] = findAll(await show({ lines: [{ ...LINE, difference: '0', erpPrice: { ...LINE.erpPrice, estimate: false } }] }), '[data-id=line]');
        expect(figures(line)).toMatchObject({ 'Price in the ERP': '$55.99', Difference: 'none' });
    });

    it('puts sentences of the order above and those of a line beside it, with who can fix them', async () => {
        const element = await show({ light: 'red', findings: [CREDIT, NO_ITEM, PRICE, finding()], lines: [LINE, SERVICE] });
        expect(words(find(element, '[data-id=findings]'))).toContain('credit limit');
        const [speaker, service] = findAll(element, '[data-id=line]').map((line) => words(line));
        expect(service).toContain('Product "Consulting day" has no ERP item number.');
        expect(service).toContain('Who can fix it: your Salesforce admin. Fill ERP Item Number on the product');
        expect(service).toContain('Stops the order');
        expect(speaker).toContain('2.8 below the ERP\'s 55.99.');
    });

    it('shows a finding above when its line is not among the planned ones', async () => {
        expect(words(find(await show({ findings: [finding({ lineId: 'gone', light: 'red', says: 'Lost line.' })] }), '[data-id=findings]'))).toContain('Lost line.');
    });

    it('counts what could not be asked among what to look at, and what this ERP never tells among what is fine', async () => {
        const findings = [finding({ light: 'unknown', code: 'erp.slow', says: 'The ERP did not answer in 5 s.' }), finding({ light: 'unknown', says: 'Minimum quantities are not told.' })];
        const element = await show({ light: 'amber', findings });
        expect(text(element, 'result')).toContain('look at: 1.');
        expect(words(find(element, '[data-id=findings]'))).toContain('did not answer');
        expect(text(element, 'fine-toggle')).toBe('Show what is in order (1)');
    });

    it('opens and closes what is in order', async () => {
        const element = await show({ findings: [finding(), finding({ lineId: 'line-1', says: 'Item P-0104 is released.' })] });
        const toggle = find(element, '[data-id=fine-toggle]');
        expect(toggle.getAttribute('aria-expanded')).toBe('false');
        toggle.click();
        await pass(0);
        expect(text(element, 'fine')).toContain('Floor speaker: Item P-0104 is released.');
        expect(toggle.getAttribute('aria-expanded')).toBe('true');
        toggle.click();
        await pass(0);
        expect(find(element, '[data-id=fine]')).toBeUndefined();
    });

    it('adds up: sum, charges, discount, net, how it is rounded, and who adds tax', async () => {
        const element = await show();
        expect(text(element, 'totals')).toBe('Sum of the lines$900.00Charges in it$12.00Discount on the whole order$50.00Net total$850.00');
        expect(text(element, 'tax')).toBe('Tax is added by the ERP.');
        expect(text(element, 'rounding')).toBe('Each line is rounded, then the lines are added.');
    });

    it('leaves charges and discount out where there are none, and totals where nothing adds up', async () => {
        expect(text(await show({ net: { ...NET, headerDiscount: '0.00', charges: '0.00' } }), 'totals')).toBe('Sum of the lines$900.00Net total$850.00');
        expect(find(await show({ net: null }), '[data-id=totals]')).toBeUndefined();
    });

    it('says when the deal has no products', async () => {
        expect(text(await show({ lines: [], light: 'red', findings: [NO_ITEM] }), 'empty')).toBe('The deal has no products yet.');
    });

    it('shows nothing before there is a check, and takes the focus onto its result', async () => {
        expect(words(await mount('c-flight-check', FlightCheck)).trim()).toBe('');
        const element = await show();
        element.focus();
        expect(element.shadowRoot.activeElement.dataset.id).toBe('result');
    });

    it('is accessible', async () => {
        const element = await show({ light: 'red', findings: [CREDIT, NO_ITEM, PRICE, finding()], lines: [LINE, SERVICE] });
        find(element, '[data-id=fine-toggle]').click();
        await pass(0);
        await expect(inRealTime(element)).toBeAccessible();
    });
});
