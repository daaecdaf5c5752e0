import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Takes the pictures of the documents anew: the browser journeys take them in the states that they prove. */
const root = fileURLToPath(new URL('..', import.meta.url));
const tests = ['journey', 'availability', 'send-to-erp', 'console', 'setup'].map((name) => `test/browser/${name}.test.ts`);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], { cwd: root, stdio: 'inherit', env: { ...process.env, CROSSLEDGER_PICTURES: '1' } });
process.exitCode = status ?? 1;
