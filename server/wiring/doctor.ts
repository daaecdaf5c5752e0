import { runDoctor } from '../doctor/doctor.ts';
import type { DoctorDeps } from '../doctor/deps.ts';
import { judgePages } from '../doctor/record-pages.ts';
import type { Services } from '../http/services.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { inspectOrg } from '../salesforce/inspect-org.ts';
import { orgAccess } from './directory.ts';

/** The doctor over real sign-ins to Salesforce and the ERPs. */
export function doctorServices(deps: Omit<DoctorDeps, 'inspect'>): Pick<Services, 'runDoctor' | 'readPages'> {
  const inspect: DoctorDeps['inspect'] = async (org) => inspectOrg(await orgAccess(deps.registry, org), deps.orders.clock);
  return {
    runDoctor: (orgId, requestId) => runDoctor({ ...deps, inspect }, orgId, requestId),
    readPages: async (orgId) => {
      const org = await deps.registry.org(orgId, { fresh: true });
      if (org === null) throw new CrossledgerError('record.unknown', { what: 'Org', id: orgId });
      return judgePages(await (await inspect(org)).recordPages());
    },
  };
}
