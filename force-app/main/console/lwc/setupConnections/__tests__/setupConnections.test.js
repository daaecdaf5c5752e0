import { find, findAll, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readConnections } = mockApex('CrossledgerConnectionController', 'readConnections');
mockApex('CrossledgerConnectionController', 'readWarehouses', 'saveConnection', 'tryConnection');
const ConnectionForm = require('c/connectionForm').default;
const ConnectionStock = require('c/connectionStock').default;
const SetupConnections = require('c/setupConnections').default;

const ROW = { name: 'main', label: 'Contoso F&O', erp: 'fno', baseUrl: 'https://contoso.operations.dynamics.com', defaultCompany: 'usmf', mode: 'send' };
const OTHER = { name: 'bc', label: 'Contoso Retail', erp: 'business-central', baseUrl: 'https://api.businesscentral.dynamics.com/v2.0/contoso/production', defaultCompany: 'CRONUS', mode: 'observe' };
const show = () => mount('c-setup-connections', SetupConnections, { number: '5' });
const press = async (element, selector) => {
    find(element, selector).click();
    await pass(0);
};
const sign = (element) => find(element, '[data-id=sign]').alternativeText;
const says = (element) => find(element, '[data-id=says]')?.textContent;

describe('c-setup-connections', () => {
    setUpPage();
    beforeEach(() => {
        readConnections.mockReset().mockResolvedValue(JSON.stringify({ rows: [ROW, OTHER] }));
        ConnectionForm.open = jest.fn().mockResolvedValue(undefined);
        ConnectionStock.open = jest.fn().mockResolvedValue(undefined);
    });

    it('asks nobody before somebody presses', async () => {
        const element = await show();
        expect(words(element)).toContain('Step 5: ERP connection');
        expect(sign(element)).toBe('Not done yet');
        expect(readConnections).not.toHaveBeenCalled();
    });

    it('lists the connections with where they lead and what they do', async () => {
        const element = await show();
        await press(element, '[data-id=connections-show]');
        expect(findAll(element, '[data-id=list] li').map((row) => row.textContent)).toEqual([
            'Contoso F&O (Finance and Operations, contoso.operations.dynamics.com), company usmf: Sends orders',
            'Contoso Retail (Business Central, api.businesscentral.dynamics.com), company CRONUS: Only observes'
        ]);
        expect([sign(element), says(element)]).toEqual(['Done', 'Connections: 2.']);
    });

    it('says that there is none', async () => {
        readConnections.mockResolvedValue('{"rows":[]}');
        const element = await show();
        await press(element, '[data-id=connections-show]');
        expect([sign(element), says(element)]).toEqual(['Not done yet', 'There is no connection yet.']);
    });

    it('waits with a spinner and shows who can fix what went wrong', async () => {
        let refuse;
        readConnections.mockReturnValue(new Promise((_, reject) => {
            refuse = reject;
        }));
        const element = await show();
        await press(element, '[data-id=connections-show]');
        expect(find(element, 'lightning-spinner')).toBeDefined();
        refuse(refusal(PROBLEM));
        await pass(0);
        expect(sign(element)).toBe('Failed');
        expect(words(element)).toContain(PROBLEM.title);
    });

    it('adds one in a dialog, then lists all and says so', async () => {
        ConnectionForm.open.mockResolvedValue({ done: { name: 'main', label: 'Contoso F&O' } });
        const element = await show();
        await press(element, '[data-id=connection-add]');
        expect(ConnectionForm.open).toHaveBeenCalledWith({ label: 'Add connection', size: 'small' });
        expect(says(element)).toBe('Contoso F&O is added. It only observes.');
        expect(findAll(element, '[data-id=list] li').length).toBe(2);
    });

    it('changes one in a dialog that begins with it', async () => {
        ConnectionForm.open.mockResolvedValue({ done: OTHER });
        const element = await show();
        await press(element, '[data-id=connections-show]');
        await press(element, '[data-name=bc]');
        expect(ConnectionForm.open).toHaveBeenCalledWith({ label: 'Change Contoso Retail', connection: OTHER, size: 'small' });
        expect(says(element)).toBe('Contoso Retail is changed.');
    });

    it('opens stock and warehouses of one', async () => {
        ConnectionStock.open.mockResolvedValue({ done: OTHER });
        const element = await show();
        await press(element, '[data-id=connections-show]');
        await press(element, '[title="Stock and warehouses of Contoso Retail"]');
        expect(ConnectionStock.open).toHaveBeenCalledWith({ label: 'Stock and warehouses of Contoso Retail', connection: OTHER, size: 'small' });
        expect(ConnectionForm.open).not.toHaveBeenCalled();
        expect(says(element)).toBe('Stock settings of Contoso Retail are changed.');
    });

    it('asks for nothing when somebody thinks better of it', async () => {
        await press(await show(), '[data-id=connection-add]');
        expect(readConnections).not.toHaveBeenCalled();
    });

    it('is accessible', async () => {
        const element = await show();
        await press(element, '[data-id=connections-show]');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
