import type { Transaction } from '../runtime/transaction.ts';
import { Dec, toDec } from '../values/dec.ts';
import type { SObj } from '../values/sobj.ts';
import { ADate, ADatetime } from '../values/temporal.ts';
import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { fullName } from './names-of-people.ts';
import { derivePerson } from './person-accounts.ts';
import type { PendingRow } from './prepare-row.ts';
import { rowError } from './row-error.ts';
import { stages } from './standard-objects.ts';
import type { StoredRow } from './store.ts';

type Derive = (tx: Transaction, row: PendingRow) => void;
const zero = new Dec(0, 2);
const decimal = (value: Value): Dec => (value instanceof Dec || typeof value === 'number' ? toDec(value) : zero);

/** What the platform computes of a record before it is saved. Source: salesforce.md §6.2. */
const derivations: Record<string, Derive> = {
  account: derivePerson,
  opportunity: deriveOpportunity,
  opportunitylineitem: deriveOpportunityLine,
  orderitem: deriveOrderLine,
  order: (_, { record }) => record.set('StatusCode', record.get('Status')),
  contact: (_, { record }) => record.set('Name', fullName(record)),
  lead: (_, { record }) => record.set('Name', fullName(record)),
  user: (_, { record }) => record.set('Name', fullName(record)),
  task: (_, { record }) => record.set('IsClosed', record.get('Status') === 'Completed'),
  pricebookentry: derivePriceBookEntry,
};

export function deriveRow(tx: Transaction, row: PendingRow): void {
  derivations[row.record.type.toLowerCase()]?.(tx, row);
}

function deriveOpportunity(tx: Transaction, { record, old, input, errors }: PendingRow): void {
  if (old?.get('hasopportunitylineitem') === true && (old.get('currencyisocode') ?? null) !== record.get('CurrencyIsoCode')) errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: CurrencyIsoCode (the currency of an opportunity with products cannot be changed)', ['CurrencyIsoCode']));
  const stage = stages.find((each) => each.label === record.get('StageName'));
  const stageChanged = !old || old.get('stagename') !== record.get('StageName');
  if (old && stageChanged) record.set('LastStageChangeDate', new ADatetime(Math.floor(tx.world.now() / 1000) * 1000));
  record.set('IsWon', stage?.won ?? false);
  record.set('IsClosed', stage?.closed ?? false);
  if (stage && stageChanged) {
    if (!input.has('Probability') || input.get('Probability') === null) record.set('Probability', new Dec(stage.probability));
    record.set('ForecastCategory', stage.forecast);
    record.set('ForecastCategoryName', stage.forecastName);
  }
  // With lines the amount is their sum, and a written amount is silently ignored.
  if (old?.get('hasopportunitylineitem') === true) record.set('Amount', old.get('amount') ?? null);
  const amount = record.get('Amount');
  record.set('ExpectedRevenue', amount === null ? null : decimal(amount).times(decimal(record.get('Probability'))).dividedBy(new Dec(100)).round(2));
  const close = record.get('CloseDate');
  if (close instanceof ADate) {
    record.set('FiscalYear', Number(close.iso.slice(0, 4)));
    record.set('FiscalQuarter', Math.ceil(Number(close.iso.slice(5, 7)) / 3));
  }
}

function entryOf(tx: Transaction, record: SObj, pricebookId: Value, currency: Value): string | null {
  const given = record.get('PricebookEntryId');
  if (typeof given === 'string') return given;
  const product = record.get('Product2Id');
  if (product === null) return null;
  const standard = [...tx.store.rows('Pricebook2')].find(([, row]) => row.get('isstandard') === true)?.[0] ?? null;
  const ids = tx.store.idsByIndex('PricebookEntry', 'Product2Id', [product]) ?? [];
  const book = typeof pricebookId === 'string' ? pricebookId : standard;
  const entries = ids.map((id) => ({ id, row: tx.store.get('PricebookEntry', id) }));
  return entries.find(({ row }) => row?.get('pricebook2id') === book && (row?.get('currencyisocode') ?? null) === currency)?.id ?? null;
}

