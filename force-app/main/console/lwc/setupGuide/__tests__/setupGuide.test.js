import { find, grant, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const setup = mockApex('CrossledgerSetupController', 'readState', 'saveSettings', 'testCertificate', 'pair', 'testBackend', 'readDeals', 'tryOrder');
const { readConnections, testConnection } = mockApex('CrossledgerConnectionController', 'readConnections', 'testConnection');
mockApex('CrossledgerConnectionController', 'saveConnection', 'tryConnection');
grant('Crossledger_Administer');
const SetupGuide = require('c/setupGuide').default;

const ORG_ID = '00D5g00000AaBbCEAV';
const STATE = {
    orgId: ORG_ID,
    orgName: 'Contoso',
    sandbox: false,
    audience: 'crossledger-test',
    certificateName: 'Crossledger',
    setUpFor: ORG_ID,
    people: { Crossledger_User: 2, Crossledger_Finance: 1, Crossledger_Approver: 0, Crossledger_Admin: 1, Crossledger_Integration: 1 }
};
const DEALS = [{ id: '006000000000001AAA', name: 'Speakers for Contoso' }];
const CHECK = { light: 'amber', findings: [{ light: 'amber', says: 'The price differs.' }], requests: [{}, {}], net: { amount: '1250.00', currency: 'USD' } };

async function show(state = STATE, deals = DEALS) {
    setup.readState.mockResolvedValue(JSON.stringify(state));
    setup.readDeals.mockResolvedValue(JSON.stringify(deals));
    return mount('c-setup-guide', SetupGuide);
}
async function press(element, id) {
    find(element, `[data-id=${id}]`).click();
    await pass(0);
}
const step = (element, id) => {
    const found = find(element, `c-setup-step[data-id=${id}]`);
    return { sign: find(found, '[data-id=sign]').alternativeText, said: words(found) };
};
function type(element, name, value) {
    const field = find(element, `[data-id=${name}-field]`);
    field.dispatchEvent(new CustomEvent('change', { detail: { value } }));
}

describe('c-setup-guide', () => {
    setUpPage();
    beforeEach(() => [...Object.values(setup), readConnections, testConnection].forEach((method) => method.mockReset()));

    it('shows what is set and asks nobody else', async () => {
        const element = await show();
        expect(find(element, '[data-id=audience-field]').value).toBe('crossledger-test');
        expect(words(element)).toContain(`makes a code for org ${ORG_ID} (production)`);
        expect(step(element, 'people').sign).toBe('Done');
        expect(words(element)).toMatch(/Crossledger User ?: ?2/);
        expect(step(element, 'round-trip').sign).toBe('Not done yet');
        expect(setup.testBackend).not.toHaveBeenCalled();
        expect(find(element, '[data-id=ready]').textContent).toContain('Not ready yet');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('warns in a copy of the org that was set up', async () => {
        const element = await show({ ...STATE, setUpFor: '00D000000000001AAA' });
        expect(find(element, '[data-id=copy]').textContent).toContain(`made for org 00D000000000001AAA; this is org ${ORG_ID}`);
    });

    it('saves the name of the certificate before it tests it', async () => {
        const element = await show();
        type(element, 'certificateName', 'Crossledger_2');
        await press(element, 'certificate-test');
        expect(setup.saveSettings).toHaveBeenCalledWith({ audience: 'crossledger-test', certificateName: 'Crossledger_2' });
        expect(setup.testCertificate).toHaveBeenCalledTimes(1);
        expect(step(element, 'certificate')).toMatchObject({ sign: 'Done', said: expect.stringContaining('can sign with it') });
    });

    it('pairs with the code and the certificate as they were pasted, and says what is missing still', async () => {
        setup.pair.mockResolvedValue(JSON.stringify({ orgName: 'Contoso', canSignIn: false }));
        const element = await show();
        type(element, 'code', 'a-code');
        type(element, 'certificate', '-----BEGIN CERTIFICATE-----');
        await press(element, 'pair');
        expect(setup.pair).toHaveBeenCalledWith({ code: 'a-code', certificate: '-----BEGIN CERTIFICATE-----' });
        expect(step(element, 'pairing').said).toContain('Paired as Contoso. The backend cannot sign in to this org yet');
        expect(find(element, '[data-id=code-field]').value).toBe('');
    });

    it('shows who can fix what went wrong, and lets it be tried again', async () => {
        setup.testBackend.mockRejectedValueOnce(refusal(PROBLEM));
        const element = await show();
        await press(element, 'round-trip-test');
        expect(step(element, 'round-trip').sign).toBe('Failed');
        expect(words(element)).toContain(PROBLEM.title);
        setup.testBackend.mockResolvedValue(JSON.stringify({ orgName: 'Contoso', skewSeconds: 1 }));
        await press(element, 'round-trip-test');
        expect(step(element, 'round-trip')).toMatchObject({ sign: 'Done', said: expect.stringContaining('differ by 1 s') });
    });

    it('is ready only when a real read and a real order check went through', async () => {
        setup.testBackend.mockResolvedValue(JSON.stringify({ orgName: 'Contoso', skewSeconds: 0 }));
        readConnections.mockResolvedValue(JSON.stringify({ rows: [{ name: 'main', label: 'F&O', mode: 'send' }, { name: 'bc', label: 'Business Central', mode: 'observe' }] }));
        testConnection.mockResolvedValue(JSON.stringify({ companies: [{}, {}] }));
        setup.tryOrder.mockResolvedValue(JSON.stringify(CHECK));
        const element = await show();
        await press(element, 'round-trip-test');
        await press(element, 'read-test');
        expect(testConnection.mock.calls).toEqual([[{ connection: 'main' }], [{ connection: 'bc' }]]);
        expect(step(element, 'read').said).toContain('F&O: signed in, 2 companies. Business Central: signed in, 2 companies.');
        expect(step(element, 'go-live').sign).toBe('Done');
        expect(find(element, '[data-id=ready]').textContent).toContain('Not ready yet');
        await press(element, 'dry-run-test');
        expect(setup.tryOrder).toHaveBeenCalledWith({ dealId: DEALS[0].id });
        expect(step(element, 'dry-run').said).toContain('The order would go: $1,250.00, 2 requests.');
        expect(find(element, '[data-id=ready]').textContent).toContain('Everything is ready');
    });

    it('an order that would not go says why', async () => {
        setup.tryOrder.mockResolvedValue(JSON.stringify({ ...CHECK, light: 'red', findings: [{ light: 'amber', says: 'The price differs.' }, { light: 'red', says: 'Item P-9 is not released.', code: 'order.item-unknown', next: 'Release the item there.', fixer: 'admin' }], requests: [], net: null }));
        const element = await show();
        await press(element, 'dry-run-test');
        expect(step(element, 'dry-run').sign).toBe('Failed');
        expect(words(element)).toMatch(/The order would not go: Item P-9 is not released\. .*Release the item there\./);
    });

    it('without any connection the read is no success', async () => {
        readConnections.mockResolvedValue(JSON.stringify({ rows: [] }));
        const element = await show();
        await press(element, 'read-test');
        expect(step(element, 'read').sign).toBe('Failed');
        expect(words(element)).toMatch(/There is no connection yet\..*Add one in the step ERP connection\./);
    });

    it('without a deal that has products there is nothing to try', async () => {
        expect(find(await show(STATE, []), '[data-id=dry-run-test]')).toBeUndefined();
    });

    it('shows an error when the state cannot be read', async () => {
        setup.readState.mockRejectedValue(refusal(PROBLEM));
        setup.readDeals.mockResolvedValue('[]');
        expect(words(await mount('c-setup-guide', SetupGuide))).toContain(PROBLEM.title);
    });
});
