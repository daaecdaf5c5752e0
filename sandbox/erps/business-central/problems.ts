import { randomUUID } from 'node:crypto';
import type { WireReply } from '../../common/wire.ts';
import type { EntityType } from '../odata/model.ts';
import { ODataProblem } from '../odata/problem.ts';

/** A business rule text raised by AL (business-central.md §8). */
export function dialog(message: string): ODataProblem {
  return new ODataProblem(400, 'Application_DialogException', message);
}

export function released(): ODataProblem {
  return dialog("Status must be equal to 'Open'  in Sales Header. Current value is 'Released'.");
}

export function unknownProperty(name: string, type: EntityType): ODataProblem {
  return new ODataProblem(400, 'BadRequest', `Could not find a property named '${name}' on type '${type.fullName}'.`);
}

export function unknownBodyProperty(name: string, type: EntityType): ODataProblem {
  return new ODataProblem(400, 'BadRequest', `The property '${name}' does not exist on type '${type.fullName}'. Make sure to only use property names that are defined by the type.`);
}

export function noSegment(name: string): ODataProblem {
  return new ODataProblem(404, 'BadRequest_NotFound', `Resource not found for the segment '${name}'.`);
}

export function noRecord(type: EntityType, id: string): ODataProblem {
  const table = type.name.charAt(0).toUpperCase() + type.name.slice(1).replaceAll(/([A-Z])/g, ' $1');
  return new ODataProblem(404, 'Internal_RecordNotFound', `The ${table} does not exist. Identification fields and values: SystemId='{${id}}'`);
}

export function noCompany(id: string): ODataProblem {
  return new ODataProblem(404, 'Internal_CompanyNotFound', `The company with id '${id}' does not exist.`);
}

export function sameKey(table: string, field: string, value: string): ODataProblem {
  return new ODataProblem(400, 'Internal_EntityWithSameKeyExists', `The record in table ${table} already exists. Identification fields and values: ${field}='${value}'`);
}

export function relationMissing(field: string, table: string, value: string, related: string): ODataProblem {
  return new ODataProblem(400, 'Internal_InvalidTableRelation', `The field ${field} of table ${table} contains a value (${value}) that cannot be found in the related table (${related}).`);
}

export function notAllowed(): ODataProblem {
  return new ODataProblem(405, 'BadRequest_MethodNotAllowed', "'BadRequest_MethodNotAllowed' method is not allowed on this entity.");
}

/** Codes of the shared OData core, as Business Central names them. */
const codes: Readonly<Record<string, string>> = {
  syntax: 'BadRequest',
  unsupported: 'BadRequest_MethodNotImplemented',
  type: 'BadRequest',
  function: 'BadRequest_MethodNotImplemented',
  option: 'BadRequest',
  json: 'BadRequest',
  null: 'BadRequest',
  enum: 'Unknown',
  key: 'Application_InvalidGUID',
  batch: 'BadRequest',
};

export const jsonHeaders = { 'content-type': 'application/json; odata.metadata=minimal; odata.streaming=true', 'odata-version': '4.0' };

export function toReply(problem: ODataProblem): WireReply {
  const code = codes[problem.code] ?? problem.code;
  const message = `${problem.message}  CorrelationId:  ${randomUUID()}.`;
  return { status: problem.status, headers: jsonHeaders, body: { error: { code, message } } };
}
