import { DEAL_ID, find, inRealTime, mount, pass, PROBLEM, refusal, refuseOrder, releaseOrder, setUpPage, words } from '../../../../../../test/force-app/panels';
import { HASH } from '../../../../../../test/force-app/checks';

const OrderDecision = require('c/orderDecision').default;
const heard = jest.fn();
async function show() {
    const element = await mount('c-order-decision', OrderDecision, { recordId: DEAL_ID, planHash: HASH });
    element.addEventListener('decided', ({ detail }) => heard(detail.sentence));
    return element;
}
async function write(element, value) {
    find(element, '[data-id=reason-text]').dispatchEvent(new CustomEvent('change', { detail: { value } }));
    await pass(0);
}
async function press(element, id) {
    find(element, `[data-id=${id}]`).click();
    await pass(0);
}

describe('c-order-decision', () => {
    setUpPage();
    beforeEach(() => heard.mockReset());

    it('asks for a reason first', async () => {
        const element = await show();
        const disabled = () => ['release', 'refuse'].map((id) => find(element, `[data-id=${id}]`).disabled);
        expect(disabled()).toEqual([true, true]);
        await write(element, '  ok ');
        expect(disabled()).toEqual([true, true]);
        await write(element, undefined);
        expect(disabled()).toEqual([true, true]);
        await write(element, 'Agreed');
        expect(disabled()).toEqual([false, false]);
    });

    it.each([
        ['release', releaseOrder, 'The order was released; it is sent in a moment.'],
        ['refuse', refuseOrder, 'The order was refused; the deal says why.']
    ])('can %s exactly the plan that is shown, and tells so', async (id, decision, sentence) => {
        decision.mockResolvedValue('{}');
        const element = await show();
        await write(element, ' Agreed with finance ');
        await press(element, id);
        expect(decision.mock.calls).toEqual([[{ opportunityId: DEAL_ID, planHash: HASH, reason: 'Agreed with finance' }]]);
        expect(heard.mock.calls).toEqual([[sentence]]);
    });

    it('shows why it was not taken, and keeps the reason for the next try', async () => {
        releaseOrder.mockRejectedValue(refusal({ ...PROBLEM, title: 'The order has changed since it was shown for approval.' }));
        const element = await show();
        await write(element, 'Agreed');
        await press(element, 'release');
        expect(words(element)).toContain('The order has changed since it was shown for approval.');
        expect([heard.mock.calls.length, find(element, '[data-id=release]').disabled]).toEqual([0, false]);
    });

    it('cannot be decided twice while it is being handed over, and is accessible', async () => {
        releaseOrder.mockReturnValue(new Promise(() => {}));
        const element = await show();
        await write(element, 'Agreed');
        await press(element, 'release');
        expect(find(element, '[data-id=refuse]').disabled).toBe(true);
        await expect(inRealTime(element)).toBeAccessible();
    });
});
