import { find, findAll, inRealTime, mockApex, mount, NOW, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { setMode, setStop, testConnection } = mockApex('CrossledgerConnectionController', 'setMode', 'setStop', 'testConnection');
const AskReason = require('c/askReason').default;
const ConnectionCard = require('c/connectionCard').default;

const CONNECTION = { name: 'main', label: 'Contoso F&O', erp: 'fno', baseUrl: 'https://contoso.operations.dynamics.com/', defaultCompany: 'usmf', mode: 'observe', goLiveAt: null, stopped: false };
const HEALTH = { name: 'main', signIn: 'in', lastSuccessAt: NOW, lastFailure: null, limits: { concurrency: 8, running: 2, waiting: 1, ratePerSecond: 50, pausedUntil: null }, backlog: {}, exceptions: 3 };
const show = (connection = {}, health = {}) => mount('c-connection-card', ConnectionCard, { connection: { ...CONNECTION, ...connection }, health: health && { ...HEALTH, ...health } });
const facts = (element, id) => {
    const cells = findAll(element, `[data-id=${id}] dt, [data-id=${id}] dd`).map((cell) => cell.textContent);
    return Object.fromEntries(cells.flatMap((text, index) => (index % 2 ? [] : [[text, cells[index + 1]]])));
};
const press = async (element, id) => {
    find(element, `[data-id=${id}]`).click();
    await pass(0);
};
const asked = () => AskReason.open.mock.calls[0][0];
const listen = (element) => {
    const said = [];
    element.addEventListener('lightning__showtoast', (event) => said.push(event.detail.title));
    element.addEventListener('change', () => said.push('change'));
    return said;
};

describe('c-connection-card', () => {
    setUpPage();
    beforeEach(() => {
        [setMode, setStop, testConnection].forEach((method) => method.mockReset());
        AskReason.open = jest.fn().mockResolvedValue({ done: {} });
    });

    it('says what is configured', async () => {
        expect(facts(await show(), 'settings')).toEqual({ ERP: 'Finance and Operations', Company: 'usmf', Environment: 'contoso.operations.dynamics.com', Mode: 'Only observes' });
        expect(facts(await show({ erp: 'business-central', mode: 'send', goLiveAt: NOW }), 'settings')).toMatchObject({ ERP: 'Business Central', Mode: 'Sends orders', 'Sends deals won from': '9:30 AM' });
    });

    it('says how it is doing', async () => {
        expect(facts(await show({}, { backlog: { blocked: 2, waiting: 1 } }), 'health')).toEqual({
            'Sign-in': 'Signed in', 'Last answer': '9:30 AM', 'Calls now': '2 of 8, 1 waiting', 'Orders under way': '1 waiting, 2 blocked', 'Waiting for a decision': '3'
        });
    });

    it('says what failed last, that the ERP wants a pause, and what is not known', async () => {
        const element = await show({}, {
            signIn: 'failed', lastSuccessAt: null, lastFailure: { at: NOW, code: 'erp.sign-in', sentence: 'The ERP refuses the sign-in.', next: null }, limits: { ...HEALTH.limits, pausedUntil: NOW }
        });
        expect(facts(element, 'health')).toMatchObject({ 'Sign-in': 'Sign-in failed', 'Last answer': 'never', 'Last failure': '9:30 AM: The ERP refuses the sign-in.', 'Orders under way': 'none' });
        expect(words(element)).toContain('The ERP asked for a pause until 9:30 AM.');
        expect(facts(await show({}, { signIn: 'unknown' }), 'health')['Sign-in']).toBe('Not used since the last start');
    });

    it('does without health', async () => {
        expect(find(await show({}, null), '[data-id=health]')).toBeUndefined();
    });

    it('stops with a reason, and says so', async () => {
        const element = await show();
        const said = listen(element);
        await press(element, 'stop');
        expect(asked()).toMatchObject({ label: 'Stop: Contoso F&O', action: 'Stop', variant: 'destructive' });
        await asked().run('the ERP is closed');
        expect(setStop).toHaveBeenCalledWith({ connection: 'main', stopped: true, reason: 'the ERP is closed' });
        expect(said).toEqual(['Contoso F&O is stopped.', 'change']);
    });

    it('shows that it is stopped, and resumes', async () => {
        const element = await show({ stopped: true });
        expect(find(element, '[data-id=stopped]').textContent).toContain('Nothing is written to this ERP');
        await press(element, 'stop');
        await asked().run('open again');
        expect(setStop).toHaveBeenCalledWith({ connection: 'main', stopped: false, reason: 'open again' });
    });

    it('begins to send from an instant on, with a reason', async () => {
        const element = await show();
        const said = listen(element);
        AskReason.open.mockResolvedValue({ done: { mode: 'send', goLiveAt: NOW } });
        setMode.mockResolvedValue('{"mode":"send"}');
        await press(element, 'mode-button');
        expect(asked()).toMatchObject({ action: 'Send orders', instant: NOW });
        expect(await asked().run('go live', '2026-12-01T00:00:00.000Z')).toEqual({ mode: 'send' });
        expect(setMode).toHaveBeenCalledWith({ connection: 'main', mode: 'send', goLiveAt: '2026-12-01T00:00:00.000Z', reason: 'go live' });
        expect(said).toEqual(['Contoso F&O sends deals won from 9:30 AM on.', 'change']);
    });

    it('goes back to observing without an instant', async () => {
        const element = await show({ mode: 'send', goLiveAt: NOW });
        AskReason.open.mockResolvedValue({ done: { mode: 'observe', goLiveAt: null } });
        setMode.mockResolvedValue('{"mode":"observe"}');
        await press(element, 'mode-button');
        expect(asked().instantLabel).toBeUndefined();
        await asked().run('stock-taking');
        expect(setMode).toHaveBeenCalledWith({ connection: 'main', mode: 'observe', goLiveAt: null, reason: 'stock-taking' });
    });

    it('changes nothing when somebody thinks better of it', async () => {
        const element = await show();
        const said = listen(element);
        AskReason.open.mockResolvedValue(undefined);
        await press(element, 'stop');
        await press(element, 'mode-button');
        expect(said).toEqual([]);
    });

    it('tests, waits with a spinner, and shows what it found', async () => {
        let answer;
        testConnection.mockReturnValue(new Promise((resolve) => {
            answer = resolve;
        }));
        const element = await show();
        await press(element, 'test');
        expect(find(element, 'lightning-spinner').alternativeText).toBe('Testing Contoso F&O');
        answer(JSON.stringify({ ok: true, companies: [{ id: 'usmf', name: 'Contoso US' }, { id: 'demf', name: '' }], findings: ['The clock differs by 2 s.'] }));
        await pass(0);
        expect(testConnection).toHaveBeenCalledWith({ connection: 'main' });
        expect(findAll(element, '[data-id=findings] li').map((item) => item.textContent)).toEqual(['The ERP answers and the sign-in works.', 'Companies: usmf (Contoso US), demf', 'The clock differs by 2 s.']);
        expect(find(element, 'lightning-spinner')).toBeUndefined();
    });

    it('says what is wrong when the test fails', async () => {
        testConnection.mockRejectedValue(refusal(PROBLEM));
        const element = await show();
        await press(element, 'test');
        expect(words(element)).toContain(PROBLEM.title);
    });

    it('is accessible', async () => {
        await expect(inRealTime(await show({ stopped: true }))).toBeAccessible();
    });
});
