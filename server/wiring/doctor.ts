import { runDoctor } from '../doctor/doctor.ts';
import type { DoctorDeps } from '../doctor/deps.ts';
import type { Services } from '../http/services.ts';
import { inspectOrg } from '../salesforce/inspect-org.ts';
import { orgAccess } from './directory.ts';

/** The doctor over real sign-ins to Salesforce and the ERPs. */
export function doctorServices(deps: Omit<DoctorDeps, 'inspect'>): Pick<Services, 'runDoctor'> {
  const whole: DoctorDeps = { ...deps, inspect: async (org) => inspectOrg(await orgAccess(deps.registry, org), deps.orders.clock) };
  return { runDoctor: (orgId, requestId) => runDoctor(whole, orgId, requestId) };
}
