import { deny, find, inRealTime, mockApex, mount, setUpPage } from '../../../../../../test/force-app/panels';

const { readState } = mockApex('CrossledgerSetupController', 'readState', 'saveSettings', 'testCertificate', 'pair', 'testBackend', 'readDeals', 'tryOrder');
mockApex('CrossledgerConnectionController', 'readConnections', 'saveConnection', 'testConnection', 'tryConnection');
deny('Crossledger_Administer');
const SetupGuide = require('c/setupGuide').default;

describe('c-setup-guide without the permission', () => {
    setUpPage();

    it('asks for nothing and names the permission set', async () => {
        const element = await mount('c-setup-guide', SetupGuide);
        expect(readState).not.toHaveBeenCalled();
        expect(find(element, '[data-id=no-permission]').textContent).toBe('Setting up needs the permission set Crossledger Admin.');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
