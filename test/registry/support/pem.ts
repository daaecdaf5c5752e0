import { generateKeyPairSync } from 'node:crypto';

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;

export const rsaPair = (modulusLength = 2048): { publicKey: string; privateKey: string } => generateKeyPairSync('rsa', { modulusLength, publicKeyEncoding: spki, privateKeyEncoding: pkcs8 });
export const ecPair = (): { publicKey: string; privateKey: string } => generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: spki, privateKeyEncoding: pkcs8 });

/** Self-signed, RSA 2048, as Setup makes it; its private key was thrown away. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIDMTCCAhmgAwIBAgIUZ1F2xKUzKZG33r1wO0j9/B7hrTMwDQYJKoZIhvcNAQEL
BQAwKDEUMBIGA1UEAwwLQ3Jvc3NsZWRnZXIxEDAOBgNVBAoMB0NvbnRvc28wHhcN
MjYxMTIxMDI1MTE0WhcNMzYxMTE4MDI1MTE0WjAoMRQwEgYDVQQDDAtDcm9zc2xl
ZGdlcjEQMA4GA1UECgwHQ29udG9zbzCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
AQoCggEBALToHd1Q1hnBEF1GNYdjsxOUQ7dANSJBxxtwzpexTEbz+yuxd9BIsQwf
nvKWRDEicJ8vj2xihb8r7mTdOARoWre+AcLS4uAYzPd6mjw7Lj0LboBDGZ56e/gx
TiGXc6Vp9uVSz92tpRBt+bgwKQX3au4+odGH3aioEap5kkYQT4FmcvCZbJ2oKzvI
EbxpVksgm+aMHmXYo4F+j/TpS1YTOwCk4HDh/ZDhSto6j+9GIhNJJ0CNph7wMOAn
mX0AkKEjrsTVLct3UtqVppxPxS1Soj1k2xTEt6xKWFX0xJVW7NA/x1vf1NW3dasb
K0jpPtVwTH6Ouyv8WzPpQVoOnxL/O/ECAwEAAaNTMFEwHQYDVR0OBBYEFMBWuj9T
7WabMxIw4c28I5xpzY57MB8GA1UdIwQYMBaAFMBWuj9T7WabMxIw4c28I5xpzY57
MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAJiGXcl5I+NexRRt
45mADbS7lPNxrduq5KYrwlnxvRXVY91afPqpDin5J6v56XZRcOUWW7VaCiNq3fs0
Lj9wJoXOWdYG9HB7iel59CRQWcqrnhwskxeAnrJFUYHByTQDxsFCR4kMHgwlF47J
qLF8h0DivDvrngdh4JFBAw9wHL2ZOTJMpnPra1CBhVrUr8jDGuOlvz7OME7MqGPn
NsYQARYqptdEVf7MEZJFN8JDfGxAIYc+fPqamWtpM0bUaGsxWEu0aDo5K/0Henqj
U29AR/oFK8UwOb0L0OI35I4VANjvfQkjZ0hyoPXhHI0s4ICeRDfe7mY9H3witiaU
Mb2Lmd0=
-----END CERTIFICATE-----
`;
/** SHA-256 of its public key. */
export const CERTIFICATE_FINGERPRINT = '2d97c429c91f74c6d9c09eca18f91e4ab9ffa568568610681eff0bba94fc5b64';
