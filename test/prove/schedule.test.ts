import { describe, expect, it } from 'vitest';
import { labelRequest, labelSql } from '../../scripts/prove/labels.ts';
import { makePointCounter, pointName, type Point } from '../../scripts/prove/points.ts';
import { scheduleRun } from '../../scripts/prove/schedule.ts';

const found = (): Point[] => {
  const counter = makePointCounter();
  const see = (far: 'fno' | 'salesforce' | 'database', label: string, times: number): void => {
    for (let count = 0; count < times; count += 1) counter.see(far, label, 'work');
  };
  ['GET /data/SalesOrderHeadersV2', 'POST /data/SalesOrderHeadersV2', 'POST /data/$batch', 'PATCH /data/SalesOrderHeadersV2()', 'GET /data/CustomersV3'].forEach((label) => see('fno', label, 10));
  ['GET /services/data/query Opportunity', 'PATCH /services/data/composite/sobjects'].forEach((label) => see('salesforce', label, 12));
  ['insert into steps', 'update steps', 'select max', 'update pushes', 'insert into leases'].forEach((label) => see('database', label, 40));
  counter.seeFiles({ 'write pg_wal': 300 }, 'work');
  counter.seeFiles({ 'write pg_wal': 7, 'write base': 400 }, 'start');
  return counter.points();
};
const options = { seed: 5, store: 'postgres', mix: 'all', settleMs: 2500 } as const;

describe('the schedule of a run', () => {
  it('is decided by seed and run alone', () => {
    expect(scheduleRun({ ...options, run: 3, points: found() })).toEqual(scheduleRun({ ...options, run: 3, points: found().reverse() }));
    expect(scheduleRun({ ...options, run: 3, points: found() })).not.toEqual(scheduleRun({ ...options, run: 4, points: found() }));
    expect(scheduleRun({ ...options, run: 3, points: found() })).not.toEqual(scheduleRun({ ...options, seed: 6, run: 3, points: found() }));
  });

  it('hardly changes when the dry run finds one point more', () => {
    const more: Point[] = [...found(), { label: 'database select now', phase: 'told', stage: 'work', count: 4 }];
    const kills = (points: Point[]) => Array.from({ length: 50 }, (_, run) => scheduleRun({ ...options, run, points }).waves.map((wave) => pointName(wave.kill.point))).flat();
    const [before, after] = [kills(found()), kills(more)];
    expect(before.filter((name, at) => name !== after[at]).length).toBeLessThan(before.length / 10);
  });

  it('holds at least 10 orders and 3 kills in every run, and over 300 runs kills at every moment that was found', () => {
    const points = found();
    const plans = Array.from({ length: 300 }, (_, run) => scheduleRun({ ...options, run: run + 1, points }));
    for (const plan of plans) {
      expect(plan.waves.reduce((sum, wave) => sum + wave.deals, 0)).toBeGreaterThanOrEqual(10);
      expect(plan.waves.length).toBeGreaterThanOrEqual(3);
    }
    const killed = new Set(plans.flatMap((plan) => plan.waves.flatMap((wave) => [wave.kill, ...(wave.killAtStart === null ? [] : [wave.killAtStart])].map((kill) => pointName(kill.point)))));
    expect(points.map(pointName).filter((name) => !killed.has(name))).toEqual([]);
  });

  it('keeps late commits and, on the embedded store, steps of the clock within the settle time', () => {
    for (let run = 1; run <= 200; run += 1) {
      const plan = scheduleRun({ ...options, store: 'embedded', run, points: found() });
      const late = plan.faults.map(({ fault }) => (fault['action'] as { commitAfterMs?: number }).commitAfterMs ?? 0);
      expect(Math.max(0, ...late) + Math.abs(plan.clockShiftMs)).toBeLessThan(options.settleMs);
    }
  });
});

describe('the kind of an exchange', () => {
  it.each([
    ['GET /data/SalesOrderHeadersV2?$filter=x%20eq%20%27A%27 HTTP/1.1\r\nhost: x\r\n\r\n', 'GET /data/SalesOrderHeadersV2'],
    ["PATCH /data/SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO-1') HTTP/1.1\r\n", 'PATCH /data/SalesOrderHeadersV2()'],
    ['POST /00000000-0000-0000-0000-000000000000/oauth2/v2.0/token HTTP/1.1\r\n', 'POST /{guid}/oauth2/token'],
    ['GET /services/data/v66.0/query?q=SELECT%20Id%20FROM%20Opportunity%20LIMIT%201 HTTP/1.1\r\n', 'GET /services/data/query Opportunity'],
    ['PATCH /services/data/v66.0/sobjects/Account/001Hr00001abcDEIAY HTTP/1.1\r\n', 'PATCH /services/data/sobjects/Account/{id}'],
  ])('of %j is %s', (text, label) => {
    expect(labelRequest(Buffer.from(text))).toBe(label);
  });

  it('is none when the bytes go on with a request', () => {
    expect(labelRequest(Buffer.from('{"a":1}'))).toBeNull();
  });

  it.each([['insert into "steps" ("id") values ($1)', 'insert into steps'], ['update pushes set x = 1', 'update pushes'], ['begin', 'begin'], ['select "a" from "orgs" where 1 = 1', 'select orgs']])('of the SQL %j is %s', (sql, label) => {
    const body = Buffer.from(`\0${sql}\0`);
    const head = Buffer.from([0x50, 0, 0, 0, 0]);
    expect(labelSql(Buffer.concat([head, body]))).toBe(label);
  });
});
