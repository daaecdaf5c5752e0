import * as z from 'zod';
import type { Certificate } from '../contract/audit.ts';
import type { Order, OrderDraft } from '../model/order.ts';
import { discountDifference, findDifference, missingLines } from './compare.ts';
import type { PercentRounding } from './totals.ts';

const COMPARED = ['itemNumber', 'quantity', 'unitPrice', 'discountPercent'] as const;
type Compared = (typeof COMPARED)[number];

/** A stored plan; what older ones lack or newer ones add does not matter here. */
const storedPlan = z.looseObject({
  lines: z.array(z.looseObject({ reference: z.string(), itemNumber: z.string(), quantity: z.string(), unitPrice: z.string().nullable(), discountPercent: z.string() })),
});

/** How an ERP gives drafts back, and how it takes a line's percentage off. */
export interface Keeping {
  asKept: (draft: OrderDraft) => OrderDraft;
  percentRounding?: PercentRounding | undefined;
}

/** What was planned beside what the ERP has, line by line; null when no plan is stored. */
export function compareWithPlan({ asKept, percentRounding }: Keeping, plan: unknown, order: Order, at: string): Certificate['readBack'] {
  if (!storedPlan.safeParse(plan).success) return null;
  const draft = asKept(plan as OrderDraft);
  const missing = missingLines(draft, order).length;
  const difference = findDifference(draft, order) ?? (missing === 0 ? discountDifference(draft, order, percentRounding) : `${missing} lines are missing`);
  const references = [...new Set([...draft.lines.map((line) => line.reference), ...order.lines.map((line) => line.reference)])];
  const fieldsOf = (line: Record<Compared, string | null> | undefined) => (line === undefined ? null : Object.fromEntries(COMPARED.map((name) => [name, line[name]])));
  return {
    at, equal: difference === null, difference, compared: [...COMPARED],
    lines: references.map((reference) => ({
      reference,
      planned: fieldsOf(draft.lines.find((line) => line.reference === reference)),
      found: fieldsOf(order.lines.find((line) => line.reference === reference)),
    })),
  };
}
