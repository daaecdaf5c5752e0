import { find, findAll, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readConnections, saveConnection, tryConnection } = mockApex('CrossledgerConnectionController', 'readConnections', 'saveConnection', 'tryConnection');
const ConnectionForm = require('c/connectionForm').default;

const SECRET = 'not-for-anybody';
const STORED = {
    name: 'main', erp: 'fno', label: 'Contoso F&O', baseUrl: 'https://contoso.operations.dynamics.com', tokenUrl: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
    scope: 'https://contoso.operations.dynamics.com/.default', clientId: 'client', environment: 'production', defaultCompany: 'usmf', settleMs: 600000, companies: { demf: { site: '3' } },
    hasSecret: true, mode: 'send', goLiveAt: '2026-11-20T17:30:00.000Z', stopped: false, criteria: { recordTypes: [], stages: [], minimumAmount: null }, approval: { amountAbove: [] }
};
const NEW = { name: 'fno-eu', label: ' Contoso Europe ', baseUrl: 'https://contoso-uat.sandbox.operations.dynamics.com', tokenUrl: 'contoso.com', clientId: ' client ', clientSecret: SECRET, environment: 'test' };
const COMPANIES = [{ id: 'usmf', name: 'Contoso US' }, { id: 'demf', name: 'demf' }];

const open = (connection) => mount('c-connection-form', ConnectionForm, { label: 'Add connection', connection });
const field = (element, name) => find(element, `[data-id=${name}]`);
const enter = async (element, values) => {
    for (const [name, value] of Object.entries(values)) {
        field(element, name).dispatchEvent(new CustomEvent('change', { detail: { value } }));
    }
    await pass(0);
};
const press = async (element, id, valid = true) => {
    findAll(element, 'lightning-input, lightning-combobox, lightning-radio-group').forEach((input) => {
        input.reportValidity = () => valid;
    });
    field(element, id).click();
    await pass(0);
};
const sent = (method) => {
    const [{ settings, ...rest }] = method.mock.calls.at(-1);
    return { ...rest, settings: JSON.parse(settings) };
};

