import { addressProblem, type AddressRules } from '../kernel/address.ts';
import { CrossledgerError } from '../kernel/errors.ts';

/** `problem` is a clause, or sentences whose last full stop the error sets itself. */
export const invalid = (problem: string, cause?: unknown): CrossledgerError => new CrossledgerError('request.invalid', { problem: problem.replace(/\.$/, '') }, { cause });

export const unknown = (what: string, id: string): CrossledgerError => new CrossledgerError('record.unknown', { what, id });

/** Throws `erp.address` unless the address may be called. */
export function checkAddress(address: string, rules: AddressRules): void {
  const problem = addressProblem(address, rules);
  if (problem !== null) throw new CrossledgerError('erp.address', { address, problem });
}
