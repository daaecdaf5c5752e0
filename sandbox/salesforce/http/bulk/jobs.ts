import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { RestError } from '../errors.ts';

export const delimiters: Readonly<Record<string, string>> = { COMMA: ',', SEMICOLON: ';', TAB: '\t', PIPE: '|', CARET: '^', BACKQUOTE: '`' };

const formatShape = {
  columnDelimiter: z.enum(['COMMA', 'SEMICOLON', 'TAB', 'PIPE', 'CARET', 'BACKQUOTE']).default('COMMA'),
  lineEnding: z.enum(['LF', 'CRLF']).default('LF'),
  contentType: z.literal('CSV').default('CSV'),
};

export const ingestShape = z.looseObject({
  object: z.string(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'hardDelete']),
  externalIdFieldName: z.string().optional(),
  ...formatShape,
});

export const queryJobShape = z.looseObject({ operation: z.enum(['query', 'queryAll']), query: z.string(), ...formatShape });

export type JobState = 'Open' | 'UploadComplete' | 'InProgress' | 'Aborted' | 'JobComplete' | 'Failed';

export interface BulkJob {
  readonly id: string;
  readonly kind: 'ingest' | 'query';
  readonly object: string;
  readonly operation: string;
  readonly externalIdFieldName?: string;
  readonly query?: string;
  readonly userId: string;
  readonly apiVersion: number;
  readonly delimiter: string;
  readonly settings: { readonly columnDelimiter: string; readonly lineEnding: 'LF' | 'CRLF'; readonly contentType: 'CSV' };
  readonly createdDate: string;
  changedDate: string;
  state: JobState;
  errorMessage?: string;
  upload: string;
  columns: string[];
  processed: number;
  failed: number;
  tookMs: number;
  successful: string[][];
  refused: string[][];
  unprocessed: string[][];
  results: string[][];
}

export type NewJob = Pick<BulkJob, 'kind' | 'object' | 'operation' | 'userId' | 'apiVersion' | 'settings'> & { externalIdFieldName?: string | undefined; query?: string | undefined };

export interface BulkJobs {
  create(job: NewJob): BulkJob;
  find(kind: BulkJob['kind'], id: string): BulkJob;
  list(kind: BulkJob['kind']): BulkJob[];
  remove(id: string): void;
  clear(): void;
  /** Runs work beside the request and remembers it for `idle`. */
  run(work: () => Promise<void>): void;
  idle(): Promise<void>;
}

export function makeBulkJobs(): BulkJobs {
  const jobs = new Map<string, BulkJob>();
  const running = new Set<Promise<void>>();
  return {
    create({ externalIdFieldName, query, ...given }) {
      const now = wireNow();
      const job: BulkJob = {
        ...given,
        ...(externalIdFieldName !== undefined && { externalIdFieldName }),
        ...(query !== undefined && { query }),
        id: `750${randomBytes(12).toString('base64url').replace(/[-_]/g, 'x').slice(0, 12)}AAA`,
        delimiter: delimiters[given.settings.columnDelimiter] ?? ',',
        createdDate: now,
        changedDate: now,
        state: given.kind === 'query' ? 'UploadComplete' : 'Open',
        upload: '',
        columns: [],
        processed: 0,
        failed: 0,
        tookMs: 0,
        successful: [],
        refused: [],
        unprocessed: [],
        results: [],
      };
      jobs.set(job.id, job);
      return job;
    },
    find(kind, id) {
      const job = [...jobs.values()].find((one) => one.kind === kind && one.id.slice(0, 15) === id.slice(0, 15));
      if (!job) throw new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
      return job;
    },
    list: (kind) => [...jobs.values()].filter((job) => job.kind === kind),
    remove: (id) => void jobs.delete(id),
    clear: () => jobs.clear(),
    run(work) {
      const done = work().finally(() => running.delete(done));
      running.add(done);
    },
    idle: async () => void (await Promise.all(running)),
  };
}

export function setState(job: BulkJob, state: JobState): void {
  job.state = state;
  job.changedDate = wireNow();
}

function wireNow(): string {
  return new Date().toISOString().replace('Z', '+0000');
}
