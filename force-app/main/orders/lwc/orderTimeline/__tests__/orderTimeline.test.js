import { DEAL_ID, failed, find, findAll, grant, inRealTime, live, mount, NOW, pass, PROBLEM, readOpportunity, reply, setUpPage, stale, words } from '../../../../../../test/force-app/panels';
import { getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';

grant('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const OrderTimeline = require('c/orderTimeline').default;
const SendDialog = require('c/sendDialog').default;

const REPORTS = ['created', 'confirmed', 'invoiced'];
const push = (more) => ({ key: 'K', state: 'written-back', message: null, fixer: null, orderNumber: 'SO-1', link: null, acceptedAt: NOW, sentAt: NOW, nextTryAt: null, ...more });
const ORDER = { number: 'SO-1', status: 'open', steps: [{ step: 'created', on: '2026-11-20' }, { step: 'confirmed', on: null }], cancelled: false, held: false, lines: [], total: '1.00', link: 'https://erp.example.com/SO-1' };
const part = (more) => ({ push: null, order: null, reports: REPORTS, canSend: true, cannotSendBecause: null, ...more });
const SENT = part({ push: push(), order: ORDER, canSend: false, cannotSendBecause: 'sent' });
const show = (answer) => {
    readOpportunity.mockResolvedValue(reply({ order: answer }));
    return mount('c-order-timeline', OrderTimeline, { recordId: DEAL_ID });
};
const tell = async (fields) => {
    const values = { StageName: 'Closed Won', ERP_Order_Number__c: null, ERP_Order_Status__c: null, ERP_Message__c: null, ERP_Order_Link__c: null, ...fields };
    getRecord.emit({ fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])) });
    await pass(0);
};
const text = (element, id) => find(element, `[data-id=${id}]`)?.textContent.trim();
const stepsOf = (element) => findAll(element, '.step').map((step) => step.textContent);
const button = (element) => find(element, '[data-id=send]');
const details = (element) => find(element, '[data-id=details]');

