import { expect, vi } from 'vitest';
import { writeZip } from '../../../../sandbox/salesforce/metadata/zip.ts';
import type { Wire } from '../../org-http/support/wire.ts';

export interface DeployAnswer {
  readonly status: string;
  readonly errorMessage?: string;
  readonly details: {
    componentFailures: { componentType: string; fullName: string; fileName: string; lineNumber?: number; problem: string }[];
    componentSuccesses: { componentType: string; fullName: string; changed: boolean; created: boolean; deleted: boolean }[];
    runTestResult: { numTestsRun: number; failures: { message: string }[]; codeCoverageWarnings: { name: string | null; message: string }[] };
  };
}

export const metadata = (type: string, inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${type} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}\n</${type}>\n`;
export const list = (...types: readonly (readonly [type: string, ...members: string[]])[]): string =>
  metadata('Package', `${types.map(([type, ...members]) => `<types>${members.map((member) => `<members>${member}</members>`).join('')}<name>${type}</name></types>`).join('\n')}\n<version>66.0</version>`);

/** A class with its metadata. */
export const apexClass = (name: string, code: string): Record<string, string> => ({ [`classes/${name}.cls`]: code, [`classes/${name}.cls-meta.xml`]: metadata('ApexClass', '<apiVersion>66.0</apiVersion><status>Active</status>') });

/** Deploys an archive in metadata form over REST and waits for its end. */
export async function deployArchive(wire: Wire, files: Record<string, string>, options: object = {}): Promise<DeployAnswer> {
  const form = new FormData();
  form.set('entity_content', new Blob([JSON.stringify({ deployOptions: { singlePackage: true, rollbackOnError: true, ...options } })], { type: 'application/json' }));
  form.set('file', new Blob([new Uint8Array(writeZip(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))))], { type: 'application/zip' }), 'package.zip');
  const sent = await fetch(new URL('/services/data/v66.0/metadata/deployRequest', wire.url), { method: 'POST', headers: { authorization: `Bearer ${wire.token}` }, body: form });
  const { id } = (await sent.json()) as { id: string };
  expect(sent.status).toBe(201);
  return vi.waitFor(
    async () => {
      const { body } = await wire.data('GET', `metadata/deployRequest/${id}?includeDetails=true`);
      expect(body.deployResult.done).toBe(true);
      return body.deployResult as DeployAnswer;
    },
    { timeout: 60_000, interval: 50 },
  );
}
