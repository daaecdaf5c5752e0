import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowsOf } from '../sandbox/erps/client.ts';
import type { OrderPushPort } from '../../server/connectors/connector.ts';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { defaultText } from '../../server/mapping/defaults.ts';
import type { MappedErp, MappedObject } from '../../server/mapping/document.ts';
import { createExpressions } from '../../server/mapping/expressions/expressions.ts';
import { lookupAnswers, neededLookups } from '../../server/mapping/needs.ts';
import { readMapping } from '../../server/mapping/parse-mapping.ts';
import type { WireFields } from '../../server/model/order.ts';
import { newKey, openErps, work, type Erps, type Subject } from './erps.ts';

let erps: Erps;
const expressions = createExpressions();
beforeAll(async () => {
  erps = await openErps();
});
afterAll(async () => {
  expressions.close();
  await erps.close();
});

const handbook = readFileSync(path.resolve(import.meta.dirname, '../../docs/handbook/mapping.md'), 'utf8');

/** The shipped document with the lines that the handbook gives for it. */
function withRecipe(erp: MappedErp, object: MappedObject) {
  const recipe = handbook.match(new RegExp(`\`\`\`yaml # ${erp} ${object}\\n(.*?)\`\`\``, 's'))?.[1];
  if (recipe === undefined) throw new Error(`the handbook has no recipe for ${erp} ${object}`);
  const targets = [...recipe.matchAll(/target: (\w+)/g)].map(([, target]) => target);
  const shipped = defaultText(erp, object, { keyField: undefined }).split('\n').filter((line) => !targets.some((target) => line.includes(`target: ${target},`)));
  return readMapping(`${shipped.join('\n').trimEnd()}\n${recipe}`);
}

async function map(subject: Subject, erp: MappedErp, object: MappedObject, record: Record<string, Record<string, unknown>>): Promise<WireFields> {
  const document = withRecipe(erp, object);
  const company = subject.company('us');
  const needs = await neededLookups(document, record, { company, lookups: new Map(), expressions });
  const { reads } = subject.open();
  const answers = await Promise.all(needs.map(async (need) => ({ ...need, found: await reads.lookUp(company, need, work()) })));
  const { fields, problems } = await applyMapping(document, record, { company, lookups: lookupAnswers(answers), expressions });
  expect(problems).toEqual([]);
  return fields;
}

async function send(subject: Subject, erp: MappedErp, warehouse: string): Promise<string> {
  const push: OrderPushPort | undefined = subject.open().capabilities.orderPush;
  if (push === undefined) throw new Error(erp);
  const company = subject.company('us');
  const customerNumber = erps.catalogue.customers.find((one) => one.companies.includes('us') && one.blocked === 'No')?.number ?? '';
  const itemNumber = erps.catalogue.items.find((one) => one.releasedIn.includes('us') && !one.stopped && one.hasDefaultWarehouse && one.kind === 'Item')?.number ?? '';
  const record = {
    Opportunity: { Name: 'Dimensions', Cost_Center__c: 'US-001' }, Account: { Name: 'Contoso' }, Product2: { Family: 'Audio' },
    OpportunityLineItem: { Quantity: 2, UnitPrice: 10.5, Warehouse__c: warehouse, Delivery__c: 'Express' },
    Crossledger: { customerNumber, invoiceAccount: customerNumber, currency: 'USD', itemNumber: subject.item(itemNumber) },
  };
  const [header, line] = [await map(subject, erp, 'order', record), await map(subject, erp, 'order-line', record)];
  const draft = {
    key: newKey(), company, customerNumber, currency: 'USD', customerPurchaseOrder: null, dealName: 'Dimensions', requestedDate: null, fields: header,
    lines: [{ reference: 'L1', itemNumber: subject.item(itemNumber), description: null, quantity: '2', unitPrice: '10.5', discountPercent: '0', requestedDate: null, fields: line }],
  };
  const { number } = await push.createHeader(draft, work());
  await push.addLines(company, number, push.asKept?.(draft).lines ?? draft.lines, work());
  return number;
}

it('F&O: dimensions of order and line, warehouse and mode of delivery of a line arrive as mapped', async () => {
  const subject = erps.subjects.get('fno');
  if (subject === undefined) throw new Error('fno');
  const warehouse = erps.catalogue.companies.find((one) => one.key === 'us')?.warehouses[1]?.code ?? '';
  const number = await send(subject, 'fno', warehouse);
  const client = await subject.client(subject.company('us'));
  const [header] = rowsOf(await client.get(`/SalesOrderHeadersV2?cross-company=true&$filter=SalesOrderNumber eq '${number}' and dataAreaId eq '${subject.company('us')}'`));
  const [line] = rowsOf(await client.get(`/SalesOrderLines?cross-company=true&$filter=SalesOrderNumber eq '${number}' and dataAreaId eq '${subject.company('us')}'`));
  expect(header?.['DefaultLedgerDimensionDisplayValue']).toBe('US\\-001');
  expect(line).toMatchObject({ DefaultLedgerDimensionDisplayValue: 'US-001-Audio', ShippingWarehouseId: warehouse, DeliveryModeCode: '10' });
});

it('Business Central: dimensions of the order and the warehouse of a line arrive as mapped', async () => {
  const subject = erps.subjects.get('business-central');
  if (subject === undefined) throw new Error('business-central');
  const code = erps.catalogue.companies.find((one) => one.key === 'us')?.warehouses[1]?.location ?? '';
  const number = await send(subject, 'business-central', code);
  const client = await subject.client(subject.company('us'));
  const [order] = rowsOf(await client.get(`/salesOrders?$filter=number eq '${number}'&$expand=salesOrderLines`));
  const [location] = rowsOf(await client.get(`/locations?$filter=code eq '${code}'`));
  expect(order).toMatchObject({ shortcutDimension1Code: 'US-001', shortcutDimension2Code: 'SALES', salesOrderLines: [{ locationId: location?.['id'] }] });
});
