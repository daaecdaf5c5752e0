import { defineStopCommand } from '../../backend/stop-command.ts';

/** The stop switch of a connection, or of all connections of an org: nothing is written while it is on. */
export default defineStopCommand('connection.stop', true);
