import { find, inRealTime, mount, setUpPage } from '../../../../../../test/force-app/panels';

const Pager = require('c/pager').default;
const show = async (total, skip) => {
    const element = await mount('c-pager', Pager, { total, skip, pageSize: 25 });
    const turned = jest.fn();
    element.addEventListener('page', (event) => turned(event.detail.skip));
    return { element, turned, press: (name) => find(element, `[data-id=${name}]`).click() };
};

describe('c-pager', () => {
    setUpPage();

    it('says which rows are shown', async () => {
        expect(find((await show(1300, 25)).element, '[data-id=range]').textContent).toBe('26 to 50 of 1,300');
        expect(find((await show(30, 25)).element, '[data-id=range]').textContent).toBe('26 to 30 of 30');
    });

    it('turns to the next and the previous page', async () => {
        const { turned, press } = await show(130, 50);
        press('next');
        press('previous');
        expect(turned.mock.calls).toEqual([[75], [25]]);
    });

    it('stops at both ends', async () => {
        const first = (await show(30, 0)).element;
        expect([find(first, '[data-id=previous]').disabled, find(first, '[data-id=next]').disabled]).toEqual([true, false]);
        const last = (await show(30, 25)).element;
        expect([find(last, '[data-id=previous]').disabled, find(last, '[data-id=next]').disabled]).toEqual([false, true]);
    });

    it('is hidden while everything fits one page', async () => {
        expect(find((await show(25, 0)).element, 'nav')).toBeUndefined();
    });

    it('is accessible', async () => {
        await expect(inRealTime((await show(130, 25)).element)).toBeAccessible();
    });
});
