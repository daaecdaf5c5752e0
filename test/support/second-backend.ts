import path from 'node:path';
import { backendReady } from '../../scripts/setup/endpoints.ts';
import { startPart, type Part } from '../../scripts/setup/part.ts';

/** A second backend on the same PostgreSQL, key and audience as that of the stack in this data folder, with a port of its own. */
export const startSecondBackend = (dataFolder: string, databaseUrl: string): Promise<Part<{ url: string }>> =>
  startPart({
    name: 'the second backend', args: ['server/main.ts'], cwd: path.resolve(import.meta.dirname, '../..'), logFile: path.join(dataFolder, 'logs/second.log'), readyWithinMs: 90_000,
    environment: {
      CROSSLEDGER_PORT: '0', CROSSLEDGER_DATA_DIR: path.join(dataFolder, 'second'), CROSSLEDGER_MASTER_KEY_FILE: path.join(dataFolder, 'keys/master.key'), CROSSLEDGER_AUDIENCE: 'crossledger-sandbox',
      CROSSLEDGER_ALLOW_LOOPBACK: 'true', CROSSLEDGER_PROFILE: 'demo', CROSSLEDGER_POLL_MS: '1000', CROSSLEDGER_DATABASE_URL: databaseUrl,
    },
  }, backendReady);
