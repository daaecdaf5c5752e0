import type { Seeder } from './seeder.ts';

/** The org-wide record of the hierarchy setting; an org without the package has none. */
export async function seedSettings(seeder: Seeder, audience: string): Promise<void> {
  const { org, named } = seeder;
  const object = named('ERP_Settings__c');
  if (!org.describe(object, { userId: seeder.userId('admin'), system: true })) return;
  await seeder.insert(object, [
    {
      SetupOwnerId: org.id,
      [named('Audience__c')]: audience,
      [named('Certificate_Name__c')]: org.certificate.name,
      [named('Trigger_Enabled__c')]: true,
      [named('Org_Id__c')]: org.id,
    },
  ]);
}
