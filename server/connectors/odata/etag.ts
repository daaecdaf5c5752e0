/** The concurrency token of a row; undefined when the service gave none. */
export const readEtag = (row: Readonly<Record<string, unknown>>): string | undefined => (typeof row['@odata.etag'] === 'string' ? row['@odata.etag'] : undefined);

/** The header that makes a write depend on the row as it was read; without a token it overwrites any version. */
export const ifMatch = (etag: string | undefined): Record<string, string> => ({ 'if-match': etag ?? '*' });
