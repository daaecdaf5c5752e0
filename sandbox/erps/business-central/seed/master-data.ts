import { daysBetween } from '../../../data/days.ts';
import type { CatalogueCustomer } from '../../../data/customers.ts';
import { priceOf } from '../../../data/items.ts';
import { rateBetween, roundMoney, type CatalogueCompany } from '../../../data/places.ts';
import { codeOf, currencyFields, idOf, type Seeding } from './put.ts';

/** Lookups, customers with their balances, and items with their stock. */
export function seedMasterData(seeding: Seeding): void {
  for (const company of seeding.catalogue.companies) {
    seedLookups(seeding, company);
    seedCustomers(seeding, company);
    seedItems(seeding, company);
    seedPurchases(seeding, company);
  }
}

function seedLookups({ catalogue, put }: Seeding, company: CatalogueCompany): void {
  const start = `${Number(catalogue.baseDate.slice(0, 4)) - 4}-01-01`;
  for (const currency of catalogue.currencies) {
    if (currency.code === company.currency) continue;
    put(company, 'currencies', { id: idOf(company, 'currencies', currency.code), code: currency.code, displayName: currency.name, symbol: currency.symbol, amountDecimalPlaces: `${currency.decimals}:${currency.decimals}`, amountRoundingPrecision: 10 ** -currency.decimals });
    put(company, 'currencyExchangeRates', { id: idOf(company, 'rates', currency.code), currencyCode: currency.code, startingDate: start, exchangeRateAmount: 100, relationalExchangeRateAmount: Math.round(rateBetween(currency.code, company.currency) * 1e6) / 1e4 });
  }
  for (const days of [10, 30, 60]) put(company, 'paymentTerms', { id: idOf(company, 'paymentTerms', `NET${days}`), code: `NET${days}`, displayName: `Net ${days} days`, dueDateCalculation: `${days}D` });
  for (const [code, name] of [['BANK', 'Bank transfer'], ['CHECK', 'Check']] as const) put(company, 'paymentMethods', { id: idOf(company, 'paymentMethods', code), code, displayName: name });
  for (const [code, name] of [['STD', 'Standard delivery'], ['EXP', 'Express']] as const) put(company, 'shipmentMethods', { id: idOf(company, 'shipmentMethods', code), code, displayName: name });
  for (const [code, name] of [['EA', 'Each'], ['BOX', 'Box'], ['PCS', 'Piece'], ['KG', 'Kilogram'], ['HR', 'Hour']] as const) put(company, 'unitsOfMeasure', { id: idOf(company, 'unitsOfMeasure', code), code, displayName: name, internationalStandardCode: code });
  for (const warehouse of company.warehouses) put(company, 'locations', { id: idOf(company, 'locations', warehouse.location), code: warehouse.location, displayName: warehouse.name, country: company.country });
  put(company, 'customerPaymentJournals', { id: idOf(company, 'customerPaymentJournals', 'DEFAULT'), code: 'DEFAULT', displayName: 'Default journal' });
}

function seedCustomers({ catalogue, put }: Seeding, company: CatalogueCompany): void {
  for (const customer of catalogue.customers) {
    if (!customer.companies.includes(company.key)) continue;
    const id = idOf(company, 'customers', customer.number);
    const figures = agingOf({ catalogue }, company, customer.number);
    put(company, 'customers', {
      id,
      number: customer.number,
      displayName: customer.name,
      type: 'Company',
      addressLine1: customer.street,
      city: customer.city,
      state: customer.state,
      country: customer.country,
      postalCode: customer.postalCode,
      phoneNumber: customer.phone,
      email: customer.email,
      creditLimit: customer.creditLimit,
      balanceDue: figures.overdue,
      taxRegistrationNumber: customer.taxId,
      paymentTermsId: idOf(company, 'paymentTerms', customer.paymentTerms.toUpperCase()),
      paymentMethodId: idOf(company, 'paymentMethods', 'BANK'),
      shipmentMethodId: idOf(company, 'shipmentMethods', 'STD'),
      blocked: customer.blocked === 'No' ? '_x0020_' : customer.blocked,
      ...currencyFields(company, customer.currency),
    });
    seedContacts({ put }, company, customer);
    put(company, 'customerFinancialDetails', { id, number: customer.number, balance: figures.balance, totalSalesExcludingTax: figures.sales, overdueAmount: figures.overdue });
    put(company, 'agedAccountsReceivables', { customerId: id, customerNumber: customer.number, name: customer.name, currencyCode: '', balanceDue: figures.balance, currentAmount: figures.periods[0], period1Label: '1 - 30 days', period1Amount: figures.periods[1], period2Label: '31 - 60 days', period2Amount: figures.periods[2], period3Label: 'Over 60 days', period3Amount: figures.periods[3], agedAsOfDate: catalogue.baseDate, periodLengthFilter: '30D' });
  }
}

