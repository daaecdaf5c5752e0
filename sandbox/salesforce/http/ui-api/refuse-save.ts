import type { WireReply } from '../../../common/wire.ts';
import type { ObjectDescribe, SaveError } from '../../org.ts';
import { json } from '../reply.ts';

/** What `error.body` of a failed `updateRecord` holds: one message, and the causes sorted to page and fields. */
export function refuseSave(object: ObjectDescribe, errors: readonly SaveError[]): WireReply {
  const fieldErrors: Record<string, unknown[]> = {};
  const pageErrors: unknown[] = [];
  for (const { statusCode, message, fields } of errors) {
    const shown = { constituentField: null, duplicateRecordError: null, errorCode: statusCode, message };
    if (fields.length === 0) pageErrors.push({ errorCode: statusCode, message });
    for (const name of fields) {
      const field = object.fields.find((one) => one.name === name);
      (fieldErrors[name] ??= []).push({ ...shown, field: name, fieldLabel: field?.label ?? name });
    }
  }
  return json(400, {
    statusCode: 400,
    message: 'An error occurred while trying to update the record. Please try again.',
    errorCode: 'INVALID_INPUT',
    output: { errors: pageErrors, fieldErrors },
    enhancedErrorType: 'RecordError',
  });
}
