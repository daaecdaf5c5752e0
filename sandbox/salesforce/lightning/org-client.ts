/** How the page server reaches the org: its address, and a token for a user. */
export interface OrgAccess {
  instanceUrl: string;
  issueToken(alias: string): Promise<string>;
}

export interface OrgClient {
  /** Sends with the user's token; a token that the org no longer takes is replaced once. */
  send(alias: string, method: string, path: string, body?: { content: Buffer; type: string }): Promise<Response>;
}

/** A callout may take the 120 s that Apex allows. */
const TIMEOUT_MS = 130_000;

export function createOrgClient(org: OrgAccess): OrgClient {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (alias: string): Promise<string> => {
    const held = tokens.get(alias) ?? org.issueToken(alias);
    tokens.set(alias, held);
    held.catch(() => tokens.delete(alias));
    return held;
  };
  return {
    async send(alias, method, path, body) {
      const attempt = async (): Promise<Response> =>
        fetch(new URL(path, org.instanceUrl), {
          method,
          headers: { authorization: `Bearer ${await tokenOf(alias)}`, accept: 'application/json', ...(body ? { 'content-type': body.type } : {}) },
          signal: AbortSignal.timeout(TIMEOUT_MS),
          ...(body ? { body: new Uint8Array(body.content) } : {}),
        });
      const answer = await attempt();
      if (answer.status !== 401) return answer;
      await answer.body?.cancel();
      tokens.delete(alias);
      return attempt();
    },
  };
}
