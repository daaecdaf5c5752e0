import { find, findAll, inRealTime, mount, setUpPage, words } from '../../../../../../test/force-app/panels';
import { certificateOf } from '../../../../../../test/force-app/checks';

const OrderCertificate = require('c/orderCertificate').default;
const show = (more) => mount('c-order-certificate', OrderCertificate, { certificate: certificateOf(more) });
const text = (element, id) => find(element, `[data-id=${id}]`)?.textContent.replace(/\s+/g, ' ').trim();
const facts = (element) => Object.fromEntries(findAll(element, 'dl div').map((one) => [one.querySelector('dt').textContent, one.querySelector('dd').textContent.replace(/\s/g, ' ').trim()]));

describe('c-order-certificate', () => {
    setUpPage();

    it('states how many orders exist, with instants in the reader\'s own time', async () => {
        const element = await show();
        expect(text(element, 'verdict')).toBe('Exactly one order exists in the ERP.');
        expect(text(element, 'statement')).toMatch(/in company usmf \(SO-7\), looked up at 9:30.AM\.$/);
    });

    it.each([
        ['none', 'No order exists in the ERP.', 'utility:info'],
        ['several', 'More than one order exists in the ERP.', 'utility:error'],
        ['unknown', 'How many orders exist is not known now.', 'utility:warning'],
        ['something new', 'How many orders exist is not known now.', 'utility:warning']
    ])('says what the verdict %s means, with a sign of its own', async (verdict, sentence, icon) => {
        const element = await show({ verdict });
        expect(text(element, 'verdict')).toBe(sentence);
        expect(find(element, 'lightning-icon').iconName).toBe(icon);
    });

    it('shows the number with its link and each instant that is known', async () => {
        const element = await show();
        expect(find(element, 'lightning-formatted-url').label).toBe('SO-7');
        expect(facts(element)).toMatchObject({ Customer: 'US-001', Wanted: '9:30 AM', 'Taken by Crossledger': '9:30 AM', 'In the ERP': '9:30 AM', 'Released for processing': '9:30 AM', 'Number in Salesforce': '9:30 AM', Key: 'YN7ST4TQQMAUXHEE' });
    });

    it('leaves out what has not happened', async () => {
        const element = await show({ order: null, readBack: null, released: null, writtenBack: null, verdict: 'none', steps: [] });
        expect(Object.keys(facts(element))).toEqual(['Wanted', 'Taken by Crossledger', 'Key']);
        expect(text(element, 'read-back')).toBeUndefined();
        expect(words(element)).toContain('Nothing was written or looked up yet.');
    });

    it('says who released it, and shows a number without a link', async () => {
        const element = await show({ released: { at: null, by: 'erp' }, order: { number: 'SO-8', customerNumber: null, link: null, sentAt: null } });
        expect(facts(element)).toMatchObject({ 'Released for processing': 'by the rule of the ERP', 'Order number': 'SO-8' });
    });

    it('says what was read back and compared', async () => {
        expect(text(await show(), 'read-back')).toBe('Read back and compared:Equal to the plan in 2 lines: item number, quantity.');
        const differs = { at: null, equal: false, difference: 'quantity of line 1 is 8', compared: [], lines: [] };
        expect(text(await show({ readBack: differs }), 'read-back')).toContain('Differs from the plan: quantity of line 1 is 8');
        expect(text(await show({ readBack: { ...differs, difference: null } }), 'read-back')).toContain('Differs from the plan');
    });

    it('lists every step with its time and outcome', async () => {
        const steps = findAll(await show(), '[data-id=certificate-steps] li').map((step) => step.textContent.replace(/\s+/g, ' ').trim());
        expect(steps).toEqual(['Look up: done, 9:30 AM(no order in company usmf)', 'Create header: no answer yet, 9:30 AM']);
    });

    it('takes the focus onto its verdict, shows nothing without a certificate, and is accessible', async () => {
        expect(words(await mount('c-order-certificate', OrderCertificate)).trim()).toBe('');
        const element = await show();
        element.focus();
        expect(element.shadowRoot.activeElement.dataset.id).toBe('verdict');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
