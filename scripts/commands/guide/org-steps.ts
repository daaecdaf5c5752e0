import { setTimeout as pause } from 'node:timers/promises';
import { SfError } from '@salesforce/core';
import { createPairingCode } from '../../../server/contract/pairing.ts';
import { findOrg, putSignIn } from '../backend/put-sign-in.ts';
import { readSecret } from '../backend/read-input.ts';
import type { Guide, Step } from './guide.ts';
import { messages } from './messages.ts';

const LOOK_MS = 2000;

export const pairing: Step = {
  id: 'pairing',
  command: 'org invite',
  async look({ backend, orgId }) {
    const org = await findOrg(backend, orgId);
    return org === undefined || org.keys.every((key) => !key.active) ? null : messages.getMessage('pairing.done', [org.name, org.id]);
  },
  async work(guide) {
    const { backend, orgId, asker, say } = guide;
    const isSandbox = (await asker.ask({ text: messages.getMessage('ask.sandbox'), check: yesOrNo })).toLowerCase().startsWith('y');
    const { code, audience, expiresAt } = await backend.call(createPairingCode, { params: { orgId }, body: { sandbox: isSandbox } });
    say(messages.getMessage('pairing.code', [code, audience, expiresAt.slice(11, 16)]));
    await guide.waiting(messages.getMessage('pairing.waiting'), () => untilPaired(guide));
  },
};

export const signIn: Step = {
  id: 'sign-in',
  command: 'org sign-in',
  async look({ backend, orgId }) {
    const org = await findOrg(backend, orgId);
    return org === undefined || !org.hasPrivateKey || org.clientId === '' ? null : messages.getMessage('sign-in.done', [org.username]);
  },
  async work({ backend, orgId, asker, say }) {
    say(messages.getMessage('sign-in.what'));
    const clientId = await asker.ask({ text: messages.getMessage('ask.client-app') });
    const username = await asker.ask({ text: messages.getMessage('ask.username') });
    const keyFile = await asker.ask({ text: messages.getMessage('ask.key-file'), check: readable });
    await putSignIn(backend, orgId, { clientId, username, privateKey: readSecret(keyFile) });
  },
};

async function untilPaired(guide: Guide): Promise<void> {
  const endsAt = performance.now() + guide.waitMs;
  while ((await pairing.look(guide)) === null) {
    if (performance.now() >= endsAt) throw new SfError(messages.getMessage('pairing.late'), 'NotPaired', [messages.getMessage('pairing.late.next')]);
    await pause(LOOK_MS);
  }
}

const yesOrNo = (answer: string): string | null => (/^(y|yes|n|no)$/i.test(answer) ? null : messages.getMessage('wrong.yes-no'));

/** What is wrong with a file that should hold a secret. */
export function readable(file: string): string | null {
  try {
    readSecret(file);
    return null;
  } catch (cause) {
    if (cause instanceof SfError) return cause.message;
    throw cause;
  }
}
