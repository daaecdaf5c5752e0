import { startApp } from './app.ts';
import { parseConfig } from './config/config.ts';
import { messageOf } from './kernel/errors.ts';
import { createLog } from './kernel/log.ts';

const parsed = parseConfig(process.env);
if (!parsed.ok) {
  for (const problem of parsed.problems) process.stderr.write(`${problem}\n`);
  process.exit(2);
}
const log = createLog({ level: parsed.config.logLevel });
for (const warning of parsed.config.warnings) log.warn('config.warned', { problem: warning });

try {
  const app = await startApp(parsed.config, log);
  process.stdout.write(`${JSON.stringify({ ready: true, url: app.url })}\n`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    app.stop().then(() => process.exit(0), (error: unknown) => {
      log.error('app.not-stopped', { problem: messageOf(error) });
      process.exit(1);
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  log.error('app.not-started', { problem: messageOf(error) });
  process.exit(1);
}
