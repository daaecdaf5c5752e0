import { contacts } from './contacts.ts';
import { customers } from './customers.ts';
import { freeTextInvoices, freeTextLines, paymentJournals, paymentLines } from './journals.ts';
import { onHandRequests } from './on-hand-requests.ts';
import { orderHeaders } from './order-headers.ts';
import { orderLines } from './order-lines.ts';
import { ODataProblem } from '../../odata/problem.ts';
import type { Rule } from './rule.ts';

/** Sets that can be written as F&O writes them; the master data of a customer group has no rule beyond its key. */
export const rules: Readonly<Record<string, Rule>> = {
  CustomersV3: customers,
  ContactPersons: contacts,
  CustomerGroups: { entity: 'CustCustomerGroupEntity', create: (_world, row) => row },
  SalesOrderHeadersV2: orderHeaders,
  SalesOrderHeadersV4: underName(orderHeaders, 'SalesOrderHeaderV4Entity'),
  SalesOrderLines: orderLines,
  SalesOrderLinesV3: underName(orderLines, 'SalesOrderLineV3Entity'),
  CustomerPaymentJournalHeaders: paymentJournals,
  CustomerPaymentJournalLines: paymentLines,
  FreeTextInvoiceHeaders: freeTextInvoices,
  FreeTextInvoiceLines: freeTextLines,
  CDSInventoryOnHandRequests: onHandRequests,
};

/** A newer set follows the rule of the older one, but its infolog names the newer entity. */
function underName(rule: Rule, entity: string): Rule {
  const named = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      if (cause instanceof ODataProblem) throw new ODataProblem(cause.status, cause.code, cause.message.replaceAll(rule.entity, entity));
      throw cause;
    }
  };
  const { create, update } = rule;
  return {
    ...rule,
    entity,
    create: (world, row, writer) => named(() => create(world, row, writer)),
    ...(update && { update: (world, stored, changes, writer) => named(() => update(world, stored, changes, writer)) }),
  };
}
