import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ContactPort } from '../../server/connectors/connector.ts';
import { CONNECTORS } from '../../server/connectors/index.ts';
import type { ContactDraft } from '../../server/model/contact.ts';
import type { Customer } from '../../server/model/customer.ts';
import { failure, openErps, work, type Erps, type Subject } from './erps.ts';

let erps: Erps;
beforeAll(async () => {
  erps = await openErps();
});
afterAll(() => erps.close());

/** Which connectors keep contacts is asked of them, not known here. */
const keeping = Object.values(CONNECTORS).filter((connector) => !('contacts' in connector.without)).map((connector) => connector.erp);

/** What a mapping would make, written by hand for each ERP. */
const WRITTEN: Readonly<Record<string, (customer: Customer, first: string, last: string, email: string | null) => ContactDraft>> = {
  fno: (customer, FirstName, LastName, email) => ({ fields: { AssociatedPartyNumber: customer.partyNumber ?? '', FirstName, LastName, ...(email === null ? {} : { PrimaryEmailAddress: email }) } }),
  'business-central': (customer, first, last, email) => ({ fields: { type: 'Person', displayName: `${first} ${last}`, companyName: customer.name, ...(email === null ? {} : { email }) } }),
};

describe.each(keeping)('%s', (erp) => {
  let subject: Subject;
  let port: ContactPort;
  let us: string;
  let customer: Customer;
  let other: Customer;

  const open = (): ContactPort => {
    const { contacts } = subject.open().capabilities;
    if (contacts === undefined) throw new Error(erp);
    return contacts;
  };
  const draft = (first: string, last: string, email: string | null = null, of = customer): ContactDraft => {
    const write = WRITTEN[erp];
    if (write === undefined) throw new Error(`no contact by hand for ${erp}`);
    return write(of, first, last, email);
  };
  const found = async (identity: Partial<Parameters<ContactPort['find']>[2]>, of = customer): Promise<string[]> =>
    (await port.find(us, of, { number: null, email: null, name: null, ...identity }, work())).map((contact) => contact.number);

  beforeAll(async () => {
    subject = erps.subjectOf(erp);
    us = subject.company('us');
    port = open();
    const usable = erps.catalogue.customers.filter((one) => one.companies.includes('us') && one.blocked === 'No').slice(0, 2);
    const [first, second] = await Promise.all(usable.map((one) => subject.open().reads.customer(us, one.number, work())));
    if (first === null || first === undefined || second === null || second === undefined) throw new Error('the catalogue has no customers');
    [customer, other] = [first, second];
  });
  afterEach(() => subject.clearFaults());

  it('a contact that was there before is found by its e-mail, in any case', async () => {
    const seeded = erps.catalogue.customers.find((one) => one.number === customer.number);
    expect(await found({ email: seeded?.email.toUpperCase() ?? '' })).toHaveLength(1);
    expect(await found({ name: seeded?.contact.name ?? '' })).toHaveLength(1);
  });

  it('a new contact gets a number from the ERP and is found by number, by e-mail and by name', async () => {
    const made = await port.create(us, draft('Ada', 'Lovelace', 'ada@contoso.example'), work());
    expect(made).toEqual({ company: us, number: expect.stringMatching(/./) as string, name: 'Ada Lovelace', email: 'ada@contoso.example' });
    for (const identity of [{ number: made.number }, { email: 'ADA@contoso.example' }, { name: 'ada LOVELACE' }, { email: 'nobody@contoso.example', name: 'Ada Lovelace' }]) {
      expect(await found(identity), JSON.stringify(identity)).toEqual([made.number]);
    }
  });

  it('is known by what the draft says: the look-up finds what was created', async () => {
    const wanted = draft('Grace', 'Hopper', 'grace@contoso.example');
    expect(port.knownBy(wanted)).toEqual({ number: null, email: 'grace@contoso.example', name: 'Grace Hopper' });
    const made = await port.create(us, wanted, work());
    expect((await port.find(us, customer, port.knownBy(wanted), work())).map(({ number }) => number)).toEqual([made.number]);
  });

  it('an e-mail counts before a name, several come by number, and those of another customer stay away', async () => {
    const named = await port.create(us, draft('Sam', 'Same', 'one@contoso.example'), work());
    const mailed = await port.create(us, draft('Other', 'Name', 'sam@contoso.example'), work());
    const elsewhere = await port.create(us, draft('Sam', 'Same', 'sam@contoso.example', other), work());
    const second = await port.create(us, draft('Sam', 'Same'), work());
    expect(await found({ email: 'sam@contoso.example', name: 'Sam Same' })).toEqual([mailed.number]);
    expect(await found({ name: 'Sam Same' })).toEqual([named.number, second.number].sort());
    expect(await found({ email: 'sam@contoso.example' }, other)).toEqual([elsewhere.number]);
  });

  it('nobody who is not there is found, whatever the text', async () => {
    for (const text of ['*', "' or 1 eq 1", '%', 'Nobody At All']) {
      expect(await found({ email: text, name: text }), text).toEqual([]);
      expect(await found({ number: text, email: text, name: text }), text).toEqual([]);
    }
    expect(await found({})).toEqual([]);
  });

  it.each([["O'Hara", 'Söhne & Töchter'], ['漢字', '🙂'], ["x' or '1' eq '1", '<b>']])('text is data: %s %s', async (first, last) => {
    const made = await port.create(us, draft(first, last), work());
    expect(made.name).toBe(`${first} ${last}`);
    expect(await found({ name: `${first} ${last}` })).toEqual([made.number]);
  });

  it('a customer whose own name holds quotes and umlauts has contacts as well', async () => {
    const odd = erps.catalogue.customers.find((one) => one.companies.includes('us') && /['ü]/.test(one.name));
    const owner = await subject.open().reads.customer(us, odd?.number ?? '', work());
    if (owner === null) throw new Error('the catalogue has none');
    const made = await port.create(us, draft('Odd', 'Owner', null, owner), work());
    expect(await found({ name: 'Odd Owner' }, owner)).toEqual([made.number]);
  });

  it('the planned create is what is sent', async () => {
    const wanted = draft('Planned', 'Person', 'planned@contoso.example');
    const planned = await port.plannedCreate(us, wanted, work());
    const sent = await subject.writesOf(() => port.create(us, wanted, work()));
    expect(sent.map((body) => JSON.parse(body) as unknown)).toEqual([planned.body]);
    expect([planned.step, planned.method]).toEqual(['create contact', 'POST']);
  });

  it('a contact without a name is refused in words, and nothing is there', async () => {
    const { fields } = draft('', '');
    const error = await failure(port.create(us, { fields: { ...fields, ...('displayName' in fields ? { displayName: '' } : { FirstName: '', LastName: '' }) } }, work()));
    expect([error.entry.retry, error.outcome]).toEqual(['after-fix', 'not-done']);
    expect(error.message).toMatch(/name/i);
  });

  it('a lost answer leaves the outcome unknown, and the look-up finds it once', async () => {
    await found({ name: 'Lost Answer' });
    await subject.fault({ match: { method: 'POST', path: '[Cc]ontact' }, action: { drop: 'after' } });
    expect(await failure(port.create(us, draft('Lost', 'Answer'), work()))).toMatchObject({ code: 'erp.unknown-outcome', outcome: 'unknown', details: { step: 'create contact' } });
    expect(await found({ name: 'Lost Answer' })).toHaveLength(1);
  });

  it('nothing that it writes is repeated by itself', async () => {
    await found({ name: 'Once Only' });
    subject.calls();
    await subject.fault({ match: { method: 'POST' }, action: { status: 503 }, times: 3 });
    await failure(port.create(us, draft('Once', 'Only'), work()));
    await subject.clearFaults();
    expect(subject.calls().filter((call) => call.method === 'POST')).toHaveLength(1);
  });
});
