const REQUEST = /^(GET|POST|PUT|PATCH|DELETE) (\S+) HTTP\/1\.1\r\n/;
const ID = /\b[a-zA-Z0-9]{15}(?:[A-Z0-9]{3})?\b(?=$|[/?])/g;
const GUID = /[0-9a-f]{8}-[0-9a-f-]{27}/gi;

/** `POST /data/SalesOrderHeadersV2`: method and path without keys and ids; of a query the object that it reads. Null when the bytes do not begin a request. */
export function labelRequest(bytes: Buffer): string | null {
  const found = REQUEST.exec(bytes.toString('latin1', 0, 4000));
  if (found === null) return null;
  const [, method = '', target = ''] = found;
  const [pathname = '', query = ''] = target.split('?');
  const from = /\bFROM\+?\s*(\w+)/i.exec(decode(query.replaceAll('+', ' ')))?.[1];
  const plain = decode(pathname).replace(/\(.*\)/, '()').replace(GUID, '{guid}').replace(ID, '{id}').replace(/\/v\d+\.\d\//, '/');
  return `${method} ${plain}${from === undefined ? '' : ` ${from}`}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // a broken escape stands as it came
    throw error;
  }
}

const VERB = /\b(insert into|update|delete from|select|begin|commit|rollback|listen|with)\b/i;
const TABLE = /\b(?:insert into|update|delete from|from|join)\s+"?([a-z_]+"?\."?[a-z_0-9]+|[a-z_0-9]+)"?/i;

/** `insert into steps`: the first SQL of a message to PostgreSQL (Query or Parse); null without one. */
export function labelSql(bytes: Buffer): string | null {
  const kind = String.fromCharCode(bytes[0] ?? 0);
  if (kind !== 'Q' && kind !== 'P') return null;
  const text = bytes.toString('latin1', 5, 1500);
  const verb = VERB.exec(text)?.[1]?.toLowerCase();
  if (verb === undefined) return null;
  const table = TABLE.exec(text)?.[1]?.replaceAll('"', '').replace(/\.[a-z]?[0-9a-f]{20,}$/, '.queue');
  return table === undefined ? verb : `${verb === 'with' ? 'with' : verb} ${table.toLowerCase()}`.replace('update into', 'update').replace(/^(insert into|delete from|select|update|with) .*? ?(\S+)$/, (_all, first: string, last: string) => `${first} ${last}`);
}
