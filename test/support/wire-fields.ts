import type { CustomerDraft, PersonIdentity } from '../../server/model/customer.ts';
import type { OrderDraft, OrderDraftLine, WireFields } from '../../server/model/order.ts';

/** What a mapping would make of drafts, written by hand for each ERP: connectors are tried without the mapping. */
interface ByHand {
  header(draft: OrderDraft): Written;
  line(line: OrderDraftLine): Written;
  customer(draft: CustomerDraft): Written;
  /** What is another in the customer when it is a person. */
  person(identity: PersonIdentity): Written;
}
type Written = Readonly<Record<string, string | number | boolean | null | undefined>>;

const BY_HAND: Readonly<Record<string, ByHand>> = {
  fno: {
    header: (draft) => ({
      OrderingCustomerAccountNumber: draft.customerNumber, InvoiceCustomerAccountNumber: draft.customerNumber, CurrencyCode: draft.currency,
      CustomersOrderReference: draft.customerPurchaseOrder, CustomerRequisitionNumber: draft.customerPurchaseOrder, SalesOrderName: draft.dealName, RequestedShippingDate: noon(draft.requestedDate),
    }),
    line: (line) => ({
      OrderedSalesQuantity: Number(line.quantity), LineDescription: line.description, SalesPrice: numberOf(line.unitPrice), LineDiscountPercentage: unlessZero(line.discountPercent), RequestedShippingDate: noon(line.requestedDate),
    }),
    customer: (draft) => ({
      PartyType: 'Organization', OrganizationName: draft.name, CustomerGroupId: '10', SalesCurrencyCode: draft.currency, TaxExemptNumber: draft.taxId, AddressCountryRegionId: ALPHA_3[draft.country],
      AddressStreet: draft.street, AddressCity: draft.city, AddressZipCode: draft.postalCode,
    }),
    person: ({ firstName, lastName, email }) => ({ PartyType: 'Person', OrganizationName: null, PersonFirstName: firstName, PersonLastName: lastName, PrimaryContactEmail: email }),
  },
  'business-central': {
    header: (draft) => ({ customerNumber: draft.customerNumber, currencyCode: draft.currency, requestedDeliveryDate: draft.requestedDate }),
    line: (line) => ({
      description: line.description, quantity: Number(line.quantity), shipmentDate: line.requestedDate, unitPrice: numberOf(line.unitPrice),
      discountPercent: unlessZero(line.discountPercent), discountAmount: unlessZero(line.discountAmount ?? '0'),
    }),
    customer: (draft) => ({
      displayName: draft.name, type: 'Company', addressLine1: draft.street?.split('\n')[0], addressLine2: draft.street?.split('\n')[1], city: draft.city, postalCode: draft.postalCode, country: draft.country,
      taxRegistrationNumber: draft.taxId, currencyCode: draft.currency,
    }),
    person: ({ email }) => ({ type: 'Person', email }),
  },
};

const ALPHA_3: Readonly<Record<string, string>> = { DE: 'DEU', FR: 'FRA', US: 'USA' };

const noon = (day: string | null): string | null => (day === null ? null : `${day}T12:00:00Z`);
const numberOf = (text: string | null): number | null => (text === null ? null : Number(text));
const unlessZero = (text: string): number | null => (Number(text) === 0 ? null : Number(text));
const given = (fields: Written): WireFields => Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [[name, value]])));

function of(erp: string): ByHand {
  const found = BY_HAND[erp];
  if (found === undefined) throw new Error(`No fields for ${erp}`);
  return found;
}

export const writtenHeader = (erp: string, draft: Omit<OrderDraft, 'fields'>): OrderDraft => ({ ...draft, fields: given(of(erp).header({ ...draft, fields: {} })) });
export const writtenLine = (erp: string, line: Omit<OrderDraftLine, 'fields'>): OrderDraftLine => ({ ...line, fields: given(of(erp).line({ ...line, fields: {} })) });
export const writtenPerson = (erp: string, draft: CustomerDraft, identity: PersonIdentity): CustomerDraft => ({ ...draft, fields: given({ ...of(erp).customer(draft), ...of(erp).person(identity) }) });
export const writtenCustomer = (erp: string, draft: Omit<CustomerDraft, 'fields'>): CustomerDraft => ({ ...draft, fields: given(of(erp).customer({ ...draft, fields: {} })) });
