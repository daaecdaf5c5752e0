import type { Stop } from '../problems.ts';
import type { OnUnknown } from './options.ts';
import type { TransformAnswer } from './transform.ts';

/** What a rule says about a value that was not understood. */
export function decide(rule: OnUnknown | undefined, value: string, refusal: Stop): TransformAnswer {
  if (rule === 'keep') return { value, remark: `kept as it is: ${refusal.says}` };
  if (rule === 'leave-out') return { value: null, remark: `left out: ${refusal.says}` };
  return refusal;
}
