import { CrossledgerError } from '../kernel/errors.ts';
import { fieldsFor } from '../mapping/company-fields.ts';
import type { MappedObject } from '../mapping/document.ts';
import type { Mappings } from './directory.ts';

/** A refusal that names a property of the ERP also tells where its value comes from: `SalesOrderName (from Opportunity.Name)`. Anything else stays. */
export function nameSource(thrown: unknown, mappings: Mappings, company: string, objects: readonly MappedObject[]): unknown {
  if (!(thrown instanceof CrossledgerError)) return thrown;
  const { code, details, outcome, retryAfterMs } = thrown;
  const source = objects.flatMap((object) => fieldsFor(mappings[object], company)).find((field) => field.target === details['field'])?.source;
  if (source === undefined) return thrown;
  return new CrossledgerError(code, { ...details, field: `${String(details['field'])} (from ${source})` }, { cause: thrown, outcome, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}
