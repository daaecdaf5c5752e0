import { find, findAll, grant, inRealTime, mockApex, mount, NOW, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readConnections, readHealth, setStopAll } = mockApex('CrossledgerConnectionController', 'readConnections', 'readHealth', 'setMode', 'setStop', 'setStopAll', 'testConnection');
grant('Crossledger_Administer');
const AskReason = require('c/askReason').default;
const ConnectionBoard = require('c/connectionBoard').default;

const connection = (name) => ({ name, label: `ERP ${name}`, erp: 'fno', baseUrl: 'https://contoso.operations.dynamics.com', defaultCompany: 'usmf', mode: 'observe', goLiveAt: null, stopped: false });
const health = (name) => ({ name, signIn: 'in', lastSuccessAt: NOW, lastFailure: null, limits: { concurrency: 8, running: 0, waiting: 0, ratePerSecond: 50, pausedUntil: null }, backlog: {}, exceptions: 0 });
const show = (names = ['main', 'emea'], stopAll = false) => {
    readConnections.mockResolvedValue(JSON.stringify({ rows: names.map(connection), stopAll }));
    readHealth.mockResolvedValue(JSON.stringify({ rows: names.map(health) }));
    return mount('c-connection-board', ConnectionBoard);
};
const press = async (element) => {
    find(element, '[data-id=stop-all]').click();
    await pass(0);
};

describe('c-connection-board', () => {
    setUpPage();
    beforeEach(() => {
        [readConnections, readHealth, setStopAll].forEach((method) => method.mockReset());
        AskReason.open = jest.fn().mockResolvedValue({ done: '{}' });
    });

    it('shows each connection with its own health', async () => {
        const cards = findAll(await show(), 'c-connection-card');
        expect(cards.map(({ connection: { name }, health: { name: of } }) => [name, of])).toEqual([['main', 'main'], ['emea', 'emea']]);
    });

    it('says when there is none, and then has nothing to stop', async () => {
        const element = await show([]);
        expect(find(element, '[data-id=empty]').textContent).toBe('No ERP connection is set up yet.');
        expect(find(element, '[data-id=stop-all]')).toBeUndefined();
    });

    it('stops all, with a reason, and says so', async () => {
        const element = await show();
        const said = [];
        element.addEventListener('lightning__showtoast', (event) => said.push(event.detail.title));
        await press(element);
        const [options] = AskReason.open.mock.calls[0];
        expect(options).toMatchObject({ label: 'Stop all', variant: 'destructive' });
        await options.run('the ERP is closed');
        expect(setStopAll).toHaveBeenCalledWith({ stopped: true, reason: 'the ERP is closed' });
        expect(said).toEqual(['All connections are stopped.']);
        expect(readConnections).toHaveBeenCalledTimes(2);
    });

    it('says that all are stopped, and resumes them', async () => {
        const element = await show(['main'], true);
        expect(words(find(element, '[data-id=stopped-all]'))).toContain('nothing is written to any ERP');
        await press(element);
        const [options] = AskReason.open.mock.calls[0];
        expect(options.label).toBe('Resume all');
        await options.run('open again');
        expect(setStopAll).toHaveBeenCalledWith({ stopped: false, reason: 'open again' });
    });

    it('does nothing when somebody thinks better of it', async () => {
        const element = await show();
        AskReason.open.mockResolvedValue(undefined);
        await press(element);
        expect(readConnections).toHaveBeenCalledTimes(1);
    });

    it('reads again when a card changed something, or somebody asks', async () => {
        const element = await show();
        find(element, 'c-connection-card').dispatchEvent(new CustomEvent('change'));
        await pass(0);
        find(element, 'c-panel-frame').dispatchEvent(new CustomEvent('refresh'));
        await pass(0);
        expect(readHealth).toHaveBeenCalledTimes(3);
    });

    it('shows a problem in words', async () => {
        readConnections.mockRejectedValue(refusal(PROBLEM));
        readHealth.mockResolvedValue('{"rows":[]}');
        const element = await mount('c-connection-board', ConnectionBoard);
        await pass(0);
        expect(words(element)).toContain(PROBLEM.title);
    });

    it('waits with a spinner', async () => {
        readConnections.mockReturnValue(new Promise(() => {}));
        readHealth.mockReturnValue(new Promise(() => {}));
        expect(find(await mount('c-connection-board', ConnectionBoard), 'lightning-spinner').alternativeText).toBe('Loading');
    });

    it('is accessible', async () => {
        await expect(inRealTime(await show())).toBeAccessible();
    });
});
