import type { Finding } from '../../contract/check.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import type { OrderDraft } from '../../model/order.ts';
import type { Deal } from '../../salesforce/org-port.ts';
import type { ConnectionState } from '../directory.ts';
import { MAX_ORDER_LINES } from '../draft.ts';
import { checkGate } from '../gate.ts';
import { amber, findingOf, green, untold } from './finding.ts';

const MOST_SAID = 5;

/** What the deal as a whole tells. */
export function wholeDealFindings(deal: Deal): Finding[] {
  const where = { subject: 'deal' } as const;
  if (deal.lines.length === 0) return [findingOf(where, new CrossledgerError('order.no-lines'))];
  if (deal.moreLines) return [findingOf(where, new CrossledgerError('order.too-many-lines', { count: `more than ${MAX_ORDER_LINES}`, limit: MAX_ORDER_LINES }))];
  return [green(where, `The deal has ${deal.lines.length} ${deal.lines.length === 1 ? 'line' : 'lines'}.`)];
}

/** Whether the rules of the connection let the button send this deal now. */
export function gateFinding(deal: Deal, connection: ConnectionState): Finding {
  const where = { subject: 'gate' } as const;
  try {
    checkGate({ origin: 'button', wanted_at: '' }, deal, connection);
    return green(where, `Connection "${connection.name}" sends this deal.`);
  } catch (thrown) {
    return findingOf(where, asError(thrown));
  }
}

export function currencyFinding(currency: string, company: string, known: boolean): Finding {
  const where = { subject: 'currency' } as const;
  return known ? green(where, `Company ${company} takes orders in ${currency}.`) : findingOf(where, new CrossledgerError('order.currency', { company, currency }));
}

/** Values of dimensions depend on the chart and the rules of the company, which neither ERP tells over OData: the ERP judges them when the order is written. */
export function dimensionFindings(draft: OrderDraft): Finding[] {
  const mapped = [draft.fields, ...draft.lines.map((line) => line.fields)].flatMap((fields) => Object.entries(fields)).filter(([name]) => /dimension/i.test(name));
  const said = [...new Set(mapped.map(([name, value]) => `${name} "${String(value)}"`))];
  return said.length === 0 ? [] : [untold({ subject: 'dimensions' }, `Dimensions are judged by the ERP when the order is written: ${said.slice(0, MOST_SAID).join(', ')}${said.length > MOST_SAID ? ', …' : ''}.`)];
}

/** A term or place that is gone would be refused when the order is written; a missing rate may only stop its posting. */
export function setupFindings(setup: OrderSetup): Finding[] {
  return setup.facts.map(({ subject, state, says }) => {
    if (state === 'valid') return green({ subject }, says);
    if (state === 'unknown') return untold({ subject }, says);
    if (subject === 'rate') return amber({ subject }, says, 'finance', 'Finance enters the rate in the ERP.');
    return findingOf({ subject }, new CrossledgerError('erp.refused', { problem: says }));
  });
}
