import { find, findAll, inRealTime, mockApex, mount, pass, PROBLEM, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readConnections, readWarehouses, saveConnection } = mockApex('CrossledgerConnectionController', 'readConnections', 'readWarehouses', 'saveConnection');
const ConnectionStock = require('c/connectionStock').default;

const PLAIN = { name: 'main', label: 'Contoso F&O', erp: 'fno', defaultCompany: 'usmf', settleMs: 600000, hasSecret: true, mode: 'send', stopped: false };
const RANKED = {
    ...PLAIN,
    stockFigures: { show: 'levels', few: '5', many: '100' },
    warehouseRanking: [{ country: 'DE', postalPrefix: '80', warehouses: ['31', '32'] }, { warehouses: ['13', '99'] }]
};
const PLACES = [
    { company: 'usmf', code: '13', name: 'Main', site: '1' },
    { company: 'usmf', code: '31', name: '31', site: '3' },
    { company: 'demf', code: '32', name: null, site: '3' },
    { company: 'demf', code: '13', name: 'Main', site: '1' }
];

const open = (connection) => mount('c-connection-stock', ConnectionStock, { label: 'Stock', connection });
const field = (element, id) => find(element, `[data-id=${id}]`);
const inputs = (element, name) => findAll(element, 'lightning-input').filter((input) => input.name === name);
const enter = async (input, value) => {
    input.dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await pass(0);
};
const move = async (element, label) => {
    findAll(element, 'lightning-button-icon').find(({ title }) => title === label).click();
    await pass(0);
};
const save = async (element, valid = true) => {
    findAll(element, 'lightning-input, lightning-radio-group').forEach((input) => {
        input.reportValidity = () => valid;
    });
    field(element, 'save').click();
    await pass(0);
};
const saved = () => JSON.parse(saveConnection.mock.calls.at(-1)[0].settings);

