import { ACCOUNT_ID, failed, find, findAll, inRealTime, live, mount, PROBLEM, readAccount, reply, setUpPage, words } from '../../../../../../test/force-app/panels';

const InvoiceDetail = require('c/invoiceDetail').default;

const detail = (more) => ({
    number: 'CIV-1',
    currency: 'EUR',
    orderNumber: 'SO-7',
    lines: [
        { itemNumber: 'P-1', description: 'Pump', quantity: '12', unit: 'ea', unitPrice: '4.00', amount: '48.00' },
        { itemNumber: 'P-2', description: null, quantity: '1.5', unit: null, unitPrice: '10.00', amount: '15.00' }
    ],
    payments: [{ number: 'ARP-1', date: '2026-11-02', amount: '63.00', currency: 'EUR', posted: false }],
    ...more
});
const show = (part) => {
    readAccount.mockResolvedValue(reply({ invoice: part }));
    return mount('c-invoice-detail', InvoiceDetail, { recordId: ACCOUNT_ID, number: 'CIV-1', label: 'Invoice CIV-1' });
};

describe('c-invoice-detail', () => {
    setUpPage();

    it('asks for this invoice of this account', async () => {
        await show(live(detail()));
        expect(readAccount.mock.calls).toEqual([[{ recordId: ACCOUNT_ID, parts: ['invoice'], options: { invoiceNumber: 'CIV-1' } }]]);
    });

    it('shows lines and payments in the currency of each', async () => {
        const element = await show(live(detail()));
        const said = findAll(element, '[data-id=lines] li').map((line) => line.textContent);
        expect(said).toEqual(['Pump€48.0012 ea at €4.00P-1', 'P-2€15.001.5 at €10.00']);
        expect(find(element, '[data-id=payments] li').textContent).toBe('ARP-1€63.00Nov 2, 2026Not posted yet');
        expect(find(element, '[data-id=order]').textContent).toBe('From order SO-7');
    });

    it('tells no payment from payments that the ERP does not tell', async () => {
        expect(find(await show(live(detail({ payments: [] }))), '[data-id=no-payments]').textContent).toBe('No payment yet.');
        expect(find(await show(live(detail({ payments: null }))), '[data-id=no-payments]').textContent).toBe('The ERP does not tell which payments belong to it.');
    });

    it('says when the ERP knows nothing of it, and when something went wrong', async () => {
        expect(find(await show(live(null)), '[data-id=missing]').textContent).toBe('The ERP gives no details of this invoice.');
        expect(words(await show(failed()))).toContain(PROBLEM.title);
    });

    it('waits with a spinner, and closes', async () => {
        readAccount.mockReturnValue(new Promise(() => {}));
        const element = await mount('c-invoice-detail', InvoiceDetail, { recordId: ACCOUNT_ID, number: 'CIV-1' });
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
        find(element, '[data-id=close]').click();
        expect(element.close).toHaveBeenCalled();
    });

    it('is accessible', async () => {
        await show(live(detail()));
        await show(live(detail({ payments: null, lines: [] })));
        await expect(inRealTime(document.body)).toBeAccessible();
    });
});
