import { z } from 'zod';

/** One GET; `kind` is what reads of different customers have in common. */
export const read = z.object({ url: z.string(), headers: z.record(z.string(), z.string()), kind: z.string() });
export type Read = z.infer<typeof read>;

/** What the load generator is asked to do: `questions` in turn, so many at once. The reads of one question start together. */
export const job = z.object({ questions: z.array(z.array(read).min(1)).min(1), atOnce: z.int().positive(), durationMs: z.number().positive() });
export type Job = z.infer<typeof job>;

export const jobResult = z.object({
  durationMs: z.number(),
  /** Of whole questions. */
  latenciesMs: z.array(z.number()),
  /** Of single reads, by kind. */
  readsMs: z.record(z.string(), z.array(z.number())),
  failures: z.int(),
  /** The first failure, to be shown. */
  failure: z.string().nullable(),
});
export type JobResult = z.infer<typeof jobResult>;

/** What the upstream and the proxy are started with, as a file. */
export const recording = z.object({
  /** Body by path and query. */
  answers: z.record(z.string(), z.string()),
  customers: z.array(z.object({ company: z.string(), number: z.string(), reads: z.array(z.object({ path: z.string(), kind: z.string() })) })),
});
export type Recording = z.infer<typeof recording>;

/** What the F&O connector sends with each read. */
export const READ_HEADERS = { accept: 'application/json;odata.metadata=minimal', 'odata-version': '4.0', 'odata-maxversion': '4.0', authorization: 'Bearer bench' };

/** Sockets of each client to the upstream, the same for all who are compared. */
export const SOCKETS = 64;
