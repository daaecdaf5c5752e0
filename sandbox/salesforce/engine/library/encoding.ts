import { createCipheriv, createDecipheriv, createHash, createHmac, createSign, randomBytes } from 'node:crypto';
import { raise } from '../values/exception.ts';
import { ABlob } from '../values/temporal.ts';
import { Native, NotInLibrary } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { blob, int, str } from './arguments.ts';
import type { Methods, Statics } from './arguments.ts';

const hashName = (name: string): string => name.replace(/^hmac/i, '').replace('-', '').toLowerCase();
const cipherName = (name: string): string => `aes-${name.replace(/\D/g, '')}-cbc`;

export const blobMethods: Methods<ABlob> = {
  tostring: (self) => {
    const shown = self.bytes.toString('utf8');
    return Buffer.from(shown, 'utf8').equals(self.bytes) ? shown : raise('StringException', 'BLOB is not a valid UTF-8 string');
  },
  size: (self) => self.bytes.length,
};

class Uuid extends Native {
  readonly kind = 'UUID';
  readonly value: string;
  constructor(value: string) {
    super();
    this.value = value;
  }
  override call(name: string): Value {
    if (name === 'tostring') return this.value;
    throw new NotInLibrary(`UUID.${name}()`);
  }
  override text(): string {
    return this.value;
  }
}

export const encodingStatics: Statics = {
  'blob.valueof': (args) => new ABlob(Buffer.from(str(args, 0), 'utf8')),
  'encodingutil.urlencode': (args) => encodeURIComponent(str(args, 0)).replace(/%20/g, '+').replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
  'encodingutil.urldecode': (args) => decodeURIComponent(str(args, 0).replace(/\+/g, ' ')),
  'encodingutil.base64encode': (args) => blob(args, 0).bytes.toString('base64'),
  'encodingutil.base64decode': (args) => new ABlob(Buffer.from(str(args, 0), 'base64')),
  'encodingutil.base64urlencode': (args) => blob(args, 0).bytes.toString('base64url'),
  'encodingutil.base64urldecode': (args) => new ABlob(Buffer.from(str(args, 0), 'base64url')),
  'encodingutil.converttohex': (args) => blob(args, 0).bytes.toString('hex'),
  'encodingutil.convertfromhex': (args) => new ABlob(Buffer.from(str(args, 0), 'hex')),
  'crypto.getrandominteger': () => randomBytes(4).readInt32BE(),
  'crypto.getrandomlong': () => Number(randomBytes(8).readBigInt64BE() >> 11n),
  'crypto.generatedigest': (args) => new ABlob(createHash(hashName(str(args, 0))).update(blob(args, 1).bytes).digest()),
  'crypto.generatemac': (args) => new ABlob(createHmac(hashName(str(args, 0)), blob(args, 2).bytes).update(blob(args, 1).bytes).digest()),
  'crypto.generateaeskey': (args) => new ABlob(randomBytes(int(args, 0) / 8)),
  'crypto.encryptwithmanagediv': (args) => {
    const iv = randomBytes(16);
    const cipher = createCipheriv(cipherName(str(args, 0)), blob(args, 1).bytes, iv);
    return new ABlob(Buffer.concat([iv, cipher.update(blob(args, 2).bytes), cipher.final()]));
  },
  'crypto.decryptwithmanagediv': (args) => {
    const { bytes } = blob(args, 2);
    const cipher = createDecipheriv(cipherName(str(args, 0)), blob(args, 1).bytes, bytes.subarray(0, 16));
    return new ABlob(Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]));
  },
  'crypto.signwithcertificate': (args, scope) => {
    const { certificate } = scope.frame.tx.world;
    if (certificate?.name.toLowerCase() !== str(args, 2).toLowerCase()) return raise('NoDataFoundException', `Data Not Found: ${str(args, 2)}`);
    return new ABlob(createSign(str(args, 0).replace('-', '')).update(blob(args, 1).bytes).sign(certificate.privateKeyPem));
  },
  'uuid.randomuuid': (_, scope) => new Uuid(scope.frame.tx.world.uuid()),
};
