import type { CatalogueCustomer } from '../../../data/customers.ts';
import { areaOf, type Seeding } from './put.ts';

const isoToRegion: Readonly<Record<string, string>> = { US: 'USA', DE: 'DEU', AT: 'AUT', FR: 'FRA', GB: 'GBR', JP: 'JPN' };

/** Customers with one contact person each, in every company that sells to them. */
export function seedPartners({ catalogue, put }: Seeding): void {
  catalogue.customers.forEach((customer, at) => {
    const party = String(1_000 + at).padStart(9, '0');
    for (const company of catalogue.companies) {
      if (!customer.companies.includes(company.key)) continue;
      put('CustomersV3', { dataAreaId: areaOf(company), ...customerValues(customer, party) });
      put('ContactPersons', {
        dataAreaId: areaOf(company),
        ContactPersonId: customer.contact.id,
        ContactPersonName: customer.contact.name,
        AssociatedPartyNumber: party,
        EmploymentJobTitle: customer.contact.title,
        PrimaryEmailAddress: customer.email,
        PrimaryPhoneNumber: customer.phone,
        IsDefaultContactPerson: 'Yes',
        LastEditDateTime: `${catalogue.baseDate}T00:00:00Z`,
      });
    }
  });
}

function customerValues(customer: CatalogueCustomer, party: string): Record<string, unknown> {
  const region = isoToRegion[customer.country] ?? customer.country;
  return {
    CustomerAccount: customer.number,
    OrganizationName: customer.name,
    NameAlias: customer.name.slice(0, 20),
    KnownAs: customer.name,
    PartyType: 'Organization',
    PartyNumber: party,
    CustomerGroupId: customer.group,
    SalesCurrencyCode: customer.currency,
    LanguageId: customer.language,
    OnHoldStatus: customer.blocked,
    CreditLimit: customer.creditLimit,
    CreditLimitIsMandatory: customer.creditLimitIsMandatory ? 'Yes' : 'No',
    PaymentTerms: customer.paymentTerms,
    PaymentMethod: 'TRANSFER',
    DeliveryMode: '99',
    TaxExemptNumber: customer.taxId,
    TaxRegistrationId: customer.taxId,
    DiscountPriceGroupId: customer.group === '10' ? 'WHOLESALE' : '',
    ContactPersonId: customer.contact.id,
    PrimaryContactEmail: customer.email,
    PrimaryContactPhone: customer.phone,
    AddressDescription: customer.name,
    AddressStreet: customer.street,
    AddressCity: customer.city,
    AddressState: customer.state,
    AddressZipCode: customer.postalCode,
    AddressCountryRegionId: region,
    AddressCountryRegionISOCode: customer.country,
    FullPrimaryAddress: `${customer.street}\n${customer.city} ${customer.postalCode}\n${region}`,
  };
}
