import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface ProverEnd {
  code: number | null;
  output: string;
  /** Its last line but replays: `runs N, orders M, lost 0, doubled 0, partial 0`. */
  closing: { runs: number; orders: number; lost: number; doubled: number; partial: number };
  kills: number;
}

/** `npm run prove:once -- …` as its own process, in the given copy of the repository. */
export async function runProver(root: string, ...args: string[]): Promise<ProverEnd> {
  const child = spawn(process.execPath, ['scripts/prove/main.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const output = out + err;
  const found = /^runs (\d+), orders (\d+), lost (\d+), doubled (\d+), partial (\d+)$/m.exec(output)?.slice(1).map(Number);
  if (found === undefined) throw new Error(`The prover ended with ${code} and without its closing line:\n${output}`);
  const [runs = 0, orders = 0, lost = 0, doubled = 0, partial = 0] = found;
  return { code, output, closing: { runs, orders, lost, doubled, partial }, kills: Number(/^(\d+) kills in/m.exec(output)?.[1]) };
}
