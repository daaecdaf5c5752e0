import type { Connection } from '@salesforce/core';

export const PERMISSION_SETS = ['Crossledger_Admin', 'Crossledger_User', 'Crossledger_Finance', 'Crossledger_Approver', 'Crossledger_Integration'] as const;
export type PermissionSetName = (typeof PERMISSION_SETS)[number];

/** Gives the user of the connection each of them; one that the user has stays. Returns those that are new. */
export async function assignPermissionSets(connection: Connection, names: readonly PermissionSetName[]): Promise<PermissionSetName[]> {
  if (names.length === 0) return [];
  const { user_id: userId } = await connection.identity();
  const { records: sets } = await connection.query<{ Id: string; Name: PermissionSetName }>(`SELECT Id, Name FROM PermissionSet WHERE Name IN (${names.map((name) => `'${name}'`).join(', ')})`);
  const { records: had } = await connection.query<{ PermissionSetId: string }>(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`);
  const wanted = sets.filter((set) => !had.some((one) => one.PermissionSetId === set.Id));
  for (const set of wanted) await connection.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId: set.Id });
  return wanted.map((set) => set.Name);
}