describe('c-connection-form', () => {
    setUpPage();
    beforeEach(() => {
        readConnections.mockReset().mockResolvedValue(JSON.stringify({ rows: [STORED] }));
        tryConnection.mockReset().mockResolvedValue(JSON.stringify({ companies: COMPANIES }));
        saveConnection.mockReset().mockResolvedValue(JSON.stringify({ name: 'fno-eu', label: 'Contoso Europe', mode: 'observe' }));
    });

    it('tests what was entered, with the tenant made an address and the scope proposed, and offers the companies', async () => {
        const element = await open();
        expect(words(element)).toContain('A new connection only observes');
        expect(field(element, 'defaultCompany')).toBeUndefined();
        await enter(element, NEW);
        expect(field(element, 'scope').value).toBe('https://contoso-uat.sandbox.operations.dynamics.com/.default');
        await press(element, 'test');
        expect(sent(tryConnection)).toEqual({
            connection: 'fno-eu',
            clientSecret: SECRET,
            settings: {
                erp: 'fno', baseUrl: NEW.baseUrl, tokenUrl: 'https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token',
                scope: 'https://contoso-uat.sandbox.operations.dynamics.com/.default', clientId: 'client', environment: 'test'
            }
        });
        expect(find(element, '[data-id=signed-in]').textContent).toContain('Contoso US (usmf), demf');
        expect(field(element, 'defaultCompany').options).toEqual([{ value: 'usmf', label: 'Contoso US (usmf)' }, { value: 'demf', label: 'demf' }]);
        expect(field(element, 'defaultCompany').value).toBeUndefined();
    });

    it('saves what was tested, with the company that was chosen, and closes with the connection', async () => {
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        await enter(element, { defaultCompany: 'demf' });
        await press(element, 'save');
        expect(sent(saveConnection)).toMatchObject({ connection: 'fno-eu', clientSecret: SECRET, settings: { label: 'Contoso Europe', defaultCompany: 'demf', environment: 'test' } });
        expect(saveConnection.mock.calls[0][0].settings).not.toContain(SECRET);
        expect(element.close).toHaveBeenCalledWith({ done: { name: 'fno-eu', label: 'Contoso Europe', mode: 'observe' } });
    });

    it('takes the only company by itself', async () => {
        tryConnection.mockResolvedValue(JSON.stringify({ companies: [COMPANIES[1]] }));
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        expect(field(element, 'defaultCompany').value).toBe('demf');
    });

    it('cannot be saved before the sign-in was tested, nor after it was changed again', async () => {
        const element = await open();
        await enter(element, NEW);
        expect(field(element, 'save').disabled).toBe(true);
        expect(find(element, '[data-id=untested]').textContent).toBe('Test the sign-in, then save.');
        await press(element, 'test');
        expect(field(element, 'save').disabled).toBe(false);
        await enter(element, { label: 'Another label' });
        expect(field(element, 'save').disabled).toBe(false);
        await enter(element, { clientId: 'another' });
        expect(field(element, 'save').disabled).toBe(true);
        expect(find(element, '[data-id=signed-in]')).toBeUndefined();
    });

    it('proposes the scope of Business Central, and keeps one that was entered', async () => {
        const element = await open();
        expect(field(element, 'scope').value).toBe('');
        await enter(element, { erp: 'business-central' });
        expect(field(element, 'scope').value).toBe('https://api.businesscentral.dynamics.com/.default');
        expect(field(element, 'baseUrl').fieldLevelHelp).toContain('api.businesscentral.dynamics.com');
        await enter(element, { scope: 'https://of-our-own/.default' });
        await enter(element, { erp: 'fno', baseUrl: 'https://contoso.operations.dynamics.com' });
        expect(field(element, 'scope').value).toBe('https://of-our-own/.default');
    });

    it('does not ask the ERP as long as a field is wrong', async () => {
        const element = await open();
        await press(element, 'test', false);
        expect(tryConnection).not.toHaveBeenCalled();
    });

    it('shows who can fix a sign-in that is refused, keeps what was entered, and takes no second press meanwhile', async () => {
        let refuse;
        tryConnection.mockReturnValue(new Promise((_, reject) => {
            refuse = reject;
        }));
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Loading');
        expect(field(element, 'test').disabled).toBe(true);
        refuse(refusal(PROBLEM));
        await pass(0);
        expect(words(element)).toContain(PROBLEM.title);
        expect(field(element, 'clientSecret').value).toBe(SECRET);
        expect(field(element, 'test').disabled).toBe(false);
        expect(field(element, 'save').disabled).toBe(true);
    });

    it('an ERP that shows no company is a finding with its fix', async () => {
        tryConnection.mockResolvedValue(JSON.stringify({ companies: [] }));
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        expect(words(element)).toMatch(/shows this user no company.*An ERP admin gives/);
        expect(field(element, 'save').disabled).toBe(true);
    });

    it('does not save over a connection that is there', async () => {
        const element = await open();
        await enter(element, { ...NEW, name: 'main' });
        await press(element, 'test');
        await enter(element, { defaultCompany: 'usmf' });
        await press(element, 'save');
        expect(words(element)).toMatch(/There is a connection main already\..*Choose another name/);
        expect(saveConnection).not.toHaveBeenCalled();
        expect(element.close).not.toHaveBeenCalled();
    });

    it('shows why it was not saved', async () => {
        saveConnection.mockRejectedValue(refusal({ ...PROBLEM, title: 'This org is a sandbox, and the connection "fno-eu" leads to a production ERP.' }));
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        await enter(element, { defaultCompany: 'usmf' });
        await press(element, 'save');
        expect(words(element)).toContain('This org is a sandbox, and the connection "fno-eu" leads to a production ERP.');
        expect(element.close).not.toHaveBeenCalled();
    });

    it('says how many orders keep a connection from leading to another environment, and what to do', async () => {
        const [title, next] = ['The connection "main" cannot be moved to another environment while orders that were begun there are unfinished or changed deals wait for a decision: 2.', 'Let them finish and decide about the exceptions, then move it.'];
        saveConnection.mockRejectedValue(refusal({ ...PROBLEM, title, next }));
        const element = await open(STORED);
        await enter(element, { baseUrl: NEW.baseUrl, clientSecret: SECRET });
        await press(element, 'test');
        await press(element, 'save');
        expect(words(element)).toContain(title);
        expect(words(element)).toContain(next);
        expect(element.close).not.toHaveBeenCalled();
    });

    it('changes a connection and leaves everything that it does not show, the secret too', async () => {
        const element = await open(STORED);
        expect([field(element, 'name').disabled, field(element, 'erp').disabled]).toEqual([true, true]);
        expect(field(element, 'clientSecret').placeholder).toBe('Stored; leave empty to keep it');
        expect(field(element, 'clientSecret').required).toBe(false);
        await enter(element, { label: 'Contoso' });
        await press(element, 'save');
        const { settings, clientSecret } = sent(saveConnection);
        const { name, hasSecret, mode, goLiveAt, stopped, criteria, approval, ...kept } = STORED;
        expect([name, hasSecret, mode, goLiveAt, stopped, criteria, approval].includes(undefined)).toBe(false);
        expect(settings).toEqual({ ...kept, label: 'Contoso' });
        expect(clientSecret).toBeUndefined();
        expect(readConnections).not.toHaveBeenCalled();
    });

    it('proposes the scope anew when the environment of a connection moves, and keeps its company if that is there', async () => {
        const element = await open({ ...STORED, defaultCompany: 'USMF' });
        await enter(element, { baseUrl: 'https://contoso-new.operations.dynamics.com' });
        expect(field(element, 'scope').value).toBe('https://contoso-new.operations.dynamics.com/.default');
        expect(field(element, 'save').disabled).toBe(true);
        await press(element, 'test');
        expect(field(element, 'defaultCompany').value).toBe('USMF');
        expect(field(element, 'defaultCompany').options.map(({ value }) => value)).toEqual(['USMF', 'demf']);
        const own = await open({ ...STORED, scope: 'https://of-our-own/.default' });
        await enter(own, { baseUrl: 'https://contoso-new.operations.dynamics.com' });
        expect(field(own, 'scope').value).toBe('https://of-our-own/.default');
    });

    it('closes without doing anything', async () => {
        const element = await open();
        field(element, 'cancel').click();
        expect(element.close).toHaveBeenCalledWith();
        expect(saveConnection).not.toHaveBeenCalled();
    });

    it('is accessible, empty and with its companies', async () => {
        const element = await open();
        await enter(element, NEW);
        await press(element, 'test');
        await open(STORED);
        await expect(inRealTime(element)).toBeAccessible();
    });
});
