/** Of a connection as the list tells it, what is no setting: the rest may be set again, and the secret never comes back. */
const DECIDED_ELSEWHERE = new Set(['name', 'hasSecret', 'mode', 'goLiveAt', 'stopped', 'criteria', 'approval']);

export const settingsOf = (connection) => Object.fromEntries(Object.entries(connection).filter(([name]) => !DECIDED_ELSEWHERE.has(name)));
