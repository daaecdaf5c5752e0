import { afterEach, describe, expect, it, vi } from 'vitest';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { createBreaker } from '../../server/net/breaker.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { fakeTime } from './fake-time.ts';
import { json, live, openFarEnd, work, type FarEnd, type Handler } from './far-end.ts';

let end: FarEnd;
const open = async (handle: Handler, options: Parameters<typeof openFarEnd>[1] = {}): Promise<FarEnd> => (end = await openFarEnd(handle, options));
afterEach(() => end.close());

const failure = async (promise: Promise<unknown>): Promise<CrossledgerError> => {
  const thrown: unknown = await promise.then(() => undefined, (error: unknown) => error);
  expect(thrown).toBeInstanceOf(CrossledgerError);
  return thrown as CrossledgerError;
};
const get = (url: string, path = '/a'): { method: 'GET'; url: string; step: string } => ({ method: 'GET', url: `${url}${path}`, step: 'read thing' });
const post = (url: string, body = '{}'): { method: 'POST'; url: string; body: string; step: string } => ({ method: 'POST', url: `${url}/a`, body, step: 'create thing' });

/** Answers with each in turn, the last one for ever. */
const inTurn = (...answers: readonly Handler[]): Handler => {
  let at = 0;
  return (request, body, response) => answers[Math.min(at++, answers.length - 1)]?.(request, body, response);
};
const status = (code: number, headers: Record<string, string> = {}, body: unknown = {}): Handler => (_, __, response) => json(response, code, body, headers);
const drop: Handler = (request) => request.socket.destroy();
const page: Handler = (_, __, response) => {
  response.writeHead(503, { 'content-type': 'text/html' });
  response.end('<h1>Servicing</h1>');
};

describe('reads', () => {
  it('are repeated after 503, 429 and a broken connection until one answers', async () => {
    await open(inTurn(page, status(429, { 'retry-after': '0' }), drop, status(200, {}, { ok: true })));
    expect((await end.send(get(end.url), live())).text).toBe('{"ok":true}');
    expect(end.requests).toHaveLength(4);
  });

  it('are not repeated for ever: the fourth failure is told', async () => {
    await open(status(503));
    expect((await failure(end.send(get(end.url), live()))).code).toBe('erp.unavailable');
    expect(end.requests).toHaveLength(4);
  });

  it('end at their deadline with erp.slow', async () => {
    await open(() => undefined);
    const error = await failure(end.send(get(end.url), live(120)));
    expect([error.code, error.details['seconds']]).toEqual(['erp.slow', 0.1]);
  });

  it('end when the caller gives up', async () => {
    const given = new AbortController();
    await open(() => given.abort());
    expect((await failure(end.send(get(end.url), { ...live(), signal: given.signal }))).code).toBe('erp.slow');
  });

  it('are repeated when they are POSTs that only ask', async () => {
    await open(inTurn(status(500), status(201)));
    expect((await end.send({ ...post(end.url), safe: true }, live())).status).toBe(201);
  });

  it('pass other statuses on', async () => {
    await open(status(404));
    expect((await end.send(get(end.url), live())).status).toBe(404);
  });

  it('that are equal and in flight share one request, and the next one asks again', async () => {
    const waiting: (() => void)[] = [];
    await open((_, __, response) => waiting.push(() => json(response, 200, {})));
    const three = [1, 2, 3].map(() => end.send(get(end.url), live()));
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    waiting[0]?.();
    await Promise.all(three);
    expect(end.requests).toHaveLength(1);
    const again = end.send(get(end.url), live());
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.();
    await again;
  });

  it('of the work lane never share an answer', async () => {
    await open(status(200));
    await Promise.all([end.send(get(end.url), work()), end.send(get(end.url), work())]);
    expect(end.requests).toHaveLength(2);
  });

  it('that share an answer keep their own deadline', async () => {
    let answer = (): void => undefined;
    await open((_, __, response) => (answer = () => json(response, 200, {})));
    const patient = end.send(get(end.url), live());
    await vi.waitFor(() => expect(end.requests).toHaveLength(1));
    expect((await failure(end.send(get(end.url), live(80)))).code).toBe('erp.slow');
    answer();
    expect((await patient).status).toBe(200);
  });

  it('refuse an answer that is too large', async () => {
    await open((_, __, response) => response.end('x'.repeat(200_000)));
    expect((await failure(end.send(get(end.url), live()))).code).toBe('erp.answer');
  });

  it('never follow a redirect', async () => {
    await open(status(302, { location: 'http://127.0.0.1:1/' }));
    expect((await failure(end.send(get(end.url), live()))).code).toBe('erp.answer');
    expect(end.requests).toHaveLength(1);
  });
});

