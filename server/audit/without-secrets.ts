const HIDDEN = '[secret]';
/** `clientSecret`, `private_key`, `token`; not `secretReplaced` or `tokenUrl`. */
const SECRET_NAME = /(secret|password|private_?key|api_?key|token|authorization)$/i;
const SECRET_TEXT = /-----BEGIN [A-Z ]*PRIVATE KEY-----|^(Bearer|Basic) \S/;

/** Plain JSON with every text that is, or is named as, a secret replaced: the last net below callers that never hand one in. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return SECRET_TEXT.test(value) ? HIDDEN : value;
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, typeof inner === 'string' && SECRET_NAME.test(name) ? HIDDEN : withoutSecrets(inner)]));
}
