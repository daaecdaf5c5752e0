import { expect, it } from 'vitest';
import type { OrderDraft } from '../../server/model/order.ts';
import { dimensionFindings } from '../../server/orders/check/order-findings.ts';

const draft = (header: OrderDraft['fields'], line: OrderDraft['fields']): OrderDraft => ({
  key: 'ABCDEFGHIJKLMNOP', company: 'usmf', customerNumber: 'C-1', currency: 'USD', customerPurchaseOrder: null, dealName: '', requestedDate: null, fields: header,
  lines: [1, 2].map((at) => ({ reference: `${at}`, itemNumber: 'P-1', description: null, quantity: '1', unitPrice: '1', discountPercent: '0', requestedDate: null, fields: line })),
});

it('dimensions that a mapping fills are named as what only the ERP can judge', () => {
  expect(dimensionFindings(draft({ DefaultLedgerDimensionDisplayValue: '001-022' }, { shortcutDimension1Code: 'SALES' }))).toEqual([{
    subject: 'dimensions', lineId: null, light: 'unknown', code: null, fixer: null, next: null,
    says: 'Dimensions are judged by the ERP when the order is written: DefaultLedgerDimensionDisplayValue "001-022", shortcutDimension1Code "SALES".',
    words: { code: 'check.dimensions', params: { dimensions: 'DefaultLedgerDimensionDisplayValue "001-022", shortcutDimension1Code "SALES"' } },
  }]);
});

it('an order without dimensions says nothing about them', () => {
  expect(dimensionFindings(draft({ CurrencyCode: 'USD' }, {}))).toEqual([]);
});
