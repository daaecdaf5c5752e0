import { areaOf, type Seeding } from './put.ts';
import { noon } from '../dialect.ts';
import { rateBetween } from '../../../data/places.ts';

/** Companies, currencies and the small lookup sets. */
export function seedSetUp(seeding: Seeding): void {
  seedCompanies(seeding);
  seedCurrencies(seeding);
  seedLookups(seeding);
  for (const [unit, kind, precision, description] of [['ea', 'Quantity', 0, 'Each'], ['box', 'Quantity', 0, 'Box'], ['pcs', 'Quantity', 0, 'Pieces'], ['kg', 'Mass', 3, 'Kilogram'], ['hr', 'Time', 2, 'Hours']] as const) {
    seeding.put('UnitsOfMeasure', { UnitSymbol: unit, UnitClass: kind, DecimalPrecision: precision, UnitDescription: description });
  }
  seeding.put('SysAADClients', { AADClientId: '11111111-1111-1111-1111-111111111111', Name: 'Crossledger', UserId: 'crossledger' });
}

function seedCompanies({ catalogue, put }: Seeding): void {
  catalogue.companies.forEach((company, at) => {
    const area = areaOf(company);
    const party = String(100 + at).padStart(9, '0');
    put('Companies', { DataArea: area, Name: company.fno.name, KnownAs: company.name, LanguageId: company.country === 'DE' ? 'de' : 'en-us', PartyNumber: party });
    put('LegalEntities', { LegalEntityId: area, Name: company.fno.name, CompanyName: company.fno.name, NameAlias: company.name, LanguageId: company.country === 'DE' ? 'de' : 'en-us', PartyNumber: party, AddressCountryRegionId: company.country === 'DE' ? 'DEU' : 'USA', AddressCountryRegionISOCode: company.country });
    put('Ledgers', { LegalEntityId: area, Name: area, Description: company.fno.name, AccountingCurrency: company.currency, ReportingCurrency: 'USD', ExchangeRateType: 'Default', ChartOfAccounts: 'Shared', FiscalCalendar: 'Fiscal' });
    for (const site of new Set(company.warehouses.map((warehouse) => warehouse.site))) put('OperationalSitesV2', { dataAreaId: area, SiteId: site, SiteName: `Site ${site}`, PrimaryAddressCountryRegionId: company.country === 'DE' ? 'DEU' : 'USA' });
    for (const warehouse of company.warehouses) put('Warehouses', { dataAreaId: area, WarehouseId: warehouse.code, WarehouseName: warehouse.name, OperationalSiteId: warehouse.site, WarehouseType: 'Standard' });
  });
}

function seedCurrencies({ catalogue, put }: Seeding): void {
  const start = `${Number(catalogue.baseDate.slice(0, 4)) - 4}-01-01`;
  for (const from of catalogue.currencies) {
    const step = 10 ** -from.decimals;
    put('Currencies', { CurrencyCode: from.code, Name: from.name, Symbol: from.symbol, GeneralRoundingRule: step, RoundingRulePrices: step, RoundingRuleSalesOrders: step });
    for (const to of catalogue.currencies) {
      if (from === to) continue;
      const rate = Math.round(rateBetween(from.code, to.code) * 100 * 1e6) / 1e6; // true rate = Rate / ConversionFactor (fno.md §1)
      put('ExchangeRates', { RateTypeName: 'Default', FromCurrency: from.code, ToCurrency: to.code, StartDate: noon(start), EndDate: '2154-12-31T12:00:00Z', RateTypeDescription: 'Default exchange rate', Rate: rate, ConversionFactor: 'Hundred' });
    }
  }
}

function seedLookups({ catalogue, put }: Seeding): void {
  for (const company of catalogue.companies) {
    const dataAreaId = areaOf(company);
    for (const [id, name, terms] of [['10', 'Wholesale customers', 'Net30'], ['20', 'Retail customers', 'Net10'], ['30', 'Online customers', 'Net60']] as const) {
      put('CustomerGroups', { dataAreaId, CustomerGroupId: id, Description: name, PaymentTermId: terms });
    }
    for (const days of [10, 30, 60]) put('PaymentTerms', { dataAreaId, Name: `Net${days}`, Description: `Net ${days} days`, NumberOfDays: days, PaymentMethodType: 'Net' });
    for (const [name, description] of [['CHECK', 'Check'], ['TRANSFER', 'Bank transfer']] as const) put('CustomerPaymentMethods', { dataAreaId, Name: name, Description: description });
    for (const [code, text] of [['99', 'Standard delivery'], ['10', 'Express']] as const) put('DeliveryModesV2', { dataAreaId, ModeCode: code, ModeDescription: text });
    for (const [code, text] of [['FOB', 'Free on board'], ['CIF', 'Cost, insurance and freight']] as const) put('DeliveryTerms', { dataAreaId, TermsCode: code, TermsDescription: text });
    for (const [code, text] of [['SFDC', 'Salesforce'], ['PHONE', 'Telephone']] as const) put('SalesOrderOriginCodes', { dataAreaId, OriginCode: code, OriginDescription: text });
    put('TaxGroups', { dataAreaId, TaxGroupCode: company.key === 'us' ? 'STATE' : 'INLAND', Description: 'Domestic sales' });
    put('VendorsV2', { dataAreaId, VendorAccountNumber: 'V-00001', VendorOrganizationName: 'Litware Components' });
  }
}
