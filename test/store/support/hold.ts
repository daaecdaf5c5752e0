/** A process of its own: takes the lock of the folder given, says so, and keeps it until it is ended. */
import { lockFolder } from '../../../server/store/folder-lock.ts';

const [folder] = process.argv.slice(2);
try {
  await lockFolder(folder ?? '');
  process.stdout.write('locked\n');
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
}
