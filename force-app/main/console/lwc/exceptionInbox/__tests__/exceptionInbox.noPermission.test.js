import { deny, find, inRealTime, mockApex, mount, setUpPage } from '../../../../../../test/force-app/panels';

const { readPage } = mockApex('CrossledgerExceptionController', 'decide', 'edit', 'readRecordNames', 'readLines', 'readOne', 'readPage', 'readUserName', 'retryMany');
deny('Crossledger_Work_Exceptions');
const ExceptionInbox = require('c/exceptionInbox').default;

describe('c-exception-inbox without the permission', () => {
    setUpPage();

    it('asks for nothing and says which permission it needs', async () => {
        const element = await mount('c-exception-inbox', ExceptionInbox);
        expect(readPage).not.toHaveBeenCalled();
        expect(find(element, '[data-id=no-permission]').textContent).toBe('Working on exceptions needs the permission Crossledger: Work Exceptions.');
        await expect(inRealTime(element)).toBeAccessible();
    });
});
