import { makeRandom, pickWhole, type Random } from '../common/random.ts';
import type { CatalogueCustomer } from './customers.ts';
import { addDays, daysBetween, type Days } from './days.ts';
import type { CatalogueItem } from './items.ts';
import { makeLines, pickBuyer, sumLines, type CatalogueLine } from './lines.ts';
import { roundMoney, type CompanyKey, type CurrencyCode } from './places.ts';

export interface CataloguePayment {
  readonly day: string;
  /** Positive, in the invoice's currency. */
  readonly amount: number;
  readonly reference: string;
  readonly number: string;
}

/** A posted invoice; a credit note has negative lines and a negative total. */
export interface CatalogueInvoice {
  readonly at: number;
  readonly company: CompanyKey;
  readonly number: string;
  readonly voucher: string;
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: CurrencyCode;
  readonly day: string;
  readonly dueDay: string;
  readonly lines: readonly CatalogueLine[];
  readonly net: number;
  readonly tax: number;
  readonly total: number;
  readonly payments: readonly CataloguePayment[];
  readonly open: number;
}

const invoiceCount = 2000;

export function makeInvoices(seed: number, days: Days, customers: readonly CatalogueCustomer[], items: readonly CatalogueItem[]): CatalogueInvoice[] {
  const random = makeRandom(seed * 7919 + 4);
  const buyers = customers.filter((_, at) => at % 20 !== 18); // ten customers never bought anything
  return Array.from({ length: invoiceCount }, (_, at) => makeInvoice(random, days, buyers, items, at + 1));
}

function makeInvoice(random: Random, days: Days, buyers: readonly CatalogueCustomer[], items: readonly CatalogueItem[], at: number): CatalogueInvoice {
  const { customer, company } = pickBuyer(random, buyers);
  const { currency } = customer;
  const day = days.ago(ageOf(random));
  const lines = makeLines(random, items, { company, currency, count: pickWhole(random, 1, 4), isCredit: at % 25 === 0 });
  const net = sumLines(lines, currency);
  const tax = roundMoney(net * (company === 'us' ? 0.08 : 0.19), currency);
  const total = roundMoney(net + tax, currency);
  const dueDay = addDays(day, customer.termDays);
  const payments = makePayments(random, days, { day, dueDay, total, currency, at });
  const paid = payments.reduce((sum, payment) => sum + payment.amount, 0);
  const digits = String(at).padStart(6, '0');
  return {
    at,
    company,
    number: `CIV-${digits}`,
    voucher: `CIV-1${digits.padStart(8, '0')}`,
    orderNumber: `SO-${String(at).padStart(5, '0')}`,
    customerNumber: customer.number,
    currency,
    day,
    dueDay,
    lines,
    net,
    tax,
    total,
    payments,
    open: roundMoney(total - paid, currency),
  };
}

/** From today to three years, with more of the young ones. */
function ageOf(random: Random): number {
  return Math.floor(1095 * random() ** 2.2);
}

interface Paid {
  readonly day: string;
  readonly dueDay: string;
  readonly total: number;
  readonly currency: CurrencyCode;
  readonly at: number;
}

function makePayments(random: Random, days: Days, invoice: Paid): CataloguePayment[] {
  const chance = random();
  const later = random();
  if (invoice.total <= 0) return [];
  const overdueDays = daysBetween(invoice.dueDay, days.today);
  const paidShare = overdueDays > 60 ? 0.93 : overdueDays > 0 ? 0.65 : 0.2;
  const ageDays = daysBetween(invoice.day, days.today);
  if (ageDays < 2 || chance > paidShare + 0.08) return [];
  const part = chance > paidShare ? 0.4 : 1;
  const latest = Math.min(ageDays, daysBetween(invoice.day, invoice.dueDay) + 30);
  const payDay = addDays(invoice.day, Math.max(1, Math.floor(latest * (0.3 + 0.7 * later))));
  const amount = roundMoney(invoice.total * part, invoice.currency);
  const digits = String(invoice.at).padStart(6, '0');
  return [{ day: payDay, amount, reference: `TRANSFER ${digits}`, number: `ARP-${digits}` }];
}