function deriveOpportunityLine(tx: Transaction, row: PendingRow): void {
  const { record, old, input } = row;
  const opportunityId = record.get('OpportunityId');
  const opportunity = typeof opportunityId === 'string' ? tx.store.get('Opportunity', opportunityId) : null;
  if (!old && !linkEntry(tx, row, opportunity)) return;
  const unitGiven = input.has('UnitPrice') && input.get('UnitPrice') !== null;
  const totalGiven = input.has('TotalPrice') && input.get('TotalPrice') !== null;
  const changed = (name: string): boolean => !old || decimal(old.get(name.toLowerCase()) ?? null).d.cmp(decimal(record.get(name)).d) !== 0;
  if (!old && unitGiven && totalGiven) row.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: UnitPrice, TotalPrice (specify either UnitPrice or TotalPrice, not both)', ['UnitPrice', 'TotalPrice']));
  if (!old && !unitGiven && !totalGiven) row.errors.push(rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [UnitPrice]', ['UnitPrice']));
  const quantity = decimal(record.get('Quantity'));
  if (record.get('Quantity') !== null && quantity.d.isZero()) row.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: Quantity (Quantity must be nonzero)', ['Quantity']));
  if (row.errors.length) return;
  const kept = new Dec(1).minus(decimal(record.get('Discount')).dividedBy(new Dec(100)));
  if (totalGiven && !unitGiven && changed('TotalPrice')) {
    const base = quantity.times(kept);
    if (!base.d.isZero()) record.set('UnitPrice', decimal(record.get('TotalPrice')).dividedBy(base).round(2));
  } else record.set('TotalPrice', quantity.times(decimal(record.get('UnitPrice'))).times(kept).round(2));
  record.set('Subtotal', quantity.times(decimal(record.get('UnitPrice'))).round(2));
  if (opportunity && !old) record.set('Name', `${text(opportunity.get('name') ?? '')} ${text(record.get('Name') ?? '')}`.slice(0, 376));
}

/** Fills what a line takes from its price book entry. */
function linkEntry(tx: Transaction, row: PendingRow, parent: StoredRow | null): boolean {
  const { record } = row;
  const pricebookId = parent?.get('pricebook2id') ?? null;
  const currency = parent?.get('currencyisocode') ?? null;
  const entryId = entryOf(tx, record, pricebookId, currency);
  const entry = entryId === null ? null : tx.store.get('PricebookEntry', entryId);
  if (!entry || entryId === null) {
    const named = record.get('PricebookEntryId') !== null ? rowError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['PricebookEntryId']) : rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (pricebook entry has been archived or does not exist)', ['PricebookEntryId']);
    row.errors.push(record.get('PricebookEntryId') === null && record.get('Product2Id') === null ? rowError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PricebookEntryId]', ['PricebookEntryId']) : named);
    return false;
  }
  if (typeof pricebookId === 'string' && entry.get('pricebook2id') !== pricebookId) {
    row.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the opp)', ['PricebookEntryId']));
    return false;
  }
  if ((entry.get('currencyisocode') ?? null) !== currency) {
    row.errors.push(rowError('FIELD_INTEGRITY_EXCEPTION', 'field integrity exception: PricebookEntryId (the currency of the pricebook entry is not that of the parent)', ['PricebookEntryId']));
    return false;
  }
  if (currency !== null) record.set('CurrencyIsoCode', currency);
  record.set('PricebookEntryId', entryId);
  record.set('Product2Id', entry.get('product2id') ?? null);
  record.set('ListPrice', entry.get('unitprice') ?? null);
  record.set('Name', entry.get('name') ?? null);
  record.set('ProductCode', entry.get('productcode') ?? null);
  return true;
}

