import { defineStopCommand } from '../../backend/stop-command.ts';

/** Takes the stop switch off again. */
export default defineStopCommand('connection.resume', false);
