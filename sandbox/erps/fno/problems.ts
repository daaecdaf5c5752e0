import type { WireReply } from '../../common/wire.ts';
import type { EntityType } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';

const writeException = 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException';
const stack = '   at Microsoft.Dynamics.Platform.Integration.Services.OData.Update.UpdateProcessor.CreateEntity_Save(ChangeOperationContext context, ChangeInfo changeInfo)\r\n   at Microsoft.Dynamics.Platform.Integration.Services.OData.Update.UpdateManager.SaveChanges()';

/** A refused write, with its infolog as F&O joins it (fno.md §4). */
export function writeFailed(entity: string, ...infolog: string[]): ODataProblem {
  return new ODataProblem(400, writeException, `Write failed for table row of type '${entity}'. Infolog: ${infolog.join('; ')}.`);
}

export function duplicateKey(entity: string, what: string): ODataProblem {
  const text = `Write failed for table row of type '${entity}'. Infolog: Info: Cannot create a record in ${what}.\nThe record already exists..`;
  return new ODataProblem(500, writeException, text);
}

export function relationMissing(entity: string, property: string, field: string, value: unknown, table: string): ODataProblem {
  return writeFailed(
    entity,
    `Warning: The value '${String(value)}' in field '${field}' is not found in the related table '${table}'.`,
    `Warning: validateField failed on field '${entity}.${property}'`,
  );
}

export function fieldMissing(entity: string, field: string): ODataProblem {
  return writeFailed(entity, `Warning: Field '${field}' must be filled in.`, `Warning: validateWrite failed on data source '${entity} (${entity})'`);
}

export function notFoundForUpdate(): ODataProblem {
  return new ODataProblem(400, 'System.InvalidOperationException', 'No resources were found when selecting for update.');
}

export function changedMeanwhile(): ODataProblem {
  return new ODataProblem(412, 'System.InvalidOperationException', 'The record has been changed by another process.');
}

export function unknownProperty(name: string, type: EntityType): ODataProblem {
  return new ODataProblem(400, 'Microsoft.OData.ODataException', `Could not find a property named '${name}' on type '${type.fullName}'.`);
}

export function noResource(url: string): ODataProblem {
  return new ODataProblem(404, 'resource', `No HTTP resource was found that matches the request URI '${url}'.`);
}

const headers = { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8', 'odata-version': '4.0' };

/** The three envelopes of fno.md §4: write failures, refused queries, and plain ones. */
export function toReply(problem: ODataProblem): WireReply {
  const { status, code, message } = problem;
  if (code === 'Microsoft.OData.ODataException') {
    return reply(status, { code: '', message: `The query specified in the URI is not valid. ${message}`, innererror: { message, type: code, stacktrace: '' } });
  }
  if (code === 'resource') return reply(status, { code: '', message });
  if (code === 'function') return reply(status, { code: '', message: 'An error has occurred.' });
  const type = code.includes('.') ? code : 'Microsoft.OData.ODataException';
  return reply(status, { code: '', message: 'An error has occurred.', innererror: { message, type, stacktrace: type === writeException ? stack : '' } });
}

function reply(status: number, error: object): WireReply {
  return { status, headers, body: { error } };
}