function deriveOrderLine(tx: Transaction, row: PendingRow): void {
  const orderId = row.record.get('OrderId');
  const order = typeof orderId === 'string' ? tx.store.get('Order', orderId) : null;
  if (!row.old && !linkEntry(tx, row, order)) return;
  if (row.record.get('UnitPrice') === null) row.record.set('UnitPrice', row.record.get('ListPrice'));
  row.record.set('TotalPrice', decimal(row.record.get('Quantity')).times(decimal(row.record.get('UnitPrice'))).round(2));
}

function derivePriceBookEntry(tx: Transaction, row: PendingRow): void {
  const { record } = row;
  const bookId = record.get('Pricebook2Id');
  const productId = record.get('Product2Id');
  if (typeof bookId !== 'string' || typeof productId !== 'string') return;
  const product = tx.store.get('Product2', productId);
  record.set('Name', product?.get('name') ?? null);
  record.set('ProductCode', product?.get('productcode') ?? null);
  if (row.old) return;
  const others = (tx.store.idsByIndex('PricebookEntry', 'Product2Id', [productId]) ?? []).map((id) => tx.store.get('PricebookEntry', id)).filter((other) => other?.get('isdeleted') !== true && (other?.get('currencyisocode') ?? null) === record.get('CurrencyIsoCode'));
  const isStandard = tx.store.get('Pricebook2', bookId)?.get('isstandard') === true;
  if (others.some((other) => other?.get('pricebook2id') === bookId)) row.errors.push(rowError('DUPLICATE_VALUE', 'This price definition already exists in this price book', ['Pricebook2Id', 'Product2Id']));
  const hasStandard = others.some((other) => tx.store.get('Pricebook2', text(other?.get('pricebook2id') ?? null))?.get('isstandard') === true);
  if (!isStandard && !hasStandard) row.errors.push(rowError('STANDARD_PRICE_NOT_DEFINED', 'No standard price defined for this product'));
}

/** Brings the totals of the parents of saved or deleted lines up to date. */
export function rollUp(tx: Transaction, rows: PendingRow[]): void {
  const type = rows[0]?.record.type;
  if (type !== 'OpportunityLineItem' && type !== 'OrderItem') return;
  const [parent, field] = type === 'OrderItem' ? ['Order', 'OrderId'] : ['Opportunity', 'OpportunityId'];
  const parents = new Set(rows.map((row) => row.record.get(field)));
  for (const id of parents) if (typeof id === 'string') rollUpParent(tx, type, parent, field, id);
}

function rollUpParent(tx: Transaction, type: string, parent: string, field: string, id: string): void {
  const old = tx.store.get(parent, id);
  if (!old) return;
  const lines = (tx.store.idsByIndex(type, field, [id]) ?? []).flatMap((lineId) => tx.store.get(type, lineId) ?? []).filter((line) => line.get('isdeleted') !== true);
  const sum = (name: string): Dec => lines.reduce((total, line) => total.plus(decimal(line.get(name) ?? null)), zero);
  const row = new Map(old);
  if (parent === 'Order') row.set('totalamount', sum('totalprice').round(2));
  else {
    row.set('hasopportunitylineitem', lines.length > 0);
    if (lines.length) {
      row.set('amount', sum('totalprice').round(2));
      row.set('expectedrevenue', sum('totalprice').times(decimal(old.get('probability') ?? null)).dividedBy(new Dec(100)).round(2));
    }
    row.set('totalopportunityquantity', lines.length ? sum('quantity').round(2) : null);
    const entryId = lines[0]?.get('pricebookentryid');
    if (row.get('pricebook2id') === null && typeof entryId === 'string') row.set('pricebook2id', tx.store.get('PricebookEntry', entryId)?.get('pricebook2id') ?? null);
  }
  row.set('systemmodstamp', new ADatetime(Math.floor(tx.world.now() / 1000) * 1000));
  row.set('lastmodifieddate', new ADatetime(Math.floor(tx.world.now() / 1000) * 1000));
  tx.store.put(parent, id, row);
}
