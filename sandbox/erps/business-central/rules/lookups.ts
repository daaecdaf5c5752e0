import type { Row } from '../../odata/table.ts';
import type { Call } from '../call.ts';
import { noGuid } from '../dialect.ts';
import { dialog } from '../problems.ts';
import { findById, findWhere, textOf } from '../world.ts';

export function checkId(call: Call, row: Row, property: string, set: string, what: string): void {
  const id = textOf(row, property);
  if (id === '' || id === noGuid) return;
  if (!findById(call.world, set, call.company, id)) throw dialog(`The "${property}" does not match to a ${what}.`);
}

/** Local currency is the id of zeros with the company's own code (business-central.samples.json, customers.delta). */
export function checkCurrency(call: Call, row: Row, otherwise: Row): Row {
  const own = call.world.catalogue.companies.find((company) => company.businessCentral.id === call.company)?.currency ?? '';
  const code = textOf(row, 'currencyCode');
  if (code !== '') {
    if (code === own) return { currencyId: noGuid, currencyCode: own };
    const currency = findWhere(call.world, 'currencies', call.company, 'code', code)[0];
    if (!currency) throw dialog('The "currencyCode" does not match to a Currency.');
    return { currencyId: currency.row['id'], currencyCode: code };
  }
  const id = textOf(row, 'currencyId');
  if (id !== '' && id !== noGuid) {
    const currency = findById(call.world, 'currencies', call.company, id);
    if (!currency) throw dialog('The "currencyId" does not match to a Currency.');
    return { currencyId: id, currencyCode: currency.row['code'] };
  }
  return { currencyCode: own, ...otherwise };
}
