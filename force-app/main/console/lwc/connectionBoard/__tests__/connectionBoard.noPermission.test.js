import { deny, find, inRealTime, mockApex, mount, setUpPage } from '../../../../../../test/force-app/panels';

const { readConnections } = mockApex('CrossledgerConnectionController', 'readConnections', 'readHealth', 'setMode', 'setStop', 'setStopAll', 'testConnection');
deny('Crossledger_Administer');
const ConnectionBoard = require('c/connectionBoard').default;

describe('c-connection-board without the permission', () => {
    setUpPage();

    it('asks for nothing and says which permission it needs', async () => {
        const element = await mount('c-connection-board', ConnectionBoard);
        expect(readConnections).not.toHaveBeenCalled();
        expect(find(element, '[data-id=no-permission]').textContent).toBe('Looking after connections needs the permission Crossledger: Administer.');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
