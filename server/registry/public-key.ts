import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { invalid } from './refuse.ts';

const MIN_RSA_BITS = 2048;

export interface PublicKey {
  pem: string;
  /** SHA-256 of the DER of the public key, hex. */
  fingerprint: string;
  /** Of the certificate; null for a bare public key. */
  expiresAt: string | null;
}

/** Takes the PEM of a certificate or of a public key, RSA of at least 2048 bits; throws `request.invalid` otherwise. */
export function parsePublicKey(text: string): PublicKey {
  if (/PRIVATE KEY/.test(text)) throw invalid('certificate holds a private key, which must never leave the org; register the certificate');
  const { key, expiresAt } = read(() => readCertificate(text), 'certificate');
  checkRsa(key, 'certificate');
  return { expiresAt, pem: key.export({ type: 'spki', format: 'pem' }).toString(), fingerprint: createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex') };
}

/** Throws `request.invalid` unless it is the PEM of an RSA private key without a passphrase. */
export function checkPrivateKey(text: string): void {
  checkRsa(read(() => createPrivateKey(text), 'privateKey'), 'privateKey');
}

function readCertificate(text: string): { key: KeyObject; expiresAt: string | null } {
  if (!text.includes('BEGIN CERTIFICATE')) return { key: createPublicKey(text), expiresAt: null };
  const certificate = new X509Certificate(text);
  return { key: certificate.publicKey, expiresAt: certificate.validToDate.toISOString() };
}

function read<T>(parse: () => T, field: string): T {
  try {
    return parse();
  } catch (error) {
    throw invalid(`${field} is not a PEM text that can be read${field === 'privateKey' ? ' without a passphrase' : ''}`, error);
  }
}

function checkRsa(key: KeyObject, field: string): void {
  if (key.asymmetricKeyType !== 'rsa') throw invalid(`${field} must hold an RSA key`);
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < MIN_RSA_BITS) throw invalid(`${field} must hold an RSA key of at least ${MIN_RSA_BITS} bits`);
}
