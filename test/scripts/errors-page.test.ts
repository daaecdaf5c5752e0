import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeErrors, errorsFile } from '../../scripts/write-errors.ts';
import { ERROR_CODES } from '../../server/kernel/error-codes.ts';

it('the handbook names every error with its words, and none that is gone', () => {
  const page = readFileSync(errorsFile, 'utf8');
  expect(page, 'run `node scripts/write-errors.ts`').toBe(describeErrors());
  for (const code of Object.keys(ERROR_CODES)) expect(page).toContain(`\`${code}\``);
  for (const code of ['setup.copy', 'setup.audience', 'setup.certificate', 'setup.principal', 'setup.access', 'backend.unreachable', 'backend.answer', 'account.no-customer']) expect(page).toContain(`\`${code}\``);
});
