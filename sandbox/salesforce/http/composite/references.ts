/** Replaces `@{ref.path}` in urls and bodies by values of earlier answers; names are case-sensitive (salesforce.md §3.3). */
const reference = /@\{([A-Za-z0-9]\w*)((?:\.\w+|\[\d+\])*)\}/g;
const onlyReference = /^@\{([A-Za-z0-9]\w*)((?:\.\w+|\[\d+\])*)\}$/;

export class ReferenceError extends Error {}

export type Answers = ReadonlyMap<string, unknown>;

/** Throws ReferenceError when a named answer, or the value in it, does not exist. */
export function fillReferences(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string') return fillText(value, answers);
  if (Array.isArray(value)) return value.map((one) => fillReferences(one, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillReferences(one, answers)]));
}

export function fillUrl(url: string, answers: Answers): string {
  return url.replace(reference, (_, name: string, path: string) => encodeURIComponent(toText(lookUp(name, path, answers))));
}

function fillText(text: string, answers: Answers): unknown {
  const [, whole, wholePath = ''] = onlyReference.exec(text) ?? [];
  if (whole !== undefined) return lookUp(whole, wholePath, answers);
  return text.replace(reference, (_, name: string, path: string) => toText(lookUp(name, path, answers)));
}

function lookUp(name: string, path: string, answers: Answers): unknown {
  const steps = path.match(/\w+/g) ?? [];
  let value: unknown = answers.get(name);
  for (const step of steps) value = isObject(value) ? value[step] : undefined;
  if (value === undefined || value === null) throw new ReferenceError(`Invalid reference specified. No value for ${name}${path} found in ${name}`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
