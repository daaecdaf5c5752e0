import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../server/kernel/error-codes.ts';
import { SENTENCES_DE } from '../../server/kernel/error-sentences.de.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { FINDING_SENTENCES, FINDING_SENTENCES_DE, type FindingCode } from '../../server/kernel/finding-sentences.ts';
import { reword, sentencesOf } from '../../server/kernel/sentences.ts';
import { say, tell, wordsOf, wordsOfError } from '../../server/kernel/words.ts';
import { inLanguage } from '../../server/http/language.ts';
import { toProblem } from '../../server/panels/live-part.ts';
import { startBackend, type TestBackend } from './support/backend.ts';

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];
const placesOf = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '').sort();
const both = ({ says, next }: { says: string; next: string }): string => `${says} ${next}`;

describe('the German sentences', () => {
  it.each(CODES)('%s has the places of the English one, and other words', (code) => {
    const { says, next } = SENTENCES_DE[code];
    expect([placesOf(says), placesOf(next)]).toEqual([placesOf(ERROR_CODES[code].says), placesOf(ERROR_CODES[code].next)]);
    expect(both(SENTENCES_DE[code])).not.toBe(both(ERROR_CODES[code]));
  });

  it('take over what was filled into a stored one, whatever it was', () => {
    fc.assert(fc.property(fc.constantFrom(...CODES), fc.array(fc.stringMatching(/^[\w äß"{}-]{0,12}\w$/), { minLength: 8, maxLength: 8 }), (code, values) => {
      const places = [...new Set(placesOf(both(ERROR_CODES[code])))];
      const details = Object.fromEntries(places.map((place, at) => [place, values[at] ?? '']));
      const english = sentencesOf(code, details, 'en');
      const german = sentencesOf(code, details, 'de');
      expect(reword(code, both(english), 'de')).toBe(both(german));
      expect(reword(code, english.says, 'de')).toBe(german.says);
    }), { numRuns: 500 });
  });

  it('leave alone what the table did not say, and codes that there are not', () => {
    expect(reword('order.no-lines', 'The deal is empty.', 'de')).toBe('The deal is empty.');
    expect(reword('order.never-was', 'The deal has no products.', 'de')).toBe('The deal has no products.');
    expect(reword('order.no-lines', 'The deal has no products.', 'en')).toBe('The deal has no products.');
  });
});

describe('the German findings', () => {
  const FINDINGS = Object.keys(FINDING_SENTENCES) as FindingCode[];

  it.each(FINDINGS)('%s has the places of the English one, in each of its sentences, and other words', (code) => {
    const [english, german] = [FINDING_SENTENCES[code], FINDING_SENTENCES_DE[code]] as readonly (readonly string[])[];
    expect(german?.map(placesOf)).toEqual(english?.map(placesOf));
    const isOnlyPlaces = !/\p{L}/u.test(english?.join(' ').replaceAll(/\{\w+\}/g, '') ?? '');
    if (!isOnlyPlaces) expect(german?.join(' ')).not.toBe(english?.join(' '));
  });

  it('share no code with an error, so that a code says one thing', () => {
    expect(FINDINGS.filter((code) => Object.hasOwn(ERROR_CODES, code))).toEqual([]);
  });

  it('say what is filled in in German too, where it is words, and leave names alone', () => {
    const { says, next, words } = say('check.customer-new', { account: 'Müller "& Co" {by}', company: 'usmf', by: wordsOf('check.by-name') });
    expect([says, next]).toEqual(['Nothing was found for account "Müller "& Co" {by}" in company usmf by name and country: a customer would be created.', 'If the customer exists, put its number into ERP Customer Number on the account.']);
    expect(tell(words, 'de').says).toBe('Für den Account „Müller "& Co" {by}“ wurde im Unternehmen usmf nach Name und Land nichts gefunden: Ein Kunde würde angelegt.');
  });

  it('show of an error only what its sentence shows', () => {
    expect(wordsOfError(new CrossledgerError('salesforce.sign-in', { problem: 'another org', answered: '00D5e000001SbxN' }))).toEqual({ code: 'salesforce.sign-in', params: { problem: 'another org' } });
  });

  it('leave a sentence as it is whose words another release made', () => {
    const kept = { says: 'It is so.', next: null, code: null, words: { code: 'check.was-once', params: {} } };
    expect(inLanguage(kept, 'de')).toEqual(kept);
  });
});

describe('an answer', () => {
  const GERMAN = { 'accept-language': 'de-AT' };
  const DEAL = '006000000000001AAA';
  const stopped = new CrossledgerError('connection.stopped', { connection: 'main' });
  const slow = new CrossledgerError('erp.slow', { seconds: 2.5 });
  const missing = new CrossledgerError('order.item-missing', { product: 'Speaker "L"' });
  const unknown = new CrossledgerError('order.item-unknown', { item: 'A1', company: 'usmf' });
  const panels = { method: 'POST', path: `/v1/opportunities/${DEAL}/panels`, body: JSON.stringify({ parts: ['stock', 'order'] }) } as const;
  let backend: TestBackend;
  beforeAll(async () => {
    const push = {
      key: 'ABCDEFGHIJKLMNOP', state: 'blocked' as const, message: unknown.sentence, code: unknown.code, fixer: 'admin' as const,
      orderNumber: null, link: null, acceptedAt: '2026-11-20T20:00:00.000Z', sentAt: null, nextTryAt: null,
    };
    backend = await startBackend({
      services: () => ({
        readOpportunityPanels: () => Promise.resolve({
          connection: 'main', company: 'usmf',
          parts: {
            stock: { state: 'stale', asOf: '2026-11-20T20:00:00.000Z', data: { lines: [{ lineId: 'a', productName: 'Speaker "L"', quantity: '1', item: null, short: false, delivery: null, problem: missing.sentence, code: missing.code }], moreThan: null }, problem: toProblem(slow, 'request-7') },
            order: { state: 'live', asOf: null, problem: null, data: { push, checkedAt: null, order: null, reports: [], canSend: false, cannotSendBecause: stopped.sentence, cannotSendCode: stopped.code } },
          },
        }),
      }),
    });
  });
  afterAll(async () => { await backend.stop(); });

  it('says its problem in the language that is asked for, with the same code', async () => {
    const target = { method: 'GET', path: '/v1/nothing' } as const;
    const german = await backend.send(target, GERMAN);
    expect(german.json).toMatchObject({ code: 'route.unknown', title: 'GET /v1/nothing gibt es nicht.', next: 'In /openapi.json steht, was es gibt.', detail: 'GET /v1/nothing gibt es nicht. In /openapi.json steht, was es gibt.' });
    expect(german.headers['content-language']).toBe('de');
    for (const headers of [{}, { 'accept-language': 'fr' }, { 'accept-language': 'en-US,de;q=0.5' }]) expect((await backend.send(target, headers)).json.title).toBe('There is no GET /v1/nothing.');
  });

  it('says every sentence of a panel so: of a part, of a line, of the push as it was stored, and why it cannot be sent', async () => {
    const { parts } = (await backend.asOrg(backend.a, panels, GERMAN)).json;
    expect(parts.stock.problem).toMatchObject({ code: 'erp.slow', title: 'Das ERP hat in 2.5 s nicht geantwortet.', next: 'Nichts ist verloren; es wird von selbst erneut versucht.' });
    expect(parts.stock.data.lines[0].problem).toBe('Das Produkt „Speaker "L"“ hat keine ERP-Artikelnummer. Füllen Sie ERP-Artikelnummer am Produkt; der Auftrag geht dann von selbst.');
    expect(parts.order.data.push.message).toBe('Der Artikel A1 ist im ERP-Unternehmen usmf nicht freigegeben. Geben Sie den Artikel dort frei oder berichtigen Sie das Produkt; der Auftrag geht dann von selbst.');
    expect(parts.order.data.cannotSendBecause).toBe('Das Senden ist für „main“ angehalten. Ein Admin lässt es wieder laufen; dann geht es von selbst weiter.');
  });

  it('says the findings of the flight check so, with their figures', async () => {
    const check = { method: 'POST', path: `/v1/opportunities/${DEAL}/orders/check` } as const;
    const { json } = await backend.asOrg(backend.a, check, GERMAN);
    expect(json.findings).toMatchObject([{ code: 'order.credit-exceeded', says: 'Der Auftrag braucht 900.00 USD; dem Kunden C-1 bleiben 100.00 USD von einem Kreditlimit von 5000.00.', next: 'Die Finanzabteilung entscheidet; das ERP kann den Auftrag anhalten.' }]);
    expect(json.tax.says).toBe('Die Steuer ergänzt das ERP.');
    expect((await backend.asOrg(backend.a, check)).json.tax.says).toBe('Tax is added by the ERP.');
  });

  it('is otherwise the same in both', async () => {
    const [english, german] = [(await backend.asOrg(backend.a, panels)).json, (await backend.asOrg(backend.a, panels, GERMAN)).json];
    expect(english.parts.order.data.push.message).toBe(unknown.sentence);
    expect({ ...german.parts.order.data, push: { ...german.parts.order.data.push, message: null }, cannotSendBecause: null }).toEqual({ ...english.parts.order.data, push: { ...english.parts.order.data.push, message: null }, cannotSendBecause: null });
  });
});
