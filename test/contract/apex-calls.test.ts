import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createOrg } from '../../sandbox/salesforce/engine/create-org.ts';
import type { TestCallout } from '../../sandbox/salesforce/engine/options.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { ENDPOINTS } from '../../server/contract/index.ts';
import { parseInput } from '../../server/http/validate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PREFIX = 'callout:Crossledger';
/** Tests of the client itself, and of names that must not break out of their place in an address. */
const ON_PURPOSE = ['/v1/things', '/v1/a', '/v1/b', '/v1/c', '/v1/whoami?x=1', '/connections/a%2Fb%20c/probe', '/exceptions/..%2Fconnections'];
/** Stand alone for a customer's own Apex; the package asks for prices and stock with the flight check and the panels. */
const FOR_CUSTOMERS = ['readPrices', 'readAvailability'];
/** For whoever runs the backend and for programs, without a command of their own. */
const WITHOUT_COMMAND = ['metrics', 'addOrgKey', 'removeOrgKey', 'retryPush', 'getRouting', 'putRouting', 'setCriteria', 'setApproval', 'listOperators', 'addOperator', 'revokeOperator'];
const calls: TestCallout[] = [];
beforeAll(async () => {
  const org = await createOrg({ callouts: {}, onTestCallout: (call) => { if (!ON_PURPOSE.some((end) => call.endpoint.endsWith(end))) calls.push(call); } });
  const { results } = await org.runTestsWithCoverage();
  expect(results.filter((result) => result.outcome === 'Fail')).toEqual([]);
  await org.close();
}, 120_000);

/** Parameters by name; null when the path is another one. */
function match(endpoint: Endpoint, path: string): Record<string, string> | null {
  const steps = endpoint.path.split('/');
  const given = path.split('/').map(decodeURIComponent);
  if (steps.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    if (step.startsWith(':')) params[step.slice(1)] = given[index] ?? '';
    else if (step !== given[index]) return null;
  }
  return params;
}

interface Found {
  endpoint: Endpoint;
  input: { params: unknown; query: unknown; body: unknown };
}

function find({ method, endpoint: address, body }: TestCallout): Found | null {
  const [path = '', search = ''] = address.slice(PREFIX.length).split('?');
  for (const endpoint of ENDPOINTS.filter((one) => one.method === method)) {
    const params = match(endpoint, path);
    if (params !== null) return { endpoint, input: { params, query: Object.fromEntries(new URLSearchParams(search)), body: body === '' ? undefined : JSON.parse(body) } };
  }
  return null;
}

const mayCall = ({ access }: Endpoint): boolean => access.kind === 'org' || access.kind === 'pairing' || (access.kind === 'operator' && access.orgPermission !== undefined);

describe('what Apex asks of the backend', () => {
  it('goes to endpoints that there are, and that a user of an org may call', () => {
    expect(calls.length).toBeGreaterThan(20);
    for (const call of calls) {
      const found = find(call);
      expect(found, `${call.method} ${call.endpoint}`).not.toBeNull();
      expect(found !== null && mayCall(found.endpoint), `${call.method} ${call.endpoint}`).toBe(true);
    }
  });

  it('has the names and types of the contract, in the address and in the body', () => {
    const wrong = calls.flatMap((call) => {
      const found = find(call);
      try {
        if (found !== null) parseInput(found.endpoint, found.input);
        return [];
      } catch (error) {
        return [`${call.method} ${call.endpoint}: ${(error as Error).message}`];
      }
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  it('uses every endpoint that is there for the org alone', () => {
    const used = new Set(calls.map((call) => find(call)?.endpoint.id));
    const unused = ENDPOINTS.filter(({ access }) => access.kind === 'org' || access.kind === 'pairing').map(({ id }) => id).filter((id) => !used.has(id));
    expect(unused.sort()).toEqual([...FOR_CUSTOMERS].sort());
  });
});

it('every endpoint of operators has a command, a page in Salesforce, or is named as having neither', () => {
  const commands = globSync('scripts/commands/**/*.ts', { cwd: root }).map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  const used = new Set(calls.map((call) => find(call)?.endpoint.id));
  const neither = ENDPOINTS.filter(({ access, id }) => access.kind === 'operator' && !used.has(id) && !new RegExp(`\\b${id}\\b`).test(commands)).map(({ id }) => id);
  expect(neither.sort()).toEqual([...WITHOUT_COMMAND].sort());
});
