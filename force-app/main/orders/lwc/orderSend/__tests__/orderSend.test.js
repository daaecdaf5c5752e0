import {
    checkOrder, DEAL_ID, failed, find, grant, inRealTime, live, mount, pass, PROBLEM, readCertificate, readOpportunity, refusal, releaseOrder, reply, sendOrder, setUpPage, words
} from '../../../../../../test/force-app/panels';
import { certificateOf, checkOf, CREDIT, HASH, KEY, NO_ITEM, orderPart, pushOf } from '../../../../../../test/force-app/checks';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';

grant('Crossledger_Send_Orders', 'Crossledger_Approve_Orders');
const OrderSend = require('c/orderSend').default;

const tell = (answer) => readOpportunity.mockResolvedValue(reply({ order: answer }));
const tellCheck = (more) => checkOrder.mockResolvedValue(JSON.stringify(checkOf(more)));
const show = (answer, more) => {
    tell(answer);
    return mount('c-order-send', OrderSend, { recordId: DEAL_ID, ...more });
};
const UNSENT = live(orderPart());
const text = (element, id) => find(element, `[data-id=${id}]`)?.textContent.replace(/\s+/g, ' ').trim();
const button = (element, id) => find(element, `[data-id=${id}]`);
async function press(element, id) {
    button(element, id).click();
    await pass(0);
}
const focused = (element) => element.shadowRoot.activeElement;

