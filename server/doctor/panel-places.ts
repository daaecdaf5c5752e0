import type { PageObject } from '../salesforce/org-port.ts';

/** A component of the package and the object on whose record pages it stands. */
export interface PanelPlace {
  name: string;
  /** As the App Builder lists it. */
  label: string;
  object: PageObject;
  /** Its page is complete without it. */
  optional?: true;
}

/** As the components' own metadata says; a test compares. */
export const PANEL_PLACES: readonly PanelPlace[] = [
  { name: 'financePanel', label: 'ERP Finance', object: 'Account' },
  { name: 'invoicePanel', label: 'ERP Invoices', object: 'Account' },
  { name: 'orderPanel', label: 'ERP Orders', object: 'Account' },
  { name: 'paymentPanel', label: 'ERP Payments', object: 'Account' },
  { name: 'stockPanel', label: 'ERP Availability and Price', object: 'Opportunity' },
  { name: 'orderTimeline', label: 'ERP Order', object: 'Opportunity' },
  // The timeline and the quick action open it too.
  { name: 'sendToErp', label: 'Send to ERP', object: 'Opportunity', optional: true },
  { name: 'productPanel', label: 'ERP Product Stock', object: 'Product2' },
];

/** Sample pages that the package brings. */
export const SAMPLE_PAGES: readonly string[] = ['Account_Record_Page', 'Opportunity_Record_Page', 'Product_Record_Page'];
