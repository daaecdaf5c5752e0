import { z } from 'zod';
import type { WireReply, WireRequest } from '../../../common/wire.ts';
import type { OrgUser } from '../../org.ts';
import { clientShape } from '../auth/clients.ts';
import type { OrgContext } from '../call.ts';
import { rowFaultShape } from './row-faults.ts';
import { validationRuleShape, type ValidationRules } from './validation-rules.ts';

/** Tokens handed out past OAuth outlive a long demo. */
const handedOutMs = 30 * 86_400_000;
const tokenShape = z.strictObject({ alias: z.enum(['admin', 'rep', 'rep-de', 'plain', 'integration']), refresh: z.boolean().default(false) });

type Answer = (context: OrgContext, rules: ValidationRules, request: WireRequest) => WireReply | Promise<WireReply>;

/** The test's hand on this org, beside faults, log and reset, which every far end has. */
const answers: Readonly<Record<string, Answer>> = {
  'POST /clients': (context, _, request) => {
    for (const client of parseOneOrMany(request, clientShape)) context.clients.register(client);
    return { status: 201, body: context.clients.list().map(({ secret: _secret, ...shown }) => shown) };
  },
  'GET /clients': (context) => ({ status: 200, body: context.clients.list().map(({ secret: _, ...shown }) => shown) }),
  'POST /tokens': (context, _, request) => {
    const { alias, refresh } = tokenShape.parse(JSON.parse(request.text));
    const user = findByAlias(context, alias);
    const token = openHandedOut(context, user);
    return { status: 201, body: { accessToken: token, instanceUrl: context.instanceUrl, username: user.username, ...(refresh && { refreshToken: context.sessions.openRefresh(user, 'sandbox') }) } };
  },
  'GET /org': ({ org }) => {
    const { id, name, namespace, isSandbox, certificate, users } = org;
    return { status: 200, body: { id, name, namespace, isSandbox, certificate, users } };
  },
  'GET /users': (context) => ({ status: 200, body: context.org.users }),
  'GET /call-options': (context) => ({ status: 200, body: context.callOptions.list() }),
  'DELETE /call-options': (context) => (context.callOptions.clear(), { status: 204 }),
  'POST /row-faults': (context, _, request) => ({ status: 201, body: parseOneOrMany(request, rowFaultShape).map((fault) => context.rowFaults.add(fault)) }),
  'GET /row-faults': (context) => ({ status: 200, body: context.rowFaults.list() }),
  'DELETE /row-faults': (context) => (context.rowFaults.clear(), { status: 204 }),
  'POST /validation-rules': (_, rules, request) => ({ status: 201, body: parseOneOrMany(request, validationRuleShape).map((rule) => rules.add(rule)) }),
  'GET /validation-rules': (_, rules) => ({ status: 200, body: rules.list() }),
  'DELETE /validation-rules': (_, rules) => (rules.clear(), { status: 204 }),
  'POST /seed': async ({ org, seed }) => {
    const admin = org.users.find((user) => user.alias === 'admin');
    const { totalSize } = await org.query('SELECT count() FROM Opportunity', { userId: admin?.id ?? '', system: true });
    if (!seed || totalSize > 0) return { status: 409, body: { message: seed ? 'The org has deals already' : 'This org has no sample data' } };
    try {
      await seed(org);
    } catch (cause) {
      return { status: 409, body: { message: `The sample data does not fit this org, which may lack the package: ${cause instanceof Error ? cause.message : String(cause)}` } };
    }
    return { status: 204 };
  },
  'POST /expire-locators': (context) => (context.locators.expireAll(), { status: 204 }),
  'POST /idle': async (context) => {
    await context.jobs.idle();
    await context.org.idle();
    return { status: 204 };
  },
};

export async function answerOrgAdmin(context: OrgContext, rules: ValidationRules, request: WireRequest): Promise<WireReply | undefined> {
  const path = request.path.slice('/__sandbox'.length);
  const known = answers[`${request.method} ${path}`];
  if (known) return known(context, rules, request);
  const [, list, id] = /^\/(clients|row-faults|validation-rules)\/(.+)$/.exec(path) ?? [];
  if (request.method !== 'DELETE' || id === undefined) return undefined;
  const removed = list === 'clients' ? context.clients.remove(id) : list === 'row-faults' ? context.rowFaults.remove(id) : rules.remove(id);
  return { status: removed ? 204 : 404 };
}

export function findByAlias(context: OrgContext, alias: OrgUser['alias']): OrgUser {
  const user = context.org.users.find((one) => one.alias === alias);
  if (!user) throw new Error(`The org has no user ${alias}`);
  return user;
}

export function openHandedOut(context: OrgContext, user: OrgUser): string {
  return context.sessions.open(user, 'sandbox', handedOutMs).token;
}

function parseOneOrMany<Shape>(request: WireRequest, shape: z.ZodType<Shape>): Shape[] {
  const value: unknown = JSON.parse(request.text);
  return (Array.isArray(value) ? value : [value]).map((one) => shape.parse(one));
}