/** Business Central keeps a company for each customer, and the people of it. */
function seedContacts({ put }: Pick<Seeding, 'put'>, company: CatalogueCompany, customer: CatalogueCustomer): void {
  const at = Number(customer.number.slice(2));
  const [companyNumber, personNumber] = [at * 2 - 1, at * 2].map((number) => `CT${String(number).padStart(6, '0')}`);
  const shared = { companyNumber, companyName: customer.name, contactBusinessRelation: 'Customer', privacyBlocked: false, country: customer.country };
  put(company, 'contacts', { ...shared, id: idOf(company, 'contacts', `${customer.number} company`), number: companyNumber, type: 'Company', displayName: customer.name, phoneNumber: customer.phone });
  put(company, 'contacts', { ...shared, id: idOf(company, 'contacts', `${customer.number} person`), number: personNumber, type: 'Person', displayName: customer.contact.name, email: customer.email });
}

interface Figures {
  readonly balance: number;
  readonly overdue: number;
  readonly sales: number;
  readonly periods: readonly number[];
}

/** All in local currency (business-central.md §5). */
function agingOf({ catalogue }: Pick<Seeding, 'catalogue'>, company: CatalogueCompany, customerNumber: string): Figures {
  const periods = [0, 0, 0, 0];
  let sales = 0;
  for (const invoice of catalogue.invoices) {
    if (invoice.company !== company.key || invoice.customerNumber !== customerNumber) continue;
    const rate = rateBetween(invoice.currency, company.currency);
    sales += roundMoney(invoice.net * rate, company.currency);
    const overdueDays = daysBetween(invoice.dueDay, catalogue.baseDate);
    const period = overdueDays <= 0 ? 0 : Math.min(3, Math.ceil(overdueDays / 30));
    periods[period] = (periods[period] ?? 0) + roundMoney(invoice.open * rate, company.currency);
  }
  const rounded = periods.map((amount) => roundMoney(amount, company.currency));
  const balance = roundMoney(rounded.reduce((sum, amount) => sum + amount, 0), company.currency);
  return { balance, overdue: roundMoney(balance - (rounded[0] ?? 0), company.currency), sales: roundMoney(sales, company.currency), periods: rounded };
}

function seedItems({ catalogue, put }: Seeding, company: CatalogueCompany): void {
  let entry = 0;
  for (const item of catalogue.items) {
    if (!item.releasedIn.includes(company.key)) continue;
    const number = codeOf(item.number);
    const stocks = catalogue.stock.filter((stock) => stock.company === company.key && stock.itemNumber === item.number);
    const unit = item.unit.toUpperCase();
    put(company, 'items', {
      id: idOf(company, 'items', number),
      number,
      displayName: item.name,
      type: item.kind === 'Service' ? 'Service' : 'Inventory',
      itemCategoryCode: item.group.toUpperCase(),
      blocked: item.stopped,
      inventory: stocks.reduce((sum, stock) => sum + stock.onHand, 0),
      unitPrice: priceOf(item, company.currency),
      unitCost: roundMoney(item.costUsd * rateBetween('USD', company.currency), company.currency),
      baseUnitOfMeasureId: idOf(company, 'unitsOfMeasure', unit),
      baseUnitOfMeasureCode: unit,
    });
    for (const stock of stocks) {
      if (stock.onHand === 0) continue;
      entry += 1;
      put(company, 'itemLedgerEntries', { entryNo: entry, entryType: 'Positive_x0020_Adjmt_x002E_', sourceType: '_x0020_', documentNo: 'START', postingDate: catalogue.baseDate, itemNo: number, locationCode: stock.warehouse.location, quantity: stock.onHand, remainingQuantity: stock.onHand, invoicedQuantity: stock.onHand, unitOfMeasureCode: unit, qtyPerUnitOfMeasure: 1, open: true, positive: true });
    }
  }
}

function seedPurchases({ catalogue, put }: Seeding, company: CatalogueCompany): void {
  const units = new Map(catalogue.items.map((item) => [item.number, item.unit.toUpperCase()]));
  let at = 106_000;
  for (const stock of catalogue.stock) {
    if (stock.company !== company.key) continue;
    for (const receipt of stock.receipts) {
      at += 1;
      put(company, 'outstandingPurchaseLines', { itemNo: codeOf(stock.itemNumber), outstandingQtyBase: receipt.quantity, expectedReceiptDate: receipt.day, locationCode: stock.warehouse.location, buyFromVendorNo: 'V-00001', documentNo: String(at), documentType: 'Order', qtyPerUnitOfMeasure: 1, unitOfMeasureCode: units.get(stock.itemNumber) ?? 'EA' });
    }
  }
}
