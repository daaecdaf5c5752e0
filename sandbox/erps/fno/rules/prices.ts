import { rateBetween, roundMoney, type CurrencyCode } from '../../../data/places.ts';
import type { Row } from '../../odata/table.ts';
import { numberOf, recordsWhere, textOf, type World } from '../world.ts';

/** Price of one unit for the order's customer: own agreement, then the price group's, then the product's base price. */
export function priceFor(world: World, header: Row, product: Row, quantity: number): number {
  const company = header['dataAreaId'];
  const currency = textOf(header, 'CurrencyCode') as CurrencyCode;
  const own = world.catalogue.companies.find((one) => one.fno.dataAreaId === company)?.currency ?? 'USD';
  const agreements = recordsWhere(world, 'SalesPriceAgreements', 'ItemNumber', product['ItemNumber'], company)
    .map((stored) => stored.row)
    .filter((row) => row['PriceCurrencyCode'] === currency && Math.abs(quantity) >= numberOf(row, 'FromQuantity'));
  const forCustomer = agreements.find((row) => textOf(row, 'CustomerAccountNumber') === header['OrderingCustomerAccountNumber']);
  const group = textOf(header, 'PriceCustomerGroupCode');
  const forGroup = group === '' ? undefined : agreements.find((row) => textOf(row, 'PriceCustomerGroupCode') === group);
  const agreed = forCustomer ?? forGroup;
  return agreed ? numberOf(agreed, 'Price') : roundMoney(numberOf(product, 'SalesPrice') * rateBetween(own, currency), currency);
}
