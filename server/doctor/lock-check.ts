import { isLoopback } from '../kernel/address.ts';
import type { Connection } from '../registry/connection.ts';
import { environmentOf } from '../registry/environment.ts';
import type { Org } from '../registry/org-bundle.ts';
import { fail, ok, skip, warn, type Verdict } from './check.ts';
import { answeredInstead, type SignedIn } from './sign-in.ts';

/**
 * The environment lock of one connection: which kind of org it is for, which kind of ERP it leads to, and whether another org answers by now.
 * The registration alone refuses a sandbox; a refresh, a copy or a wrong registration shows only in who answers.
 */
export async function lock(org: Pick<Org, 'id' | 'sandbox'>, connection: Pick<Connection, 'name' | 'settings' | 'mode'>, signIn: () => Promise<Pick<SignedIn, 'id' | 'isSandbox'>>): Promise<Verdict> {
  const erp = erpOf(connection);
  if (org.sandbox && erp.isProduction) return refusedSandbox(erp, connection.name);
  const answers = await whoAnswers(signIn);
  if (answers === null) return skip(`The org is registered as ${kindOf(org.sandbox)}, and the connection leads to ${erp.words}. Whether another org answers by now was not tested, because the sign-in to Salesforce failed.`);
  if (answers.id !== org.id) return otherOrg(org, answers.id, erp, connection.name);
  if (answers.isSandbox && erp.isProduction) return unlockedSandbox(erp, connection.name);
  if (!answers.isSandbox && erp.isTest && connection.mode === 'send') return testErp(erp, connection.name);
  return ok(`The org is ${kindOf(answers.isSandbox)}, and the connection leads to ${erp.words}.`);
}

export const kindOf = (sandbox: boolean): string => (sandbox ? 'a sandbox' : 'a production org');

interface ErpSide {
  isProduction: boolean;
  /** A loopback address is a simulation on the machine of the backend: any org may work with it. */
  isTest: boolean;
  words: string;
}

function erpOf({ settings }: Pick<Connection, 'settings'>): ErpSide {
  const { host, hostname } = new URL(settings.baseUrl);
  const isProduction = environmentOf(settings) === 'production';
  return { isProduction, isTest: !isProduction && !isLoopback(hostname), words: `${isProduction ? 'a production ERP' : 'a test environment of the ERP'} (${host})` };
}

/** Null when nobody does: `org.sign-in` tells why. */
async function whoAnswers(signIn: () => Promise<Pick<SignedIn, 'id' | 'isSandbox'>>): Promise<Pick<SignedIn, 'id' | 'isSandbox'> | null> {
  try {
    return await signIn();
  } catch (thrown) {
    const id = answeredInstead(thrown);
    return id === undefined ? null : { id, isSandbox: false };
  }
}

const refusedSandbox = ({ words }: ErpSide, name: string): Verdict => fail({
  says: `The org is a sandbox, and the connection leads to ${words}: nothing is read or written through it.`, code: 'connection.locked', fixer: 'admin',
  fix: `Lead it to a test environment: connection add ${name} --replace --base-url ADDRESS. If that ERP is one, set environment to test in the connection's settings.`,
});

const otherOrg = ({ id }: Pick<Org, 'id'>, answered: string, { words }: ErpSide, name: string): Verdict => fail({
  says: `The connection to ${words} was made for the org ${id}, and ${answered} answers in its place, a refreshed or copied org: nothing is read or written through it.`, code: 'connection.other-org', fixer: 'admin',
  fix: `Register ${answered} as an org of its own and give it connections of its own, as a sandbox only to test environments; then take this one out: connection remove ${name}.`,
});

/** Nothing refuses this one: the registration says production. */
const unlockedSandbox = ({ words }: ErpSide, name: string): Verdict => fail({
  says: `The org is a sandbox but is registered as a production org, and the connection leads to ${words}: orders of the sandbox would be real ones.`, code: 'connection.not-locked', fixer: 'admin',
  fix: `Stop it at once: connection stop ${name}. Then register the org as a sandbox and lead the connection to a test environment.`,
});

const testErp = ({ words }: ErpSide, name: string): Verdict => warn({
  says: `The org is a production org, and the connection sends its won deals to ${words}: they become no real orders.`, code: 'connection.test-erp', fixer: 'admin',
  fix: `Add a connection to the production ERP. If that ERP is one, set environment to production in the connection's settings; if it is only tried, let it observe: connection mode ${name} observe.`,
});
