import { find, inRealTime, mockApex, mount, pass, refusal, setUpPage, words } from '../../../../../../test/force-app/panels';

const { readPages } = mockApex('CrossledgerSetupController', 'readPages');
const SetupPages = require('c/setupPages').default;

const FINANCE = { name: 'financePanel', label: 'ERP Finance' };
const ORDERS = { name: 'orderPanel', label: 'ERP Orders' };
const OWN = { id: '0M0000000000001AAA', object: 'Account', label: 'Key accounts', developerName: 'Key_Accounts', isOurs: false, has: [], lacks: [FINANCE, ORDERS] };
const WHOLE = { ...OWN, id: '0M0000000000002AAA', label: 'Partners', has: [FINANCE, ORDERS], lacks: [] };
const SAMPLE = { id: '0M0000000000003AAA', object: 'Product2', label: 'Product Record Page', developerName: 'Product_Record_Page', isOurs: true, has: [], lacks: [] };
const NO_RIGHT = {
    code: 'salesforce.setup-unseen',
    title: 'The integration user may not read which Lightning pages this org has.',
    next: 'Give it the permission View Setup and Configuration.',
    fixer: 'admin'
};

const show = () => mount('c-setup-pages', SetupPages, { number: '7' });
async function press(element) {
    find(element, '[data-id=pages-show]').click();
    await pass(0);
}
async function list(...rows) {
    readPages.mockResolvedValue(JSON.stringify({ rows, more: false }));
    const element = await show();
    await press(element);
    return element;
}
const sign = (element) => find(element, '[data-id=sign]').alternativeText;
const said = (element) => find(element, '[data-id=says]').textContent;

describe('c-setup-pages', () => {
    setUpPage();
    beforeEach(() => readPages.mockReset());

    it('asks nobody before it is told to, and leads to the App Builder', async () => {
        const element = await show();
        expect(readPages).not.toHaveBeenCalled();
        expect(find(element, '[data-id=pages-table]')).toBeFalsy();
        expect(find(element, 'a[href="/lightning/setup/FlexiPageList/home"]').textContent).toBe('Open Lightning App Builder');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('lists what each page lacks, and says how many lack something', async () => {
        const element = await list(OWN, WHOLE, SAMPLE);
        expect(words(find(element, '[data-id=pages-table]'))).toMatch(
            /Page ?Object ?Lacks ?Key accounts ?Account ?ERP Finance, ERP Orders ?Partners ?Account ?Nothing ?Product Record Page \(sample page of Crossledger\) ?Product ?Nothing/
        );
        expect(sign(element)).toBe('Not done yet');
        expect(said(element)).toBe('1 of 2 record pages that were made in this org lack panels.');
        await expect(inRealTime(element)).toBeAccessible();
    });

    it('is done when no page of the org lacks anything', async () => {
        const element = await list(WHOLE, SAMPLE);
        expect(sign(element)).toBe('Done');
        expect(said(element)).toBe('Record pages that were made in this org: 1. All have the panels.');
    });

    it('says that the sample pages can be assigned where nobody made a page, and that there is none', async () => {
        const element = await list(SAMPLE);
        expect(said(element)).toContain('The sample pages of Crossledger can be assigned.');
        readPages.mockResolvedValue(JSON.stringify({ rows: [], more: false }));
        await press(element);
        expect(sign(element)).toBe('Not done yet');
        expect(said(element)).toBe('This org has no record page for accounts, opportunities or products.');
    });

    it('is not done when there are pages that were not looked at', async () => {
        readPages.mockResolvedValue(JSON.stringify({ rows: [WHOLE], more: true }));
        const element = await show();
        await press(element);
        expect(sign(element)).toBe('Not done yet');
        expect(said(element)).toContain('The org has more pages; only the first 1 are listed.');
    });

    it('shows which permission is missing instead of an empty list', async () => {
        const element = await list(OWN);
        readPages.mockRejectedValue(refusal(NO_RIGHT));
        await press(element);
        expect(sign(element)).toBe('Failed');
        expect(words(element)).toContain('Give it the permission View Setup and Configuration.');
        expect(find(element, '[data-id=pages-table]')).toBeFalsy();
        await expect(inRealTime(element)).toBeAccessible();
    });
});
