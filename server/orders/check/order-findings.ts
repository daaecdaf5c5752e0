import type { Finding } from '../../contract/check.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import { saidOf, say, wordsOf } from '../../kernel/words.ts';
import type { OrderDraft } from '../../model/order.ts';
import type { Deal } from '../../salesforce/org-port.ts';
import type { ConnectionState } from '../directory.ts';
import { MAX_ORDER_LINES } from '../draft.ts';
import { checkGate } from '../gate.ts';
import { amber, findingOf, green, refusedFor, untold } from './finding.ts';

const MOST_SAID = 5;

/** What the deal as a whole tells. */
export function wholeDealFindings(deal: Deal): Finding[] {
  const where = { subject: 'deal' } as const;
  if (deal.lines.length === 0) return [findingOf(where, new CrossledgerError('order.no-lines'))];
  if (deal.moreLines) return [refusedFor(where, 'order.too-many-lines', { count: wordsOf('check.more-than', { limit: MAX_ORDER_LINES }), limit: MAX_ORDER_LINES })];
  return [green(where, deal.lines.length === 1 ? say('check.one-line') : say('check.lines', { count: deal.lines.length }))];
}

/** Whether the rules of the connection let the button send this deal now. */
export function gateFinding(deal: Deal, connection: ConnectionState): Finding {
  const where = { subject: 'gate' } as const;
  try {
    checkGate({ origin: 'button', wanted_at: '' }, deal, connection);
    return green(where, say('check.gate-open', { connection: connection.name }));
  } catch (thrown) {
    return findingOf(where, asError(thrown));
  }
}

export function currencyFinding(currency: string, company: string, known: boolean): Finding {
  const where = { subject: 'currency' } as const;
  return known ? green(where, say('check.currency-known', { company, currency })) : findingOf(where, new CrossledgerError('order.currency', { company, currency }));
}

/** Values of dimensions depend on the chart and the rules of the company, which neither ERP tells over OData: the ERP judges them when the order is written. */
export function dimensionFindings(draft: OrderDraft): Finding[] {
  const mapped = [draft.fields, ...draft.lines.map((line) => line.fields)].flatMap((fields) => Object.entries(fields)).filter(([name]) => /dimension/i.test(name));
  const said = [...new Set(mapped.map(([name, value]) => `${name} "${String(value)}"`))];
  return said.length === 0 ? [] : [untold({ subject: 'dimensions' }, say('check.dimensions', { dimensions: `${said.slice(0, MOST_SAID).join(', ')}${said.length > MOST_SAID ? ', …' : ''}` }))];
}

/** A term or place that is gone would be refused when the order is written; a missing rate may only stop its posting. */
export function setupFindings(setup: OrderSetup): Finding[] {
  return setup.facts.map(({ subject, state, words }) => {
    if (state === 'valid') return green({ subject }, saidOf(words));
    if (state === 'unknown') return untold({ subject }, saidOf(words));
    if (subject === 'rate') return amber({ subject }, say('check.rate-missing', { fact: words }), 'finance');
    return refusedFor({ subject }, 'erp.refused', { problem: words });
  });
}
