import { companyOf, type Catalogue } from '../../data/catalogue.ts';
import type { CatalogueCustomer } from '../../data/customers.ts';
import type { CompanyKey } from '../../data/places.ts';
import type { Fields, Seeder } from './seeder.ts';

export interface SeededAccount {
  readonly id: string;
  readonly name: string;
  /** Absent on accounts that no ERP knows yet. */
  readonly customerNumber?: string;
}

interface Tie {
  readonly connection: 'fno' | 'bc';
  readonly company: CompanyKey;
}

/** Customers with a story: an apostrophe, umlauts, and one on hold for everything. */
const storied = ['C-00005', 'C-00010', 'C-00013'];
const fnoUsCount = 40;
const fnoDeCount = 20;
const businessCentralCount = 6;

/** Names that no customer of the catalogue bears; the last three say no company, so that routing decides. */
const newcomers = [
  'Adventure Works Cycles', 'Bellows College', 'Best For You Organics', 'City Power & Light', 'Consolidated Messenger', 'Datum Print Shop', 'First Up Consultants', 'Graphic Design Institute',
  'Lamna Healthcare', "Liberty's Delightful Bakery", 'Munson Pickles', 'Nod Publishers', 'Relecloud Hosting', 'Südwind Reisen', 'Woodgrove Bank',
] as const;
const routedByRule = 3;

export async function seedAccounts(seeder: Seeder, catalogue: Catalogue): Promise<SeededAccount[]> {
  const tied = chooseTied(catalogue);
  const rows = [...tied.map(({ customer, tie }) => toTiedAccount(seeder, customer, tie)), ...newcomers.map((name, at) => toNewAccount(seeder, name, at))];
  const ids = await seeder.insert('Account', rows);
  const accounts = ids.map((id, at): SeededAccount => {
    const customer = tied[at]?.customer;
    return { id, name: customer?.name ?? newcomers[at - tied.length] ?? '', ...(customer && { customerNumber: customer.number }) };
  });
  const contacts = tied.map(({ customer }, at) => toContact(customer, accounts[at]?.id, seeder.userId('rep')));
  await seeder.insert('Contact', contacts);
  return accounts;
}

function chooseTied(catalogue: Catalogue): { customer: CatalogueCustomer; tie: Tie }[] {
  const rest = catalogue.customers.filter((customer) => customer.blocked === 'No' || storied.includes(customer.number));
  const take = (count: number, tie: Tie): { customer: CatalogueCustomer; tie: Tie }[] => {
    const chosen = rest.filter((customer) => customer.companies.includes(tie.company)).slice(0, count);
    for (const customer of chosen) rest.splice(rest.indexOf(customer), 1);
    return chosen.map((customer) => ({ customer, tie }));
  };
  return [
    ...take(fnoUsCount, { connection: 'fno', company: 'us' }),
    ...take(fnoDeCount, { connection: 'fno', company: 'de' }),
    ...take(businessCentralCount, { connection: 'bc', company: 'us' }),
  ];
}

function companyId({ connection, company }: Tie): string {
  const { fno, businessCentral } = companyOf(company);
  return connection === 'fno' ? fno.dataAreaId : businessCentral.id;
}

function toTiedAccount({ named, userId }: Seeder, customer: CatalogueCustomer, tie: Tie): Fields {
  return {
    Name: customer.name,
    AccountNumber: customer.number,
    Type: 'Customer - Direct',
    Phone: customer.phone,
    BillingStreet: customer.street,
    BillingCity: customer.city,
    BillingState: customer.state,
    BillingPostalCode: customer.postalCode,
    BillingCountry: customer.country,
    OwnerId: userId('rep'),
    [named('ERP_Customer_Number__c')]: customer.number,
    [named('ERP_Company__c')]: companyId(tie),
    [named('ERP_Connection__c')]: tie.connection,
    [named('ERP_Tax_Id__c')]: customer.taxId,
  };
}

function toNewAccount({ named, userId }: Seeder, name: string, at: number): Fields {
  const isRouted = at >= newcomers.length - routedByRule;
  return {
    Name: name,
    Type: 'Prospect',
    Phone: `+1 555 ${String(9000 + at)}`,
    BillingStreet: `${at + 1} Market Square`,
    BillingCity: 'Seattle',
    BillingState: 'WA',
    BillingPostalCode: '98101',
    BillingCountry: 'US',
    OwnerId: userId('rep'),
    ...(!isRouted && { [named('ERP_Company__c')]: 'usmf', [named('ERP_Connection__c')]: 'fno' }),
  };
}

function toContact({ contact, email, phone }: CatalogueCustomer, accountId: string | undefined, ownerId: string): Fields {
  const [first = '', ...last] = contact.name.split(' ');
  return { FirstName: first, LastName: last.join(' ').slice(0, 80), Title: contact.title, Email: email, Phone: phone, AccountId: accountId, OwnerId: ownerId };
}
