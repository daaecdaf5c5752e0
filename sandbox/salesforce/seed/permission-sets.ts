import type { OrgUser } from '../org.ts';
import type { Seeder } from './seeder.ts';

/** `plain` is a rep to whom nobody gave anything. */
const assignments: readonly { alias: OrgUser['alias']; names: readonly string[] }[] = [
  { alias: 'admin', names: ['Crossledger_Admin', 'Crossledger_User', 'Crossledger_Finance', 'Crossledger_Approver'] },
  { alias: 'rep', names: ['Crossledger_User', 'Crossledger_Finance'] },
  { alias: 'rep-de', names: ['Crossledger_User', 'Crossledger_Finance'] },
  { alias: 'integration', names: ['Crossledger_Integration', 'Crossledger_Page_Check'] },
];

/** Gives each user the permission sets that the package ships; what is assigned already stays. */
export async function assignPermissionSets(seeder: Seeder): Promise<void> {
  for (const { alias, names } of assignments) {
    const userId = seeder.userId(alias);
    const list = names.map((name) => `'${name}'`).join(', ');
    const known = await seeder.query(`SELECT Id, Name FROM PermissionSet WHERE Name IN (${list})`);
    const given = await seeder.query(`SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${userId}'`);
    const missing = known.filter((set) => !given.some((one) => one['PermissionSetId'] === set['Id']));
    await seeder.insert('PermissionSetAssignment', missing.map((set) => ({ AssigneeId: userId, PermissionSetId: set['Id'] })));
  }
}
