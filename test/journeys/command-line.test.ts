import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { z } from 'zod';
import { settingsOf } from '../../scripts/commands/backend/connection-settings.ts';
import * as admin from '../../server/contract/admin.ts';
import { orderCheck } from '../../server/contract/check.ts';
import { doctorReport, type DoctorReport } from '../../server/contract/doctor.ts';
import * as mappings from '../../server/contract/mappings.ts';
import * as orders from '../../server/contract/orders.ts';
import { pushView } from '../../server/contract/panels.ts';
import { toId18 } from '../../server/kernel/ids.ts';
import { claimsFor, makeKeys, signToken } from '../http/support/sign.ts';
import { handbookSchema } from '../support/answer-schema.ts';
import { notInBothLanguages } from '../support/both-languages.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { runCommand, type CommandId, type Ended } from '../support/run-command.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 400_000 });

const BIN = fileURLToPath(new URL('../../bin/crossledger.js', import.meta.url));

let journey: Journey;
let folder: string;
let where: string[];
let account: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-command-line-'));
  journey = await startJourney();
  const { backend, operatorToken } = journey.stack.endpoints;
  where = ['--backend', backend, '--token-file', file('token', operatorToken)];
  account = (await journey.knownAccounts(1))[0]?.id ?? '';
});
afterAll(async () => {
  await journey?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text, { mode: 0o600 });
  return path.join(folder, name);
}
const run = (id: CommandId, ...argv: string[]): Promise<Ended> => runCommand(id, [...argv, ...where]);
/** What a program gets, held against the schemas that say so: the contract's, and the one in the handbook. */
async function asJson<S extends z.ZodType>(schema: S, id: CommandId, ...argv: string[]): Promise<z.output<S>> {
  const { code, result, out, error } = await run(id, ...argv, '--json');
  expect({ code, error }, out).toMatchObject({ error: undefined });
  const said = JSON.parse(out) as { status: number; result: unknown };
  expect(handbookSchema(id).safeParse(said).error?.issues ?? []).toEqual([]);
  expect(said.status).toBe(code);
  expect(said.result).toEqual(JSON.parse(JSON.stringify(result)));
  return schema.parse(said.result);
}
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

async function examine(...argv: string[]): Promise<{ code: number; report: DoctorReport; check: (id: string) => DoctorReport['checks'][number] | undefined }> {
  const { code, result } = await run('doctor', ...argv);
  const report = doctorReport.parse(result);
  expect(notInBothLanguages(report.checks.flatMap(({ says, fix, words }) => (words === undefined ? [] : [{ says, next: fix, words }])))).toEqual([]);
  return { code, report, check: (id) => report.checks.find((one) => one.id === id) };
}

