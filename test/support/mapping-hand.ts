import type { output } from 'zod';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import * as contract from '../../server/contract/mappings.ts';
import type { MappedObject } from '../../server/mapping/document.ts';
import type { Journey } from './journey.ts';

export interface Answer<T> {
  status: number;
  /** As the contract has it; of a refusal it throws when it is read. */
  readonly body: T;
  /** The problem of a refusal. */
  refusal: { code: string; detail: string } | null;
}

const REASON = 'A journey tries it';

/** The mapping endpoints of a connection, as an operator calls them over HTTP. */
export function mappingHand(journey: Journey, { connection = 'fno', backend = journey.stack.endpoints.backend }: { connection?: string; backend?: string } = {}) {
  const { operatorToken } = journey.stack.endpoints;
  const call = async <E extends Endpoint>(endpoint: E, path: string, body: unknown, token = operatorToken): Promise<Answer<output<E['reply']>>> => {
    const response = await fetch(`${backend}${path}`, { method: endpoint.method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { status, ok } = response;
    const json: unknown = await response.json();
    return { status, refusal: ok ? null : (json as { code: string; detail: string }), get body() {
      if (!ok) throw new Error(`${endpoint.id} answered ${status}: ${JSON.stringify(json)}`);
      return endpoint.reply.parse(json) as output<E['reply']>;
    } };
  };
  const base = `/v1/orgs/${journey.orgId}/connections/${connection}/mappings`;
  const at = (object: MappedObject): string => `${base}/${object}`;
  const hand = {
    list: (token?: string) => call(contract.listMappings, base, undefined, token),
    read: (object: MappedObject, version?: number, token?: string) => call(contract.readMapping, at(object) + (version === undefined ? '' : `?version=${version}`), undefined, token),
    save: (object: MappedObject, text: string, token?: string) => call(contract.saveMapping, at(object), { text, reason: REASON }, token),
    publish: (object: MappedObject, version: number, token?: string) => call(contract.publishMapping, `${at(object)}/publish`, { version, reason: REASON }, token),
    history: (object: MappedObject, token?: string) => call(contract.mappingHistory, `${at(object)}/history`, undefined, token),
    diff: (object: MappedObject, from: number, to: number, token?: string) => call(contract.diffMapping, `${at(object)}/diff?from=${from}&to=${to}`, undefined, token),
    dryRun: (object: MappedObject, opportunityId: string, version?: number, token?: string) =>
      call(contract.dryRunMapping, `/v1/mappings/${journey.orgId}~${connection}~${object}/dry-run`, { opportunityId, ...(version === undefined ? {} : { version }) }, token),
  };
  return {
    ...hand,
    /** Saves a changed shipped document and lets it serve; returns its version. */
    async serve(object: MappedObject, edit: (shipped: string) => string): Promise<number> {
      const shipped = (await hand.read(object, 0)).body;
      const saved = (await hand.save(object, edit(shipped.text))).body;
      return (await hand.publish(object, saved.version)).body.version;
    },
    /** Properties of the F&O environment that an update takes away or makes mandatory; none is the way back. */
    async reshape(changes: readonly { set: string; drop?: string[]; demand?: string[] }[]): Promise<void> {
      const answer = await fetch(journey.stack.endpoints.fno.faults.replace(/faults$/, 'metadata'), { method: 'PUT', body: JSON.stringify(changes) });
      if (answer.status !== 204) throw new Error(`not reshaped: ${await answer.text()}`);
    },
  };
}
