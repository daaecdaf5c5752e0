import { isZero } from '../../kernel/money.ts';
import { wordsOf, type Words } from '../../kernel/words.ts';
import type { Price } from '../../model/price.ts';
import type { CallContext } from '../../net/http-client.ts';
import { because } from '../because.ts';
import type { PriceQuestion } from '../connector.ts';
import { sameText } from '../same-text.ts';
import { readItems } from './item.ts';
import type { Session } from './session.ts';

/** `items.unitPrice` per base unit, in the company's currency (business-central.md §5). */
export async function readPrices(session: Session, company: string, question: PriceQuestion, context: CallContext): Promise<Price[]> {
  const [items, local] = await Promise.all([readItems(session, company, question.lines.map((line) => line.itemNumber.trim()), context), session.companies.currencyOf(company, context)]);
  return question.lines.map((line) => {
    const item = items.find((row) => sameText(row.number, line.itemNumber));
    if (item === undefined) return { itemNumber: line.itemNumber, known: false, amount: null, currency: null, unit: null, source: null, estimate: false, ...because(wordsOf('price.not-there')) };
    const unit = item.baseUnitOfMeasureCode;
    const common = { itemNumber: item.number, known: true, unit: line.unit ?? unit, estimate: true };
    const none = (why: Words): Price => ({ ...common, amount: null, currency: null, source: null, ...because(why) });
    if (line.unit !== null && (unit === null || !sameText(line.unit, unit))) return none(wordsOf('price.other-unit', { unit: line.unit, own: unit ?? wordsOf('price.unit') }));
    return isZero(item.unitPrice) ? none(wordsOf('price.no-unit-price')) : { ...common, amount: item.unitPrice, currency: local, source: 'list', ...because(wordsOf('price.list')) };
  });
}