/** `crossledger init` with somebody who answers. */
function spawnInit(argv: string[]) {
  const child = spawn(process.execPath, [BIN, 'init', ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => { out += text.toString(); });
  return {
    answer: (...answers: string[]) => { child.stdin.write(answers.map((one) => `${one}\n`).join('')); },
    until: (said: RegExp) => until(`init says ${said.source}`, async () => said.exec(out), { withinMs: 60_000 }).catch((cause: unknown) => expect.fail(`${String(cause)}\n${out}`)),
    leave: () => { child.stdin.end(); },
    ended: once(child, 'close').then(() => ({ code: child.exitCode, out })),
  };
}

const FNO_CHECKS = ['lock', 'secret', 'sign-in', 'company', 'read', 'mode', 'stop'].map((what) => `connection.fno.${what}`);

describe('doctor', () => {
  it('finds nothing wrong with a running house, and names every check', async () => {
    const report = await asJson(doctorReport, 'doctor');
    expect(report.checks.filter((check) => check.status !== 'ok')).toEqual([]);
    expect(report.checks.map((check) => check.id)).toEqual([
      'backend.reachable', 'backend.ready', 'operator.token', 'org.registered', 'org.enabled', 'org.certificate', 'org.calls', 'org.sign-in', 'org.package', 'org.pages', 'outbox.lag',
      ...FNO_CHECKS.map((id) => id.replace('fno', 'bc')), ...FNO_CHECKS,
      ...['bc', 'fno'].flatMap((name) => ['customer', 'contact', 'order', 'order-line'].map((object) => `mappings.${name}.${object}`)), 'connections', 'routing', 'queue.open',
    ]);
    expect(report.checks.find((check) => check.id === 'org.certificate')?.says).toMatch(/^Registered: \w+, good until \d{4}-\d\d-\d\d\.$/);
  });

  it('shows them as a table that fits into 120 columns', async () => {
    vi.stubEnv('OCLIF_TABLE_COLUMN_OVERRIDE', '120');
    const { code, out } = await run('doctor');
    vi.unstubAllEnvs();
    expect(code).toBe(0);
    expect(out).toMatch(/org\.sign-in/);
    expect(widest(out)).toBeLessThanOrEqual(120);
  });

  it('finds an expired secret of an ERP', async () => {
    await run('connection:add', 'fno', '--replace', '--secret-file', file('expired', 'expired-secret'));
    const { code, check } = await examine();
    expect(code).toBe(1);
    expect(check('connection.fno.sign-in')).toMatchObject({ status: 'failed', code: 'erp.sign-in', fix: expect.stringContaining('secret'), fixer: 'admin' });
    expect(check('connection.fno.company')?.status).toBe('skipped');
    expect(check('connection.bc.sign-in')?.status).toBe('ok');
    await run('connection:add', 'fno', '--replace', '--secret-file', file('secret', journey.stack.endpoints.fno.clientSecret));
    expect((await examine()).code).toBe(0);
  });

  it('leaves the record pages out, naming the permission, when the integration user may not see them, and fails nothing', async () => {
    const { records } = await journey.org.query<{ Id: string; AssigneeId: string; PermissionSetId: string }>("SELECT Id, AssigneeId, PermissionSetId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Crossledger_Page_Check'");
    await journey.org.sobject('PermissionSetAssignment').destroy(records.map(({ Id }) => Id));
    const { code, check } = await examine();
    for (const { AssigneeId, PermissionSetId } of records) await journey.org.sobject('PermissionSetAssignment').create({ AssigneeId, PermissionSetId });
    expect(records).toHaveLength(1);
    expect(check('org.pages')).toMatchObject({ status: 'skipped', says: expect.stringContaining('View Setup and Configuration') });
    expect(code).toBe(0);
    expect((await examine()).check('org.pages')?.status).toBe('ok');
  });

  it('finds a company that the ERP does not have', async () => {
    await run('connection:add', 'fno', '--replace', '--company', 'nowhere');
    const { code, check } = await examine();
    expect(code).toBe(1);
    expect(check('connection.fno.company')).toMatchObject({ status: 'failed', code: 'connection.company', says: expect.stringContaining('no company nowhere'), fix: expect.stringContaining('connection add fno --replace --company') });
    expect((await run('connection:test', 'fno')).code).toBe(2);
    await run('connection:add', 'fno', '--replace', '--company', journey.stack.endpoints.fno.company);
  });

  it('finds a certificate that is not the one that the org signs with, and one that is missing', async () => {
    const { operator, endpoints: { salesforce: { orgId } } } = journey.stack;
    const sandbox = await journey.stack.org.read();
    const kid = sandbox.certificate.name;
    await operator(admin.removeOrgKey, { params: { orgId, kid } });
    expect((await examine()).check('org.certificate')).toMatchObject({ status: 'failed', code: 'certificate.missing' });
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    await operator(admin.addOrgKey, { params: { orgId, kid }, body: { kid, certificate: publicKey } });
    // The trigger's nudge is a signed call of the org.
    await journey.win(await journey.newDeal(account));
    const found = await until('the refused call of the org', async () => {
      const { check } = await examine();
      return check('org.calls')?.status === 'failed' ? check('org.calls') : null;
    }, { withinMs: 90_000 });
    expect(found).toMatchObject({ code: 'org.calls-refused', says: expect.stringContaining('wrong signature'), fix: expect.stringContaining('Register the certificate'), fixer: 'admin' });
    await operator(admin.removeOrgKey, { params: { orgId, kid } });
    await operator(admin.addOrgKey, { params: { orgId, kid }, body: { kid, certificate: sandbox.certificate.pem } });
    await journey.win(await journey.newDeal(account));
    await until('a signed call that is taken', async () => ((await examine()).check('org.calls')?.status === 'ok' ? true : null), { withinMs: 90_000 });
  });

  it('finds an org that is not paired, and a refreshed sandbox, which is another org at the same address', async () => {
    const unpaired = await examine('--org-id', '00D000000000099AAA');
    expect(unpaired.code).toBe(1);
    expect(unpaired.check('org.registered')).toMatchObject({ status: 'failed', code: 'org.not-registered', fix: expect.stringContaining('Register it') });
    const { operator, endpoints: { salesforce } } = journey.stack;
    const { rows: [org] } = await operator(admin.listOrgs);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
    const { id: _id, hasPrivateKey: _has, keys: _keys, ...settings } = org ?? expect.fail('no org');
    const former = '00D5g00000XxYyZEAV';
    await operator(admin.putOrg, { params: { orgId: former }, body: { ...settings, name: 'Before the refresh', sandbox: true, privateKey } });
    expect((await examine('--org-id', former)).check('org.sign-in')).toMatchObject({ status: 'failed', code: 'salesforce.sign-in', fixer: 'admin' });
    await journey.stack.org.registerClient({ clientId: 'former', publicKeyPem: publicOf(privateKey), usernames: [settings.username] });
    await operator(admin.putOrg, { params: { orgId: former }, body: { ...settings, clientId: 'former', name: 'Before the refresh', sandbox: true, privateKey } });
    const refreshed = await examine('--org-id', former);
    expect(refreshed.code).toBe(1);
    expect(refreshed.check('org.sign-in')).toMatchObject({ status: 'failed', code: 'org.other', says: expect.stringContaining(`${salesforce.orgId}, registered is ${former}`), fix: expect.stringContaining('org of its own') });
    expect(refreshed.check('org.package')?.status).toBe('skipped');
    const { rows: [fno] } = await operator(admin.listConnections, { params: { orgId: salesforce.orgId } });
    await operator(admin.putConnection, { params: { orgId: former, connection: 'before' }, body: settingsOf(fno ?? expect.fail('no connection')) });
    expect((await examine('--org-id', former)).check('connection.before.lock')).toMatchObject({ status: 'failed', code: 'connection.other-org', says: expect.stringContaining(`the org ${former}, and ${salesforce.orgId} answers`) });
    await operator(admin.putOrg, { params: { orgId: former }, body: { ...settings, clientId: 'former', sandbox: true, enabled: false } });
    expect((await examine('--org-id', former)).check('org.enabled')).toMatchObject({ status: 'failed', code: 'org.disabled' });
    where.push('--org-id', salesforce.orgId);
  });

  it('finds a sandbox with a connection to a production ERP, and asks that ERP nothing', async () => {
    const { operator, endpoints: { salesforce: { orgId } } } = journey.stack;
    const org = (await operator(admin.listOrgs)).rows.find((one) => one.id === orgId) ?? expect.fail('no org');
    const fno = (await operator(admin.listConnections, { params: { orgId } })).rows.find((one) => one.name === 'fno') ?? expect.fail('no connection');
    const { id: _id, hasPrivateKey: _has, keys: _keys, ...settings } = org;
    await operator(admin.putConnection, { params: { orgId, connection: 'fno' }, body: { ...settingsOf(fno), environment: 'production' } });
    expect((await examine()).check('connection.fno.lock')).toMatchObject({ status: 'ok', says: expect.stringContaining('a production ERP') });
    await operator(admin.putOrg, { params: { orgId }, body: { ...settings, sandbox: true } });
    const { code, check } = await examine();
    expect(check('connection.fno.lock')).toMatchObject({ status: 'failed', code: 'connection.locked', fix: expect.stringContaining('test environment'), fixer: 'admin' });
    expect([code, ...['sign-in', 'company', 'read'].map((what) => check(`connection.fno.${what}`)?.status)]).toEqual([1, 'skipped', 'skipped', 'skipped']);
    expect(check('connection.bc.lock')?.status).toBe('ok');
    await operator(admin.putOrg, { params: { orgId }, body: settings });
    await operator(admin.putConnection, { params: { orgId, connection: 'fno' }, body: settingsOf(fno) });
  });

  it('finds a production org that is registered as a sandbox', async () => {
    const { operator, endpoints: { salesforce: { orgId } } } = journey.stack;
    const org = (await operator(admin.listOrgs)).rows.find((one) => one.id === orgId) ?? expect.fail('no org');
    const { id: _id, hasPrivateKey: _has, keys: _keys, ...settings } = org;
    await operator(admin.putOrg, { params: { orgId }, body: { ...settings, sandbox: true } });
    expect((await examine()).check('org.sign-in')).toMatchObject({ status: 'failed', code: 'org.other-kind', says: expect.stringContaining('is a production org and is registered as a sandbox') });
    await operator(admin.putOrg, { params: { orgId }, body: settings });
  });
});

const publicOf = (privateKeyPem: string): string => {
  const { createPublicKey } = process.getBuiltinModule('node:crypto');
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString();
};

describe('connection', () => {
  it('lists, adds in observe, switches, stops, resumes and removes, and each answer fits its schema', async () => {
    const { fno } = journey.stack.endpoints;
    const settings = file('second.yaml', `erp: fno\nlabel: Second\nbaseUrl: ${fno.baseUrl}\ntokenUrl: ${fno.tokenUrl}\nscope: ${JSON.stringify(fno.scope)}\nclientId: ${JSON.stringify(fno.clientId)}\n`);
    const added = await asJson(admin.connectionView, 'connection:add', 'second', '--file', settings, '--company', 'usmf', '--secret-file', file('secret', `${fno.clientSecret}\n`));
    expect(added).toMatchObject({ mode: 'observe', goLiveAt: null, hasSecret: true, label: 'Second', defaultCompany: 'usmf' });
    expect((await run('connection:add', 'second', '--file', settings)).code).toBe(2);
    expect((await asJson(admin.probeConnection.reply.loose(), 'connection:test', 'second')).companies.length).toBe(2);
    expect(await asJson(admin.connectionView, 'connection:mode', 'second', 'send', '--go-live-at', '2026-12-01T00:00:00+01:00', '--reason', 'go live')).toMatchObject({ mode: 'send', goLiveAt: '2026-11-30T23:00:00.000Z' });
    expect((await run('connection:mode', 'second', 'send', '--reason', 'no instant')).code).toBe(2);
    expect((await run('connection:stop', 'second', '--reason', 'update')).result).toEqual({ connection: 'second', stopped: true });
    expect((await run('connection:resume', 'second', '--reason', 'update done')).result).toEqual({ connection: 'second', stopped: false });
    expect((await asJson(admin.listConnections.reply, 'connection:list')).rows.map((row) => row.name)).toEqual(['bc', 'fno', 'second']);
    expect((await run('connection:remove', 'second', '--reason', 'not needed')).result).toEqual({ removed: 'second' });
    expect((await asJson(admin.listConnections.reply, 'connection:list')).rows.map((row) => row.name)).toEqual(['bc', 'fno']);
  });

  it('does not remove one that routing names, and says so', async () => {
    const { code, error } = await run('connection:remove', 'fno', '--reason', 'try it');
    expect([code, error?.name, error?.message]).toEqual([1, 'connection.in-use', expect.stringContaining('2 routing rules still name it')]);
  });
});

describe('order', () => {
  it('checks, sends exactly what was checked, and shows each step', async () => {
    const deal = await journey.newDeal(account);
    const check = await asJson(orderCheck, 'order:check', deal);
    expect(check).toMatchObject({ connection: 'fno', planHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const table = await run('order:check', deal);
    expect(table.out).toMatch(/Net \d+\.\d\d USD/);
    const sent = await asJson(pushView, 'order:send', deal, '--plan-hash', check.planHash ?? '', '--reason', 'checked by hand');
    expect(sent.key).toBe(check.key);
    const shown = await until('the order in the ERP', async () => {
      const push = orders.showPush.reply.parse((await run('order:show', deal)).result);
      return push.state === 'written-back' ? push : null;
    }, { withinMs: 90_000 });
    expect(shown).toMatchObject({ key: sent.key, origin: 'operator', orderNumber: expect.any(String) });
    expect(shown.steps.map((step) => step.step)).toEqual(expect.arrayContaining(['look up', 'create header', 'read back']));
    expect((await run('order:show', sent.key)).out).toContain(`order certificate ${sent.key}`);
    const trail = (await run('audit:show', '--subject', sent.key, '--action', 'order.asked-for')).result as { rows: { reason: string; actor: string }[] };
    expect(trail.rows).toMatchObject([{ reason: 'checked by hand', actor: expect.stringContaining('operator:') }]);
  });

  it('says in red and with exit code 2 that a deal without products would not go', async () => {
    const { code, out } = await run('order:check', await journey.newDeal(account, { lines: [] }));
    expect(code).toBe(2);
    expect(out).toMatch(/The deal has no products\./);
  });
});

describe('mapping', () => {
  it('pulls, validates without saving, compares, tries and publishes a document', async () => {
    const local = path.join(folder, 'order.yaml');
    const pulled = await asJson(mappings.mappingView, 'mapping:pull', 'fno', 'order', '--output-file', local);
    file('order.yaml', pulled.text.replace('maxLength: 60', 'maxLength: 50'));
    expect(await asJson(mappings.checkMapping.reply, 'mapping:validate', 'fno', 'order', '--file', local)).toMatchObject({ ok: true, published: 0, changes: [{ change: 'changed', target: 'SalesOrderName' }] });
    expect((await run('mapping:diff', 'fno', 'order', '--file', local)).out).toMatch(/SalesOrderName: maxLength is 50, was 60\./);
    expect((await run('mapping:list', 'fno')).result).toMatchObject({ rows: [{ object: 'customer', newest: 0 }, {}, { object: 'order', newest: 0 }, {}] });
    const pushed = await asJson(mappings.mappingView.loose(), 'mapping:push', 'fno', 'order', '--file', local, '--publish', '--reason', 'shorter names');
    expect(pushed).toMatchObject({ published: 1, newest: 1 });
    const tried = await asJson(mappings.dryRunMapping.reply, 'mapping:dry-run', 'fno', 'order', '--deal', await journey.newDeal(account, { name: 'Dry run' }));
    expect(tried.records[0]?.fields.find((field) => field.target === 'SalesOrderName')).toMatchObject({ result: 'Dry run' });
    expect((await run('mapping:diff', 'fno', 'order', '--from', 'shipped', '--to', 'published')).result).toMatchObject({ changes: [{ target: 'SalesOrderName' }] });
  });

  it('names the line that is wrong, and neither saves nor publishes it', async () => {
    const broken = file('broken.yaml', 'object: order\nerp: fno\nset: SalesOrderHeadersV2\nversion: 1\nfields:\n  - { target: SalesOrderNam, source: Opportunity.Name }\n');
    const validated = await run('mapping:validate', 'fno', 'order', '--file', broken);
    expect(validated.code).toBe(2);
    expect(validated.result).toMatchObject({ ok: false, findings: expect.arrayContaining([expect.objectContaining({ level: 'error', line: 6, target: 'SalesOrderNam' })]) });
    expect((await run('mapping:push', 'fno', 'order', '--file', broken, '--publish', '--reason', 'try it')).code).toBe(2);
    expect((await run('mapping:validate', 'fno', 'customer', '--file', broken)).code).toBe(2);
    expect((await run('mapping:list', 'fno')).result).toMatchObject({ rows: [{}, {}, { object: 'order', newest: 1 }, {}] });
  });
});

describe('init', () => {
  it('says of a house that is set up that all is done, and asks nothing', async () => {
    const { code, result } = await run('init', '--json');
    expect({ code, result }).toMatchObject({ code: 0, result: { orgId: journey.stack.endpoints.salesforce.orgId, ready: true, steps: ['pairing', 'sign-in', 'connection', 'company'].map((id) => ({ id, done: true })) } });
  });

  it('leads a new org from its pairing to a connection that observes; a wrong answer is asked for again, and what is done is not asked for twice', async () => {
    const org = { id: toId18('00D5g00000NewOr'), userId: toId18('0055g00000AaBbC'), sandbox: false };
    const { backend, fno } = journey.stack.endpoints;
    const keys = makeKeys();
    const guide = spawnInit(['--org-id', org.id, '--backend', backend, '--token-file', path.join(folder, 'token')]);
    guide.answer('perhaps', 'no');
    const [, code = '', audience = ''] = await guide.until(/Code {6}(\S+)\s+Audience {2}(\S+)/);
    const body = JSON.stringify({ code, kid: 'Crossledger', certificate: keys.publicPem, name: 'Contoso', instanceUrl: journey.stack.endpoints.salesforce.instanceUrl, currency: 'USD' });
    const target = { method: 'POST', path: '/v1/pairing', body };
    const paired = await fetch(`${backend}/v1/pairing`, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization: `Bearer ${signToken({ ...claimsFor(org, target), aud: audience }, keys.privateKey)}` } });
    expect(paired.status, await paired.text()).toBe(201);
    guide.answer('3MVG9.key', 'erp@contoso.example', '/nowhere/key.pem', file('key.pem', keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()));
    await guide.until(/signs in to Salesforce as erp@contoso\.example/);
    guide.leave();
    expect(await guide.ended).toMatchObject({ code: 2, out: expect.stringContaining('No answer to "Kind of ERP') });

    const again = spawnInit(['--org-id', org.id, '--backend', backend, '--token-file', path.join(folder, 'token')]);
    again.answer('', 'main', fno.baseUrl, fno.tokenUrl, fno.scope, fno.clientId, file('erp.secret', fno.clientSecret), 'nowhere', '', 'elsewhere', 'usmf');
    again.leave();
    const { code: ended, out } = await again.ended;
    // Salesforce knows nothing of this key: doctor says so, and everything before it is done.
    expect(ended, out).toBe(1);
    for (const said of ['1/4  ✓ The org Contoso', 'has no company nowhere. It has: usmf', 'The ERP does not have it', '4/4  ✓ Every connection signs in', 'org.sign-in', 'Not ready yet']) expect(out).toContain(said);
    expect(out).not.toContain('Consumer key');
    expect(out).not.toContain(fno.clientSecret);
    const { rows } = admin.listConnections.reply.parse((await runCommand('connection:list', ['--org-id', org.id, ...where.slice(0, 4)])).result);
    expect(rows).toMatchObject([{ name: 'main', erp: 'fno', defaultCompany: 'usmf', mode: 'observe', environment: 'test', hasSecret: true }]);
  });
});

// The last one: nothing runs after it.
it('doctor finds a backend that is down', async () => {
  await journey.stack.killBackend('SIGKILL');
  const { code, check } = await examine();
  expect(code).toBe(1);
  expect(check('backend.reachable')).toMatchObject({ status: 'failed', code: 'backend.unreachable', fix: expect.stringContaining('backend runs') });
  expect(check('backend.ready')?.status).toBe('skipped');
});
