import { isLoopback } from '../kernel/address.ts';
import { say, wordsOf, type Words } from '../kernel/words.ts';
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
  const found = { erp: erp.words, connection: connection.name };
  if (org.sandbox && erp.isProduction) return fail(say('doctor.lock-refuses', found), 'connection.locked');
  const answers = await whoAnswers(signIn);
  if (answers === null) return skip(say('doctor.lock-untested', { org: kindOf(org.sandbox), erp: erp.words }));
  if (answers.id !== org.id) return fail(say('doctor.lock-other-org', { ...found, org: org.id, answered: answers.id }), 'connection.other-org');
  // Refused at sign-in, unless the user may not read what kind of org it is: then the registration alone counts.
  if (answers.isSandbox && erp.isProduction) return fail(say('doctor.lock-open', found), 'connection.not-locked');
  if (!answers.isSandbox && erp.isTest && connection.mode === 'send') return warn(say('doctor.lock-test-erp', found), 'connection.test-erp');
  return ok(say('doctor.locked', { org: kindOf(answers.isSandbox), erp: erp.words }));
}

export const kindOf = (sandbox: boolean): Words => (sandbox ? wordsOf('doctor.sandbox') : wordsOf('doctor.production-org'));

interface ErpSide {
  isProduction: boolean;
  /** A loopback address is a simulation on the machine of the backend: any org may work with it. */
  isTest: boolean;
  words: Words;
}

function erpOf({ settings }: Pick<Connection, 'settings'>): ErpSide {
  const { host, hostname } = new URL(settings.baseUrl);
  const isProduction = environmentOf(settings) === 'production';
  return { isProduction, isTest: !isProduction && !isLoopback(hostname), words: isProduction ? wordsOf('doctor.production-erp', { host }) : wordsOf('doctor.test-erp', { host }) };
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
