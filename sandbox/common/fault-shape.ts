import { z } from 'zod';

const pattern = z.string().refine((source) => {
  try {
    return new RegExp(source) instanceof RegExp;
  } catch (cause) {
    return !(cause instanceof SyntaxError);
  }
}, 'is not a regular expression');

const delayMs = z.number().int().min(0).optional();

const action = z.union([
  z.strictObject({
    status: z.number().int().min(100).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
    delayMs,
  }),
  z.strictObject({ drop: z.enum(['before', 'after']), delayMs }),
  z.strictObject({ drop: z.literal('late'), commitAfterMs: z.number().int().min(0), delayMs }),
  z.strictObject({ expireTokens: z.literal(true), delayMs }),
  z.strictObject({ maintenance: z.literal(true), delayMs }),
  z.strictObject({ delayMs: z.number().int().min(0) }),
]);

export const faultShape = z.strictObject({
  match: z.strictObject({ method: z.string().optional(), path: pattern.optional(), body: pattern.optional() }).optional(),
  times: z.number().int().min(-1).default(1),
  after: z.number().int().min(0).default(0),
  probability: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
  action,
});

export type Fault = z.infer<typeof faultShape>;
export type FaultInput = z.input<typeof faultShape>;
export type FaultAction = z.infer<typeof action>;
