import { ACCOUNT_ID, DEAL_ID, failed, live, pass, readAccount, readOpportunity, reply, setUpPage, stale } from '../../../../../../test/force-app/panels';

const { accountPanel, opportunityPanel } = require('c/panelData');
const open = (part, id = ACCOUNT_ID, kind = accountPanel) => {
    const views = [];
    const panel = kind(part, (view) => views.push(view));
    panel.open(id);
    return { panel, views, last: () => views.at(-1) };
};
const answerAll = (make = live) => readAccount.mockImplementation(({ parts }) => Promise.resolve(reply(Object.fromEntries(parts.map((part) => [part, make({ part })])))));

describe('c/panelData', () => {
    setUpPage();

    it('asks once for all panels of a record and hands each its part', async () => {
        answerAll();
        const panels = ['finance', 'invoices', 'payments', 'orders'].map((part) => open(part));
        await pass(0);
        expect(readAccount).toHaveBeenCalledTimes(1);
        expect(readAccount).toHaveBeenCalledWith({ recordId: ACCOUNT_ID, parts: ['finance', 'invoices', 'payments', 'orders'], options: {} });
        expect(panels.map(({ last }) => last().data.part)).toEqual(['finance', 'invoices', 'payments', 'orders']);
    });

    it('asks for each record and each kind of page by itself', async () => {
        answerAll();
        readOpportunity.mockResolvedValue(reply({ stock: live({ lines: [] }), order: live({}) }));
        open('finance');
        open('finance', '001000000000002AAA');
        open('stock', DEAL_ID, opportunityPanel);
        open('order', DEAL_ID, opportunityPanel);
        await pass(0);
        expect(readAccount).toHaveBeenCalledTimes(2);
        expect(readOpportunity).toHaveBeenCalledTimes(1);
        expect(readOpportunity).toHaveBeenCalledWith({ recordId: DEAL_ID, parts: ['stock', 'order'] });
    });

    it('says that it is reading, then what it read', async () => {
        answerAll();
        const { views } = open('finance');
        await pass(0);
        expect(views[0]).toMatchObject({ isLoading: true, data: undefined });
        expect(views.at(-1)).toMatchObject({ isLoading: false, state: 'live', data: { part: 'finance' }, error: undefined });
    });

    it('keeps what is shown while it reads again', async () => {
        answerAll();
        const { panel, views } = open('finance');
        await pass(0);
        panel.refresh();
        expect(views.at(-1)).toMatchObject({ isLoading: true, data: { part: 'finance' } });
    });

    it('asks for stale parts once more, together, and not a third time', async () => {
        answerAll(stale);
        const panels = [open('finance'), open('invoices')];
        await pass(0);
        expect(panels[0].last()).toMatchObject({ state: 'stale', data: { part: 'finance' } });
        await pass(1900);
        expect(readAccount).toHaveBeenCalledTimes(1);
        await pass(200);
        expect(readAccount).toHaveBeenCalledTimes(2);
        expect(readAccount).toHaveBeenLastCalledWith({ recordId: ACCOUNT_ID, parts: ['finance', 'invoices'], options: {} });
        await pass(60000);
        expect(readAccount).toHaveBeenCalledTimes(2);
    });

    it('keeps old figures when the second answer is an error', async () => {
        answerAll(stale);
        const { last } = open('finance');
        await pass(0);
        answerAll(() => failed());
        await pass(2100);
        expect(last()).toMatchObject({ state: 'stale', data: { part: 'finance' }, error: undefined });
    });

    it('tries a failure that passes by itself again until it has passed, all panels in one call', async () => {
        answerAll(() => failed());
        const panels = [open('finance'), open('orders')];
        await pass(0);
        await pass(10100);
        await pass(10100);
        expect(readAccount).toHaveBeenCalledTimes(3);
        expect(panels[0].last().error).toBeDefined();
        answerAll();
        await pass(10100);
        expect(panels.map(({ last }) => last().state)).toEqual(['live', 'live']);
        await pass(60000);
        expect(readAccount).toHaveBeenCalledTimes(4);
    });

    it('leaves a failure alone that somebody has to fix', async () => {
        answerAll(() => failed({ code: 'erp.forbidden', title: 'no', next: '', fixer: 'admin', requestId: null }));
        open('finance');
        await pass(60000);
        expect(readAccount).toHaveBeenCalledTimes(1);
    });

    it('hands a refusal to every panel of the call', async () => {
        readAccount.mockRejectedValue({ body: { message: 'no' } });
        const panels = [open('finance'), open('orders')];
        await pass(0);
        expect(panels.map(({ last }) => last().error)).toEqual([{ body: { message: 'no' } }, { body: { message: 'no' } }]);
        expect(panels[0].last().isLoading).toBe(false);
    });

    it('makes an error of an answer that cannot be read or lacks the part', async () => {
        readAccount.mockResolvedValueOnce('<html>').mockResolvedValueOnce(reply({}));
        const first = open('finance');
        await pass(0);
        expect(first.last().error).toBeInstanceOf(SyntaxError);
        first.panel.refresh();
        await pass(0);
        expect(first.last().error).toBeInstanceOf(Error);
    });

    it('keeps its options when it reads again, and drops them for another record', async () => {
        answerAll();
        const { panel } = open('invoices');
        await pass(0);
        panel.refresh({ invoicesSkip: '25', invoicesSort: 'number' });
        await pass(0);
        panel.refresh({ invoicesSkip: '50' });
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0].options).toEqual({ invoicesSkip: '50', invoicesSort: 'number' });
        panel.show('001000000000002AAA');
        await pass(0);
        expect(readAccount.mock.calls.at(-1)[0]).toEqual({ recordId: '001000000000002AAA', parts: ['invoices'], options: {} });
    });

    it('asks twice when two panels want the same part on different pages', async () => {
        answerAll();
        const first = open('invoices');
        const second = open('invoices');
        await pass(0);
        first.panel.refresh({ invoicesSkip: '0' });
        second.panel.refresh({ invoicesSkip: '25' });
        await pass(0);
        expect(readAccount.mock.calls.slice(-2).map(([{ options }]) => options.invoicesSkip)).toEqual(['0', '25']);
    });

    it('lets no late answer cover a newer one', async () => {
        const answers = [];
        readAccount.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
        const { panel, last } = open('finance');
        await pass(0);
        panel.refresh();
        await pass(0);
        answers[1](reply({ finance: live({ age: 'new' }) }));
        await pass(0);
        answers[0](reply({ finance: live({ age: 'old' }) }));
        await pass(0);
        expect(last().data).toEqual({ age: 'new' });
    });

    it('tells nothing after it was closed', async () => {
        answerAll(stale);
        const { panel, views } = open('finance');
        await pass(0);
        const told = views.length;
        panel.close();
        await pass(5000);
        expect(views.length).toBe(told);
        expect(readAccount).toHaveBeenCalledTimes(1);
    });

    it('asks for nothing without a record', async () => {
        open('finance', null);
        await pass(0);
        expect(readAccount).not.toHaveBeenCalled();
    });
});
