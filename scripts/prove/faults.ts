import type { Mix, PlannedFault } from './plan.ts';
import { pickWhole, type Random } from './random.ts';

const WRITES = { method: 'POST', path: '/data/|/api/v2\\.0/' };

/** Longest time after which a lost request still commits: the settle time promises that nothing comes after it. */
export const latestCommitMs = (settleMs: number): number => Math.floor(settleMs * 0.6);

/** What the far ends are told to do during a run. Each stops by itself after some requests. */
export function plannedFaults(mix: Mix, settleMs: number, random: Random): PlannedFault[] {
  const latest = latestCommitMs(settleMs);
  const fault = (words: string, body: Record<string, unknown>, far: PlannedFault['far'] = 'erps'): PlannedFault => ({ far, words: `${far}: ${words}`, fault: { seed: pickWhole(random, 1, 1_000_000), ...body } });
  if (mix === 'lost-answers') return [fault('a third of the writes committed, answer dropped', { match: WRITES, times: -1, probability: 0.35, action: { drop: 'after' } })];
  if (mix === 'late-commits') return [fault('half of the writes commit after the connection broke', { match: WRITES, times: -1, probability: 0.5, action: { drop: 'late', commitAfterMs: latest } })];
  if (mix === 'frozen') return [fault('reads take 400 ms', { match: { method: 'GET', path: '/data/|/api/v2\\.0/' }, times: -1, action: { delayMs: 400 } })];
  const choices: [number, PlannedFault][] = [
    [0.6, fault('write committed, answer dropped', { match: WRITES, times: pickWhole(random, 1, 3), probability: 0.3, action: { drop: 'after' } })],
    [0.5, fault('write commits after the connection broke', { match: WRITES, times: pickWhole(random, 1, 3), probability: 0.3, action: { drop: 'late', commitAfterMs: pickWhole(random, 50, latest) } })],
    [0.2, fault('change committed, answer dropped', { match: { method: 'PATCH', path: '/data/|/api/v2\\.0/' }, times: 2, probability: 0.3, action: { drop: 'after' } })],
    [0.2, fault('connection broken before the request was read', { match: { path: '^/(data|api)' }, times: 2, probability: 0.1, action: { drop: 'before' } })],
    [0.3, fault('all tokens expire', { match: { path: '^/(data|api)' }, times: 2, after: pickWhole(random, 1, 40), probability: 0.2, action: { expireTokens: true } })],
    [0.3, fault('429 storm', { match: { path: '^/(data|api)' }, times: pickWhole(random, 5, 15), after: pickWhole(random, 0, 30), action: { status: 429, headers: { 'Retry-After': '1' } } })],
    [0.2, fault('503', { match: { path: '^/(data|api)' }, times: pickWhole(random, 1, 5), probability: 0.2, action: { status: 503, body: 'busy' } })],
    [0.3, fault('slow answers', { match: { path: '^/(data|api)' }, times: 20, probability: 0.2, action: { delayMs: pickWhole(random, 50, 600) } })],
    [0.3, fault('all tokens expire', { match: { path: '^/services/data' }, times: 2, after: pickWhole(random, 1, 40), probability: 0.2, action: { expireTokens: true } }, 'salesforce')],
    [0.2, fault('503', { match: { path: '^/services/data' }, times: pickWhole(random, 1, 4), probability: 0.2, action: { status: 503, body: 'busy' } }, 'salesforce')],
    [0.3, fault('change committed, answer dropped', { match: { method: 'PATCH', path: '^/services/data' }, times: 2, probability: 0.3, action: { drop: 'after' } }, 'salesforce')],
  ];
  return choices.filter(([share]) => random() < share).map(([, planned]) => planned);
}
