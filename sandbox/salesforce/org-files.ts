import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientSettings } from './http/auth/clients.ts';
import { makeSelfSigned, type KeyAndCertificate } from './self-signed.ts';

export interface OrgFiles {
  /** Made at the first start and kept, because the backend knows the org by it. */
  readonly certificate: KeyAndCertificate;
  /** Clients registered over the wire in earlier runs. */
  readonly clients: readonly ClientSettings[];
  keepClients(all: readonly ClientSettings[]): void;
}

/** What an org keeps beside its rows; without a folder it lasts as long as the process. */
export function openOrgFiles(folder: string | undefined, certificateName: string): OrgFiles {
  if (folder === undefined) return { certificate: makeSelfSigned(certificateName), clients: [], keepClients: () => undefined };
  mkdirSync(folder, { recursive: true });
  const clientsFile = join(folder, 'clients.json');
  return {
    certificate: readCertificate(folder) ?? keepCertificate(folder, makeSelfSigned(certificateName)),
    clients: existsSync(clientsFile) ? (JSON.parse(readFileSync(clientsFile, 'utf8')) as ClientSettings[]) : [],
    keepClients: (all) => replaceFile(clientsFile, JSON.stringify(all)),
  };
}

const keyFile = 'certificate-key.pem';
const certificateFile = 'certificate.pem';

function readCertificate(folder: string): KeyAndCertificate | undefined {
  if (!existsSync(join(folder, certificateFile))) return undefined;
  return { privateKeyPem: readFileSync(join(folder, keyFile), 'utf8'), certificatePem: readFileSync(join(folder, certificateFile), 'utf8') };
}

/** The certificate goes last, so that a kill in between makes a new pair. */
function keepCertificate(folder: string, made: KeyAndCertificate): KeyAndCertificate {
  replaceFile(join(folder, keyFile), made.privateKeyPem);
  replaceFile(join(folder, certificateFile), made.certificatePem);
  return made;
}

function replaceFile(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