describe('c-order-timeline', () => {
    setUpPage();
    beforeEach(() => {
        SendDialog.open = jest.fn().mockResolvedValue(undefined);
        notifyRecordUpdateAvailable.mockReset?.();
    });

    it('asks for its own part of the deal', async () => {
        await show(live(SENT));
        expect(readOpportunity.mock.calls).toEqual([[{ recordId: DEAL_ID, parts: ['order'] }]]);
    });

    it('shows number, link, status, what Crossledger did and only the steps that this ERP reports', async () => {
        const element = await show(live(SENT));
        const link = find(element, 'lightning-formatted-url');
        expect([link.label, link.value]).toEqual(['SO-1', 'https://erp.example.com/SO-1']);
        expect(text(element, 'status')).toBe('The order exists in the ERP.');
        expect(stepsOf(element).map((step) => step.replace(/\s/g, ' '))).toEqual(['Taken9:30 AM', 'Sent9:30 AM', 'Accepted by the ERPNov 20, 2026', 'Confirmeddone', 'Invoicednot yet']);
        expect(findAll(element, '.step lightning-icon').map((icon) => icon.alternativeText)).toEqual(['done', 'done', 'done', 'done', 'not yet']);
    });

    it('says since when the deal is won, and nothing of what it was not told', async () => {
        const element = await show(live(part({ push: push({ state: 'working', orderNumber: null, sentAt: null }) })));
        await tell({ IsWon: true, LastStageChangeDate: '2026-11-19T17:30:00.000Z' });
        expect(stepsOf(element).map((step) => step.replace(/\s/g, ' '))).toEqual(['WonNov 19, 2026, 9:30 AM', 'Taken9:30 AM', 'Checkednot yet', 'Sentnot yet']);
    });

    it('shows that an order is held, with a sign beside the colour, and that somebody decides', async () => {
        const element = await show(live(part({ push: push({ state: 'held', orderNumber: null, sentAt: null }), canSend: false })));
        expect(stepsOf(element)[2]).toBe('Heldnow');
        expect(findAll(element, '.step lightning-icon')[2].iconName).toBe('utility:pause');
        expect(details(element).label).toBe('Release or refuse');
    });

    it('says when the deal was checked, and nothing of it when an order that was sent does not tell', async () => {
        const checked = await show(live(part({ push: push({ state: 'working', orderNumber: null, sentAt: null }), checkedAt: '2026-11-20T17:45:00.000Z' })));
        expect(stepsOf(checked).map((step) => step.replace(/\s/g, ' '))).toEqual(['Taken9:30 AM', 'Checked9:45 AM', 'Sentnot yet']);
        expect(stepsOf(await show(live({ ...SENT, checkedAt: null }))).join()).not.toContain('Checked');
    });

    describe('an order that goes on', () => {
        const REACHED = [{ step: 'created', on: '2026-11-20' }, { step: 'confirmed', on: null }];
        const line = (more) => ({ itemNumber: 'D1', description: 'Speaker', quantity: '5', unit: 'ea', unitPrice: '1', discountPercent: '0', amount: '5.00', reference: '1', requestedDate: '2026-12-01', promisedDate: '2026-12-01', open: '5', backorder: false, ...more });
        const showOrder = (more) => show(live({ ...SENT, reports: ['created', 'confirmed', 'shipped', 'invoiced', 'paid'], order: { ...ORDER, steps: REACHED, ...more } }));
        const erpSteps = (element) => stepsOf(element).slice(2).map((step) => step.replace(/\s/g, ' '));
        const linesOf = (element) => findAll(element, '[data-id=open-lines] li').map((item) => item.textContent.replace(/\s+/g, ' ').trim());

        it('says how much has reached a step, with a sign and a word of its own', async () => {
            const element = await showOrder({ partly: [{ step: 'shipped', on: '2026-11-25', done: '3', of: '5', unit: 'ea' }, { step: 'invoiced', on: null, done: '1', of: '2', unit: null }] });
            expect(erpSteps(element)).toEqual(['Accepted by the ERPNov 20, 2026', 'Confirmeddone', 'Shipped3 of 5 ea, last on Nov 25, 2026', 'Invoiced1 of 2 lines', 'Paidnot yet']);
            const icons = findAll(element, '.step lightning-icon');
            expect([icons[4].iconName, icons[4].alternativeText]).toEqual(['utility:clock', 'partly']);
        });

        it('says only that it is partly shipped where the ERP does not tell how much', async () => {
            const element = await showOrder({ partly: [{ step: 'shipped', on: null, done: null, of: null, unit: null }] });
            expect(erpSteps(element)[2]).toBe('Shippedpartly');
        });

        it('says when it was shipped, invoiced and paid', async () => {
            const steps = [...REACHED, { step: 'shipped', on: '2026-11-25' }, { step: 'invoiced', on: '2026-11-26' }, { step: 'paid', on: null }];
            expect(erpSteps(await showOrder({ steps })).slice(2)).toEqual(['ShippedNov 25, 2026', 'InvoicedNov 26, 2026', 'Paiddone']);
        });

        it('lists what is open, what is late first, with both dates', async () => {
            const lines = [
                line({ reference: '1', open: '0' }),
                line({ reference: '2', description: null }),
                line({ reference: '3', open: '2.5', promisedDate: '2026-12-15', backorder: true })
            ];
            const element = await showOrder({ lines });
            expect(linesOf(element)).toEqual(['Speaker Backorder2.5 of 5 ea openrequested Dec 1, 2026, now Dec 15, 2026', 'D1 5 of 5 ea openpromised Dec 1, 2026']);
            expect(find(element, '[data-id=open-lines]').getAttribute('aria-label')).toBe('Still open');
            expect(find(element, '[data-id=more-lines]')).toBeUndefined();
        });

        it('guesses no quantity and no date that the ERP does not tell', async () => {
            const lines = [line({ open: undefined, status: 'open', promisedDate: null }), line({ reference: '2', open: undefined, status: 'shipped' }), line({ reference: '3', open: '1', unit: null, requestedDate: null, promisedDate: null })];
            expect(linesOf(await showOrder({ lines }))).toEqual(['Speaker 5 ea ordered, not all shippedrequested Dec 1, 2026', 'Speaker 1 of 5 open']);
        });

        it('calls no day moved that comes before the requested one', async () => {
            expect(linesOf(await showOrder({ lines: [line({ promisedDate: '2026-11-25' })] }))).toEqual(['Speaker 5 of 5 ea openpromised Nov 25, 2026']);
        });

        it('is short: five lines, and how many more there are', async () => {
            const element = await showOrder({ lines: Array.from({ length: 8 }, (_, at) => line({ reference: String(at) })) });
            expect(linesOf(element)).toHaveLength(5);
            expect(text(element, 'more-lines')).toBe('and 3 more');
        });

        it.each([
            ['the ERP has only taken in, of which nothing is late', { steps: [{ step: 'created', on: null }], lines: [line()] }],
            ['was cancelled', { cancelled: true, lines: [line({ backorder: true })] }],
            ['is read without quantities', { lines: [{ ...line(), open: undefined, backorder: undefined }] }],
            ['has no lines', { lines: [] }]
        ])('has no list of lines when it %s', async (_, order) => {
            expect(find(await showOrder(order), '[data-id=open-lines]')).toBeUndefined();
        });

        it('lists a late line of an order that the ERP has only taken in', async () => {
            const element = await showOrder({ steps: [{ step: 'created', on: null }], lines: [line(), line({ promisedDate: '2026-12-15', backorder: true })] });
            expect(linesOf(element)).toEqual(['Speaker Backorder5 of 5 ea openrequested Dec 1, 2026, now Dec 15, 2026']);
        });

        it('is accessible', async () => {
            await showOrder({ partly: [{ step: 'shipped', on: null, done: '3', of: '5', unit: 'ea' }], lines: [line({ backorder: true }), line()] });
            await expect(inRealTime(document.body)).toBeAccessible();
        });
    });

    it('says that a deal was not sent yet, without steps', async () => {
        const element = await show(live(part()));
        expect(text(element, 'number')).toContain('none yet');
        expect(text(element, 'status')).toBe('Not sent to the ERP.');
        expect(find(element, '[data-id=steps]')).toBeUndefined();
    });

    it.each([
        ['accepted', 'Accepted; it will be sent in a moment.'],
        ['working', 'Being sent to the ERP.'],
        ['waiting', 'Waiting; Crossledger tries again by itself.'],
        ['blocked', 'Held up.'],
        ['observed', 'Only observed: nothing is sent to the ERP yet.'],
        ['dead', 'Stopped until somebody decides.'],
        ['refused', 'Not sent.'],
        ['held', 'Held for approval.'],
        ['discarded', 'Given up.']
    ])('says what %s means', async (state, sentence) => {
        expect(text(await show(live(part({ push: push({ state, orderNumber: null }) }))), 'status')).toBe(sentence);
    });

    it('says when the ERP cancelled the order', async () => {
        expect(text(await show(live(part({ push: push(), order: { ...ORDER, cancelled: true } }))), 'status')).toBe('The order was cancelled in the ERP.');
    });

    it('says what is wrong, who can fix it and when it is tried again', async () => {
        const element = await show(live(part({ push: push({ state: 'blocked', orderNumber: null, message: 'Customer US-001 is on hold.', fixer: 'finance', nextTryAt: NOW }) })));
        expect(text(element, 'title')).toBe('Customer US-001 is on hold.');
        expect(text(element, 'fixer')).toBe('Who can fix it: finance.');
        expect(text(element, 'next')).toMatch(/tries again at 9:30.AM/);
    });

    it('still shows what the record says while the backend is down', async () => {
        const element = await show(failed());
        await tell({ ERP_Order_Number__c: 'SO-9', ERP_Order_Status__c: 'In the ERP', ERP_Message__c: 'Somebody looks at it.', ERP_Order_Link__c: 'https://erp.example.com/9' });
        expect(find(element, 'lightning-formatted-url').label).toBe('SO-9');
        expect(text(element, 'status')).toBe('In the ERP');
        expect(words(element)).toContain('Somebody looks at it.');
        expect(words(element)).toContain(PROBLEM.title);
        expect(button(element).disabled).toBe(true);
    });

    it('claims nothing about a deal of which it was told nothing', async () => {
        const element = await show(failed());
        await tell({});
        expect(find(element, '[data-id=number]')).toBeUndefined();
        expect(text(element, 'status')).toBe('');
    });

    it('shows old state and says so', async () => {
        expect(text(await show(stale(SENT)), 'freshness')).toContain('the ERP is slow');
    });

    it('opens the check, and reads again when it is closed', async () => {
        const element = await show(live(part()));
        expect(details(element)).toBeUndefined();
        readOpportunity.mockResolvedValue(reply({ order: live(part({ push: push({ state: 'accepted', orderNumber: null }) })) }));
        button(element).click();
        await pass(0);
        expect(SendDialog.open.mock.calls).toEqual([[{ label: 'Send to ERP', size: 'medium', recordId: DEAL_ID }]]);
        expect(text(element, 'status')).toBe('Accepted; it will be sent in a moment.');
        expect(button(element).disabled).toBe(true);
        expect(text(element, 'reason')).toBe('Crossledger has this deal already; it need not be sent again.');
    });

    it('leads to check and certificate of an order that was sent', async () => {
        const element = await show(live(SENT));
        expect(details(element).label).toBe('Check and certificate');
        details(element).click();
        await pass(0);
        expect(SendDialog.open).toHaveBeenCalledTimes(1);
    });

    it.each([
        ['was sent', SENT, 'This deal was sent already.'],
        ['is held up', part({ push: push({ state: 'blocked', orderNumber: null }), canSend: false }), 'Crossledger has this deal already; it need not be sent again.'],
        ['cannot be sent', part({ canSend: false, cannotSendBecause: 'The deal has no products.' }), 'The deal has no products.'],
        ['cannot be sent for no told reason', part({ canSend: false }), 'This deal cannot be sent now.']
    ])('disables the button with the reason when the deal %s', async (_, state, reason) => {
        const element = await show(live(state));
        expect(button(element).disabled).toBe(true);
        expect(text(element, 'reason')).toBe(reason);
    });

    it.each(['refused', 'observed', 'dead'])('lets a deal that was %s be sent by hand when the backend would take it', async (state) => {
        const element = await show(live(part({ push: push({ state, orderNumber: null }) })));
        expect(button(element).disabled).toBe(false);
    });

    it('looks at the record every 3 s and reads the order when a field changed', async () => {
        const element = await show(live(part()));
        await tell({});
        expect(readOpportunity).toHaveBeenCalledTimes(1);
        await pass(3000);
        expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: DEAL_ID }]);
        readOpportunity.mockResolvedValue(reply({ order: live(SENT) }));
        await tell({ ERP_Order_Number__c: 'SO-1' });
        expect(readOpportunity).toHaveBeenCalledTimes(2);
        expect(find(element, 'lightning-formatted-url').label).toBe('SO-1');
    });

    it('stops looking when the number is written back', async () => {
        await show(live(SENT));
        notifyRecordUpdateAvailable.mockClear();
        await pass(3000);
        await pass(60000);
        expect(notifyRecordUpdateAvailable.mock.calls.length).toBeLessThanOrEqual(1);
    });

    it('asks the backend now and then while an order is under way, for what Salesforce itself refuses to keep', async () => {
        const element = await show(live(part({ push: push({ state: 'working', orderNumber: null }) })));
        const sentence = 'Order SO-1 exists, Salesforce refuses the number because: a rule forbids it';
        readOpportunity.mockResolvedValue(reply({ order: live(part({ push: push({ state: 'sent', message: sentence, fixer: 'admin' }) })) }));
        await pass(16000);
        expect(text(element, 'title')).toBe(sentence);
        expect(readOpportunity).toHaveBeenCalledTimes(2);
    });

    it.each([
        ['asks for the order of a deal that was won just now, whose record may never tell', NOW, 2],
        ['leaves the backend alone for a deal that was won long ago', '2026-11-20T17:00:00.000Z', 1]
    ])('%s', async (_what, since, times) => {
        const element = await show(live(part()));
        await tell({ IsWon: true, LastStageChangeDate: since });
        readOpportunity.mockResolvedValue(reply({ order: live(part({ push: push({ state: 'sent', message: 'Salesforce refuses the number', fixer: 'admin' }) })) }));
        await pass(16000);
        expect(readOpportunity).toHaveBeenCalledTimes(times);
        expect(text(element, 'title')).toBe(times === 1 ? undefined : 'Salesforce refuses the number');
    });

    it('leaves the backend alone while nothing more happens by itself', async () => {
        await show(live(part({ push: push({ state: 'dead', orderNumber: null, message: 'An operator decides.' }) })));
        await tell({ IsWon: true, LastStageChangeDate: NOW });
        await pass(61000);
        expect(readOpportunity).toHaveBeenCalledTimes(1);
    });

    it('looks no more after it left the page', async () => {
        const element = await show(live(part()));
        element.remove();
        notifyRecordUpdateAvailable.mockClear();
        await pass(60000);
        expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    });

    it('is accessible with an order and without', async () => {
        await show(live(SENT));
        await show(live(part()));
        await expect(inRealTime(document.body)).toBeAccessible();
    });
});