describe('writes', () => {
  it.each([
    ['a broken connection', drop],
    ['500 without an envelope', status(500)],
    ['a maintenance page', page],
    ['408', status(408)],
  ])('are sent once, and %s leaves the outcome unknown', async (_, answer) => {
    await open(answer);
    const error = await failure(end.send(post(end.url), work()));
    expect([error.code, error.outcome, error.details['step']]).toEqual(['erp.unknown-outcome', 'unknown', 'create thing']);
    expect(end.requests).toHaveLength(1);
  });

  it('that run into their deadline have an unknown outcome', async () => {
    await open(() => undefined);
    expect((await failure(end.send(post(end.url), work(150)))).outcome).toBe('unknown');
  });

  it('that were never sent are not done', async () => {
    await open(status(200));
    const gone = end.url.replace(/\d+$/, '9');
    const { createPools, DEFAULT_POOL } = await import('../../server/net/pools.ts');
    const pools = createPools(DEFAULT_POOL);
    const { createTransport } = await import('../../server/net/transport.ts');
    const error = await failure(createTransport(pools, new Set([new URL(gone).host]))(post(gone), work()));
    expect([error.code, error.outcome, error.details['problem']]).toEqual(['erp.unavailable', 'not-done', 'connection refused']);
    await pools.close();
  });

  it('answered 429 are not done and pause the connection', async () => {
    await open(inTurn(status(429, { 'retry-after': '30' }), status(200)));
    const error = await failure(end.send(post(end.url), work()));
    expect([error.code, error.outcome, error.retryAfterMs, error.details['seconds']]).toEqual(['erp.throttled', 'not-done', 30_000, 30]);
    expect((await failure(end.send(get(end.url), live()))).code).toBe('erp.throttled');
    expect(end.requests).toHaveLength(1);
  });

  it('answered 5xx by the application itself are handed to the connector', async () => {
    await open(status(500, {}, { error: { code: '', message: 'An error has occurred.' } }));
    expect((await end.send(post(end.url), work())).status).toBe(500);
  });
});

describe('breaker', () => {
  it('opens after five failures, answers at once, probes once and closes', async () => {
    const time = fakeTime();
    let healthy = false;
    await open((_, __, response) => json(response, healthy ? 200 : 503, {}), { clock: time, breaker: createBreaker(time) });
    const call = (): Promise<unknown> => end.send(post(end.url), { ...work(), deadlineAt: time.now() + 5_000 });
    for (let at = 0; at < 5; at += 1) expect((await failure(call())).code).toBe('erp.unknown-outcome');
    const shut = await failure(call());
    expect([shut.code, shut.outcome]).toEqual(['erp.unavailable', 'not-done']);
    expect(end.requests).toHaveLength(5);
    await time.advance(5_001);
    expect((await failure(call())).code).toBe('erp.unknown-outcome');
    expect((await failure(call())).code).toBe('erp.unavailable');
    expect(end.requests).toHaveLength(6);
    healthy = true;
    await time.advance(5_001);
    await call();
    await call();
    expect(end.requests).toHaveLength(8);
  });

  it('lets the reads of one page try together whether the far end is back', async () => {
    const time = fakeTime();
    let healthy = false;
    await open((_, __, response) => json(response, healthy ? 200 : 503, {}), { clock: time, breaker: createBreaker(time) });
    const call = (): Promise<unknown> => end.send(post(end.url), { ...work(), deadlineAt: time.now() + 5_000 });
    for (let at = 0; at < 5; at += 1) await failure(call());
    healthy = true;
    await time.advance(5_001);
    await Promise.all([call(), call(), call(), call()]);
    expect(end.requests).toHaveLength(9);
  });

  it('stays open no longer than it was meant to when the wall clock is set back', async () => {
    const time = fakeTime();
    const breaker = createBreaker(time, { failures: 1, openMs: 1_000 });
    const broken = breaker.layer(async () => { throw new CrossledgerError('erp.unavailable', { problem: 'gone' }); });
    await failure(broken({ method: 'GET', url: 'http://127.0.0.1', step: 'read thing' }, live()));
    time.step(-54_000);
    expect(breaker.state()).toBe('open');
    await time.advance(1_000);
    expect(breaker.state()).toBe('half-open');
  });

  it('is not moved by refusals of the application', async () => {
    const time = fakeTime();
    const breaker = createBreaker(time, { failures: 1, openMs: 1_000 });
    await open(status(400), { breaker });
    await end.send(post(end.url), work());
    expect(breaker.state()).toBe('closed');
  });
});

describe('log', () => {
  it('has one line per call with its outcome, and never an address, a body or a header', async () => {
    await open(inTurn(status(200), drop), {});
    await end.send({ ...get(end.url, '/customers?secret=1'), headers: { authorization: 'Bearer hidden' } }, live());
    await failure(end.send(post(end.url, '{"hidden":1}'), work()));
    expect(end.lines.map(({ step, result, outcome }) => [step, result, outcome])).toEqual([
      ['read thing', 200, undefined],
      ['create thing', 'erp.unknown-outcome', 'unknown'],
    ]);
    expect(JSON.stringify(end.lines)).not.toMatch(/hidden|secret|127\.0\.0\.1/);
  });
});

describe('addresses', () => {
  it.each([
    ['http://example.com/', 'only https is allowed'],
    ['https://elsewhere.example.com/', 'the host is not listed for this connection'],
    ['https://user:pass@example.com/', 'it carries a name or password'],
    ['data', 'it is not an absolute address'],
  ])('%s is refused', async (url, problem) => {
    await open(status(200), { allowedHosts: new Set(['example.com']) });
    const error = await failure(end.send({ method: 'GET', url, step: 'read thing' }, live()));
    expect([error.code, error.details['problem']]).toEqual(['erp.address', problem]);
  });
});

describe('slots', () => {
  it('a write that still waits for its slot at the deadline is not done', async () => {
    const clock = { now: () => Date.now() };
    const limiter = createMemoryLimiter(clock, () => ({ concurrency: 1, ratePerSecond: 100, burst: 100, liveShare: 0 }));
    await open(status(200), { limiter });
    const giveBack = await limiter.acquire('test', 'work', Date.now() + 5_000);
    const error = await failure(end.send(post(end.url), work(100)));
    expect([error.code, error.outcome]).toEqual(['erp.slow', 'not-done']);
    expect(end.requests).toHaveLength(0);
    giveBack();
  });
});
