import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface KeyAndCertificate {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const yearMs = 365 * 86_400_000;
const [integer, bitString, nullTag, objectId, utf8, utcTime, sequence, set] = [0x02, 0x03, 0x05, 0x06, 0x0c, 0x17, 0x30, 0x31];
/** sha256WithRSAEncryption, 1.2.840.113549.1.1.11 */
const signatureAlgorithm = der(sequence, der(objectId, Buffer.from('2a864886f70d01010b', 'hex')), der(nullTag));
/** commonName, 2.5.4.3 */
const commonNameId = der(objectId, Buffer.from('550403', 'hex'));

/** Makes what Setup > Certificate and Key Management makes: an RSA key and its self-signed certificate, good for two years. */
export function makeSelfSigned(commonName: string): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = der(sequence, der(set, der(sequence, commonNameId, der(utf8, Buffer.from(commonName)))));
  const now = Date.now();
  const validity = der(sequence, time(now - 86_400_000), time(now + 2 * yearMs));
  const serial = der(integer, Buffer.concat([Buffer.from([0x01]), randomBytes(15)]));
  const body = der(sequence, serial, signatureAlgorithm, name, validity, name, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = sign('sha256', body, privateKey);
  const certificate = der(sequence, body, signatureAlgorithm, der(bitString, Buffer.from([0]), signature));
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: toPem(certificate),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  return bytes < 0x100 ? Buffer.from([0x81, bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
}

/** `YYMMDDhhmmssZ`, which holds until 2049. */
function time(ms: number): Buffer {
  return der(utcTime, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