describe('c-order-send', () => {
    setUpPage();
    beforeEach(() => {
        notifyRecordUpdateAvailable.mockReset?.();
        tellCheck();
        readCertificate.mockResolvedValue(JSON.stringify(certificateOf()));
    });

    it('checks a deal that was not sent, and says aloud what came out', async () => {
        const element = await show(UNSENT);
        expect(checkOrder.mock.calls).toEqual([[{ opportunityId: DEAL_ID }]]);
        expect(text(element, 'result')).toBe('Ready to send. Nothing stands in the way.');
        expect(text(element, 'announcement')).toBe('Ready to send. Nothing stands in the way.');
        expect([button(element, 'send').disabled, button(element, 'check').label]).toEqual([false, 'Check again']);
    });

    it('says what it waits for', async () => {
        checkOrder.mockReturnValue(new Promise(() => {}));
        const element = await show(UNSENT);
        expect(text(element, 'busy')).toBe('Asking the ERP…');
        expect(button(element, 'check').disabled).toBe(true);
    });

    it('sends exactly what was checked, then follows the order until it has its number, then shows the certificate', async () => {
        sendOrder.mockResolvedValue('{}');
        const element = await show(UNSENT);
        tell(live(orderPart({ push: pushOf({ state: 'working', orderNumber: null, sentAt: null }), canSend: false })));
        await press(element, 'send');
        expect(sendOrder.mock.calls).toEqual([[{ opportunityId: DEAL_ID, planHash: HASH }]]);
        expect(text(element, 'status')).toBe('Being sent to the ERP.');
        expect(focused(element).dataset.id).toBe('status');
        expect([find(element, '[data-id=result]'), button(element, 'send')]).toEqual([undefined, undefined]);
        tell(live(orderPart({ push: pushOf(), canSend: false })));
        await pass(3500);
        expect(text(element, 'status')).toContain('The order exists in the ERP.');
        expect(text(element, 'announcement')).toContain('The order exists in the ERP.');
        expect(readCertificate.mock.calls).toEqual([[{ opportunityId: DEAL_ID, orderKey: KEY }]]);
        expect(text(element, 'verdict')).toBe('Exactly one order exists in the ERP.');
        expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: DEAL_ID }]);
        const reads = readOpportunity.mock.calls.length;
        await pass(60000);
        expect(readOpportunity.mock.calls.length).toBe(reads);
    });

    it('shows the check anew when the plan changed, and says that nothing was sent', async () => {
        sendOrder.mockRejectedValueOnce(refusal({ ...PROBLEM, code: 'order.plan-changed', title: 'What would be sent has changed since the check: the quantity.', fixer: 'rep' }));
        const element = await show(UNSENT);
        tellCheck({ light: 'amber', findings: [CREDIT], planHash: 'b'.repeat(64) });
        await press(element, 'send');
        expect(words(element)).toContain('What would be sent has changed since the check: the quantity.');
        expect(words(element)).toContain('Nothing was sent. The check below is the new one.');
        expect(text(element, 'result')).toBe('Can be sent. Points to look at: 1.');
        expect(focused(element).dataset.focus).toBe('check');
        sendOrder.mockResolvedValue('{}');
        await press(element, 'send');
        expect(sendOrder.mock.calls[1]).toEqual([{ opportunityId: DEAL_ID, planHash: 'b'.repeat(64) }]);
    });

    it('keeps the check and shows why sending was refused for another reason', async () => {
        sendOrder.mockRejectedValue(refusal({ ...PROBLEM, title: 'Sending is stopped for "fno-us".' }));
        const element = await show(UNSENT);
        await press(element, 'send');
        expect(words(element)).toContain('Sending is stopped for "fno-us".');
        expect([checkOrder.mock.calls.length, button(element, 'send').disabled]).toEqual([1, false]);
    });

    it('does not send what the check stops, and says why', async () => {
        tellCheck({ light: 'red', findings: [NO_ITEM], planHash: null });
        const element = await show(UNSENT);
        expect(button(element, 'send').disabled).toBe(true);
        expect(text(element, 'stopped')).toBe('The check found what stops this order. Once it is corrected, check again and send.');
        tellCheck();
        await press(element, 'check');
        expect(button(element, 'send').disabled).toBe(false);
        expect(focused(element).dataset.focus).toBe('check');
    });

    it('shows why a check failed and lets it be asked again', async () => {
        checkOrder.mockRejectedValueOnce(refusal(PROBLEM));
        const element = await show(UNSENT);
        expect(words(element)).toContain(PROBLEM.title);
        expect(button(element, 'send')).toBeUndefined();
        await press(element, 'check');
        expect(text(element, 'result')).toContain('Ready to send.');
    });

    it('shows why it does not know where the order stands, and still checks', async () => {
        const element = await show(failed());
        expect(words(element)).toContain(PROBLEM.title);
        expect(button(element, 'check')).toBeDefined();
        expect(button(element, 'send')).toBeUndefined();
    });

    it('shows the proof of an order that exists instead of checking it; the check is one click away', async () => {
        const element = await show(live(orderPart({ push: pushOf({ link: 'https://erp.example.com/SO-7' }), canSend: false })));
        expect(checkOrder).not.toHaveBeenCalled();
        expect(find(element, '[data-id=number] lightning-formatted-url').label).toBe('SO-7');
        expect(text(element, 'verdict')).toBe('Exactly one order exists in the ERP.');
        expect(button(element, 'check').label).toBe('Check only');
        await press(element, 'check');
        expect([text(element, 'result'), button(element, 'send')]).toEqual(['Ready to send. Nothing stands in the way.', undefined]);
    });

    it('says where an order on its way stands, what holds it up and when it is tried again', async () => {
        const element = await show(live(orderPart({ push: pushOf({ state: 'blocked', orderNumber: null, message: 'Customer US-001 is on hold.', fixer: 'finance', nextTryAt: '2026-11-20T17:40:00.000Z' }), canSend: false })));
        expect([checkOrder.mock.calls.length, readCertificate.mock.calls.length]).toEqual([0, 0]);
        expect(text(element, 'status')).toBe('Held up.');
        expect(words(element)).toMatch(/Customer US-001 is on hold\..*finance.*tries again at 9:40.AM/);
        await press(element, 'prove');
        expect(text(element, 'verdict')).toBeDefined();
        expect(focused(element).dataset.focus).toBe('certificate');
    });

    it('shows why the certificate could not be made', async () => {
        readCertificate.mockRejectedValue(refusal(PROBLEM));
        const element = await show(live(orderPart({ push: pushOf(), canSend: false })));
        expect(words(element)).toContain(PROBLEM.title);
        expect(button(element, 'prove').disabled).toBe(false);
    });

    it('lets an approver release a held order with the plan in front of them', async () => {
        releaseOrder.mockResolvedValue('{}');
        const element = await show(live(orderPart({ push: pushOf({ state: 'held', orderNumber: null, message: 'Held for approval: new customer.', fixer: 'finance', planHash: HASH }), canSend: false, cannotSendBecause: 'The order is held for approval.' })));
        expect(text(element, 'status')).toBe('Held for approval.');
        expect(text(element, 'result')).toContain('Ready to send.');
        expect(button(element, 'send')).toBeUndefined();
        find(element, '[data-id=reason-text]').dispatchEvent(new CustomEvent('change', { detail: { value: 'Agreed' } }));
        await pass(0);
        tell(live(orderPart({ push: pushOf({ state: 'accepted', orderNumber: null }), canSend: false })));
        await press(element, 'release');
        expect(releaseOrder.mock.calls[0][0]).toEqual({ opportunityId: DEAL_ID, planHash: HASH, reason: 'Agreed' });
        expect(text(element, 'status')).toBe('Accepted; it will be sent in a moment.');
        expect(find(element, '[data-id=release]')).toBeUndefined();
        expect(focused(element).dataset.id).toBe('status');
    });

    it('says why a deal cannot be sent, without asking the ERP', async () => {
        const element = await show(live(orderPart({ canSend: false, cannotSendBecause: 'The connection "fno-us" only observes.' })));
        expect(text(element, 'status')).toBe('The connection "fno-us" only observes.');
        expect(checkOrder).not.toHaveBeenCalled();
    });

    it('waits for a click where it is told to', async () => {
        const element = await show(UNSENT, { waitsForClick: true });
        expect(checkOrder).not.toHaveBeenCalled();
        expect(text(element, 'invitation')).toBe('Ask the ERP what would become of this deal, before anything is written.');
        expect(button(element, 'check').label).toBe('Flight check');
        await press(element, 'check');
        expect(button(element, 'send')).toBeDefined();
    });

    it('leaves sending and deciding out where it only checks', async () => {
        const element = await show(UNSENT, { justChecks: true });
        expect([text(element, 'result'), button(element, 'send')]).toEqual(['Ready to send. Nothing stands in the way.', undefined]);
        const held = await show(live(orderPart({ push: pushOf({ state: 'held', orderNumber: null }) })), { justChecks: true });
        expect(find(held, '[data-id=release]')).toBeUndefined();
    });

    it('begins anew with another record, and asks nothing more once it left the page', async () => {
        const element = await show(UNSENT);
        element.recordId = '006000000000002AAA';
        await pass(0);
        expect(checkOrder.mock.calls[1]).toEqual([{ opportunityId: '006000000000002AAA' }]);
        element.remove();
        readOpportunity.mockClear();
        await pass(60000);
        expect(readOpportunity).not.toHaveBeenCalled();
    });

    it('is accessible with a check, with an order, and with a decision to make', async () => {
        tellCheck({ light: 'amber', findings: [CREDIT] });
        await show(UNSENT, { hasClose: true });
        await show(live(orderPart({ push: pushOf(), canSend: false })));
        await show(live(orderPart({ push: pushOf({ state: 'held', orderNumber: null, message: 'Held for approval.' }) })));
        await expect(inRealTime(document.body)).toBeAccessible();
    }, 30000);
});
