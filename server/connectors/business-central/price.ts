import { isZero } from '../../kernel/money.ts';
import type { Price } from '../../model/price.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { PriceQuestion } from '../connector.ts';
import { sameText } from '../same-text.ts';
import { readItems } from './item.ts';
import type { Session } from './session.ts';

const LIST = 'List price of the item: API v2.0 has no price lists. Business Central puts the customer\'s own price on a line that is sent without one.';

/** `items.unitPrice` per base unit, in the company's currency (business-central.md §5). */
export async function readPrices(session: Session, company: string, question: PriceQuestion, context: CallContext): Promise<Price[]> {
  const [items, local] = await Promise.all([readItems(session, company, question.lines.map((line) => line.itemNumber.trim()), context), session.companies.currencyOf(company, context)]);
  return question.lines.map((line) => {
    const item = items.find((row) => sameText(row.number, line.itemNumber));
    if (item === undefined) return { itemNumber: line.itemNumber, known: false, amount: null, currency: null, unit: null, source: null, estimate: false, reason: 'The item does not exist in this company.' };
    const unit = item.baseUnitOfMeasureCode;
    const common = { itemNumber: item.number, known: true, unit: line.unit ?? unit, estimate: true };
    const none = (reason: string): Price => ({ ...common, amount: null, currency: null, source: null, reason });
    if (line.unit !== null && (unit === null || !sameText(line.unit, unit))) return none(`There is no price per ${line.unit}; the item is priced per ${unit ?? 'unit'}.`);
    return isZero(item.unitPrice) ? none('The item has no unit price.') : { ...common, amount: item.unitPrice, currency: local, source: 'list', reason: LIST };
  });
}