describe('c-connection-stock', () => {
    setUpPage();
    beforeEach(() => {
        readConnections.mockReset().mockResolvedValue(JSON.stringify({ rows: [RANKED] }));
        readWarehouses.mockReset().mockResolvedValue(JSON.stringify({ rows: PLACES }));
        saveConnection.mockReset().mockResolvedValue(JSON.stringify(RANKED));
    });

    it('begins with exact figures and no rule, and says which warehouses the ERP has', async () => {
        const element = await open(PLAIN);
        expect(readWarehouses).toHaveBeenCalledWith({ connection: 'main' });
        expect(field(element, 'show').value).toBe('exact');
        expect(field(element, 'few')).toBeUndefined();
        expect(findAll(element, '[data-id=rule]')).toEqual([]);
        expect(field(element, 'known').textContent).toBe('In the ERP: 13 (Main), 31, 32');
    });

    it('counts the warehouses that are too many to name', async () => {
        readWarehouses.mockResolvedValue(JSON.stringify({ rows: Array.from({ length: 43 }, (_, at) => ({ code: `W${at}`, name: null })) }));
        expect(field(await open(PLAIN), 'known').textContent).toMatch(/W39 and 3 more$/);
    });

    it('shows what is stored, with the warehouses that the ERP lacks', async () => {
        const element = await open(RANKED);
        expect([field(element, 'show').value, field(element, 'few').value, field(element, 'many').value]).toEqual(['levels', '5', '100']);
        expect(inputs(element, 'country').map(({ value }) => value)).toEqual(['DE', '']);
        expect(inputs(element, 'warehouses').map(({ value }) => value)).toEqual(['31, 32', '13, 99']);
        expect(findAll(element, '[data-id=missing]').map((one) => one.textContent)).toEqual(['', 'Not among these: 99. A warehouse that the ERP does not have never delivers.']);
    });

    it('tells a name only when its field is left, and says when the ERP tells none at all', async () => {
        const element = await open(RANKED);
        const missing = () => findAll(element, '[data-id=missing]').map((one) => one.textContent);
        const [first] = inputs(element, 'warehouses');
        await enter(first, '9');
        expect(missing()[0]).toBe('');
        first.dispatchEvent(new CustomEvent('blur'));
        await pass(0);
        expect(missing()[0]).toMatch(/^Not among these: 9\./);
        readWarehouses.mockResolvedValue('{"rows":[]}');
        const silent = await open(RANKED);
        expect(field(silent, 'unread').textContent).toMatch(/tells no warehouses/);
        expect(findAll(silent, '[data-id=missing]').map((one) => one.textContent)).toEqual(['', '']);
    });

    it('saves both beside everything that is stored by then', async () => {
        readConnections.mockResolvedValue(JSON.stringify({ rows: [{ ...RANKED, settleMs: 1000 }] }));
        const element = await open(PLAIN);
        await enter(field(element, 'show'), 'levels');
        await enter(field(element, 'few'), '5');
        await enter(field(element, 'many'), '50.5');
        field(element, 'add').click();
        await pass(0);
        await enter(inputs(element, 'postalPrefix')[0], ' 80 ');
        await enter(inputs(element, 'warehouses')[0], '31; 32,31 ,');
        await save(element);
        expect(saved()).toEqual({
            label: 'Contoso F&O', erp: 'fno', defaultCompany: 'usmf', settleMs: 1000,
            stockFigures: { show: 'levels', few: '5', many: '50.5' },
            warehouseRanking: [{ postalPrefix: '80', warehouses: ['31', '32'] }]
        });
        expect(saveConnection.mock.calls[0][0].connection).toBe('main');
        expect(element.close).toHaveBeenCalledWith({ done: RANKED });
    });

    it('goes back to exact figures and to no rule', async () => {
        const element = await open(RANKED);
        await enter(field(element, 'show'), 'exact');
        await move(element, 'Remove rule 2');
        await move(element, 'Remove rule 1');
        await save(element);
        expect(saved()).toMatchObject({ stockFigures: { show: 'exact' }, warehouseRanking: [] });
    });

    it('ranks rules with the keyboard: what moved keeps the focus, and turns round at the end', async () => {
        const element = await open(RANKED);
        const ends = () => findAll(element, 'lightning-button-icon').map(({ disabled }) => Boolean(disabled));
        expect(ends()).toEqual([true, false, false, false, true, false]);
        const focus = jest.spyOn(HTMLElement.prototype, 'focus');
        await move(element, 'Move rule 2 up');
        expect(inputs(element, 'warehouses').map(({ value }) => value)).toEqual(['13, 99', '31, 32']);
        expect(focus.mock.contexts.at(-1).title).toBe('Move rule 1 down');
        await move(element, 'Move rule 1 down');
        expect(inputs(element, 'warehouses').map(({ value }) => value)).toEqual(['31, 32', '13, 99']);
        await move(element, 'Remove rule 1');
        expect(focus.mock.contexts.at(-1).dataset.id).toBe('add');
        focus.mockRestore();
    });

    it('does not take a figure for few that is above the one for many', async () => {
        const element = await open(RANKED);
        const many = Object.assign(field(element, 'many'), { setCustomValidity: jest.fn(), reportValidity: jest.fn() });
        await enter(field(element, 'few'), '500');
        expect(many.setCustomValidity).toHaveBeenLastCalledWith('This must not be below the figure for few.');
        expect(many.reportValidity).toHaveBeenCalled();
        await save(element, false);
        expect(saveConnection).not.toHaveBeenCalled();
        await enter(field(element, 'few'), '7');
        expect(many.setCustomValidity).toHaveBeenLastCalledWith('');
        await save(element);
        expect(saved().stockFigures.few).toBe('7');
    });

    it('can be saved while the ERP does not answer, and says that names are not compared', async () => {
        readWarehouses.mockRejectedValue(refusal(PROBLEM));
        const element = await open(RANKED);
        expect(field(element, 'unread').textContent).toContain(PROBLEM.title);
        expect(findAll(element, '[data-id=missing]').map((one) => one.textContent)).toEqual(['', '']);
        await save(element);
        expect(saved().warehouseRanking).toEqual(RANKED.warehouseRanking);
    });

    it('shows why it was not saved, and keeps what was entered', async () => {
        saveConnection.mockRejectedValue(refusal(PROBLEM));
        const element = await open(RANKED);
        await enter(inputs(element, 'warehouses')[1], '13');
        await save(element);
        expect(words(element)).toContain(PROBLEM.title);
        expect(inputs(element, 'warehouses')[1].value).toBe('13');
        expect(element.close).not.toHaveBeenCalled();
    });

    it('says when the connection was removed meanwhile', async () => {
        readConnections.mockResolvedValue('{"rows":[]}');
        const element = await open(RANKED);
        await save(element);
        expect(words(element)).toMatch(/The connection Contoso F&O is not there any more\..*show the connections again/);
        expect(saveConnection).not.toHaveBeenCalled();
    });

    it('closes without doing anything', async () => {
        const element = await open(RANKED);
        field(element, 'cancel').click();
        expect(element.close).toHaveBeenCalledWith();
        expect(saveConnection).not.toHaveBeenCalled();
    });

    it('is accessible, with rules and without', async () => {
        await open(PLAIN);
        await expect(inRealTime(await open(RANKED))).toBeAccessible();
    });
});
