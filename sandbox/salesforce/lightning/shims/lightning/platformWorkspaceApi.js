// The page is no console: what asks gets the platform's answer outside of one.
import { makeWire } from 'page/wire';

export const IsConsoleNavigation = class { constructor(emit) { this.emit = emit; } connect() { this.emit(false); } update() {} disconnect() {} };
export const EnclosingTabId = makeWire(() => null);
const refuse = async () => { throw new Error('This is not a console app'); };
export { refuse as openTab, refuse as closeTab, refuse as focusTab, refuse as refreshTab, refuse as getFocusedTabInfo, refuse as getTabInfo, refuse as getAllTabInfo, refuse as openSubtab, refuse as setTabLabel, refuse as setTabIcon, refuse as setTabHighlighted, refuse as disableTabClose };
