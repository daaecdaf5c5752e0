import { describe, expect, it } from 'vitest';
import { classify as classifyBc } from '../../server/connectors/business-central/errors.ts';
import { classify as classifyFno } from '../../server/connectors/fno/errors.ts';
import type { HttpRequest } from '../../server/net/http-client.ts';

const request: HttpRequest = { method: 'POST', url: 'https://erp/data/X', step: 'create order header' };
const WRITE = 'Microsoft.Dynamics.Platform.Integration.Services.OData.AxODataWriteException';
const inner = (message: string, type = WRITE): string => JSON.stringify({ error: { code: '', message: 'An error has occurred.', innererror: { message, type, stacktrace: 'at Secret.Place()' } } });
const said = "Write failed for table row of type 'CustCustomerV3Entity'. Infolog: Warning: The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.; Warning: validateField failed on field 'CustCustomerV3Entity.CustomerGroupId'.";

describe('F&O answers', () => {
  it.each([
    ['a validation', 400, inner(said), true, 'erp.refused', 'not-done', "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'."],
    ['a mandatory site', 400, inner("Write failed for table row of type 'SalesOrderLineV3Entity'. Infolog: Warning: Inventory dimension Site is mandatory and must consequently be specified.; Error: Update has been canceled.."), true, 'erp.refused', 'not-done', 'Inventory dimension Site is mandatory and must consequently be specified.'],
    ['a duplicate key as 500', 500, inner("Write failed for table row of type 'X'. Infolog: Info: Cannot create a record in Customer groups (CustGroup).\nThe record already exists.."), true, 'erp.refused', 'not-done', 'Cannot create a record in Customer groups (CustGroup). The record already exists.'],
    ['an update conflict', 400, inner('Cannot edit a record. An update conflict occurred due to another user process deleting the record.'), true, 'erp.unavailable', 'not-done', 'Cannot edit a record. An update conflict occurred due to another user process deleting the record.'],
    ['a refused action', 500, inner("Exception occurred while executing action 'x'", 'System.InvalidOperationException'), true, 'erp.refused', 'not-done', "Exception occurred while executing action 'x'"],
    ['any other 500 of a write', 500, inner('Object reference not set', 'System.NullReferenceException'), true, 'erp.unknown-outcome', 'unknown', undefined],
    ['a 503 of a write', 503, '<html>', true, 'erp.unknown-outcome', 'unknown', undefined],
    ['a 503 of a read', 503, '<html>', false, 'erp.unavailable', 'not-done', 'HTTP 503'],
    ['a missing right', 403, '', true, 'erp.forbidden', 'not-done', 'HTTP 403'],
    ['a stale version', 412, inner('The record has been changed by another process.', 'System.InvalidOperationException'), true, 'erp.unavailable', 'not-done', 'the record was changed by somebody else meanwhile'],
    ['a missing record', 400, inner('No resources were found when selecting for update.', 'System.InvalidOperationException'), true, 'erp.refused', 'not-done', 'No resources were found when selecting for update.'],
    ['an unknown property', 400, inner("The query specified in the URI is not valid. Could not find a property named 'X' on type 'Y'.", 'Microsoft.OData.ODataException'), false, 'erp.answer', 'not-done', "The query specified in the URI is not valid. Could not find a property named 'X' on type 'Y'."],
    ['an unknown set', 404, '', false, 'erp.answer', 'not-done', 'HTTP 404 to "create order header"'],
  ] as const)('%s', (_, status, text, write, code, outcome, problem) => {
    const error = classifyFno(request, { status, headers: {}, text }, write);
    expect([error.code, error.outcome, error.details['problem']]).toEqual([code, outcome, problem]);
    expect(error.message).not.toContain('Secret');
  });
});

const bc = (code: string, message: string): string => JSON.stringify({ error: { code, message: `${message}  CorrelationId:  6bc78d2a-1d3f-4d0a-9b0f-4a1f0d1b6c11.` } });

describe('Business Central answers', () => {
  it.each([
    ['a business rule', 400, bc('Application_DialogException', 'The sell-to customer cannot be found.'), true, 'erp.refused', 'The sell-to customer cannot be found.'],
    ['a stale version', 409, bc('Request_EntityChanged', 'Another user has already changed the record.'), true, 'erp.unavailable', 'the record is changed or locked by somebody else'],
    ['a lock', 409, bc('Internal_ServerError', 'The operation could not complete because a record in the Item table was locked by another user.'), true, 'erp.unavailable', 'the record is changed or locked by somebody else'],
    ['a lock in another language', 409, bc('Internal_ServerError', 'Ein Datensatz ist gesperrt.'), true, 'erp.unavailable', 'the record is changed or locked by somebody else'],
    ['a stale version by status', 412, '', true, 'erp.unavailable', 'the record is changed or locked by somebody else'],
    ['a deadlock', 400, bc('Application_DialogException', 'Your activity was deadlocked with another user.'), true, 'erp.unavailable', 'the record is changed or locked by somebody else'],
    ['a line that is there already', 400, bc('Application_DialogException', 'You cannot insert a line because a line already exists.'), true, 'erp.unavailable', 'You cannot insert a line because a line already exists.'],
    ['a key that is there already', 409, bc('Internal_EntityWithSameKeyExists', 'The record in table Customer already exists.'), true, 'erp.unavailable', 'The record in table Customer already exists.'],
    ['a write that ran out of time', 408, bc('Internal_OperationTimeout', 'x'), true, 'erp.unknown-outcome', undefined],
    ['a missing right', 403, bc('Authorization_RequestDenied', 'No.'), false, 'erp.forbidden', 'No.'],
    ['a throttle', 429, bc('Application_TooManyRequests', 'Too many requests reached.'), true, 'erp.throttled', undefined],
    ['an unknown set', 404, bc('BadRequest_NotFound', 'x'), false, 'erp.answer', 'HTTP 404 to "create order header"'],
    ['a bad query', 400, bc('BadRequest', 'Could not find a property named x.'), false, 'erp.answer', 'Could not find a property named x.'],
    ['a 500 of a write', 500, bc('Internal_ServerError', 'x'), true, 'erp.unknown-outcome', undefined],
  ] as const)('%s', (_, status, text, write, code, problem) => {
    const error = classifyBc(request, { status, headers: {}, text }, write);
    expect([error.code, error.details['problem']]).toEqual([code, problem]);
  });
});
