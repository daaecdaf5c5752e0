import { describe, expect, it } from 'vitest';
import { refusedWrite } from '../../server/connectors/refused-write.ts';

const LONG = 'Pumps and valves for the new plant in Redmond';
const refused = (problem: string, body = {}) => {
  const { code, details, outcome } = refusedWrite({ step: 'create order header', body: JSON.stringify(body) }, problem);
  return { code, field: details['field'], outcome };
};

describe('a definite refusal of a write', () => {
  it.each([
    ["Could not find a property named 'SalesOrderName' on type 'Microsoft.Dynamics.DataEntities.SalesOrderHeaderV2'.", 'erp.field-unknown', 'SalesOrderName'],
    ["The property 'shipToName' does not exist on type 'Microsoft.NAV.salesOrder'. Make sure to only use property names that are defined by the type.", 'erp.field-unknown', 'shipToName'],
    ["Field 'Customer group' must be filled in.", 'erp.field-missing', 'Customer group'],
    ['Salesperson Code must have a value in Sales Header: Document Type=Order, No.=1001. It cannot be zero or empty.', 'erp.field-missing', 'Salesperson Code'],
    ["The value '99' in field 'Customer group' is not found in the related table 'Customer groups'.", 'erp.refused', undefined],
  ])('%s', (problem, code, field) => {
    expect(refused(problem)).toEqual({ code, field, outcome: 'not-done' });
  });

  it('of a text that is too long names the property that was sent with it, the longest one that is quoted, and none when none is', () => {
    const problem = (value: string): string => `The length of the string is ${value.length}, but it must be less than or equal to 30 characters. Value: ${value}`;
    expect(refused(problem(LONG), { email: 'a@example.com', shipToContact: LONG, shipToCity: LONG.slice(0, 12) })).toEqual({ code: 'erp.text-too-long', field: 'shipToContact', outcome: 'not-done' });
    expect(refused(problem(`O'Hara "${LONG}" \\`), { shipToName: `O'Hara "${LONG}" \\` }).field).toBe('shipToName');
    expect(refused(problem(LONG), { city: 'Redmond' }).field).toBe('a field');
  });

  it('is read from the parts of a batch as well', () => {
    const body = `--changeset\r\nPOST /data/SalesOrderLines HTTP/1.1\r\n\r\n${JSON.stringify({ ItemNumber: 'P-1', LineDescription: LONG })}\r\n--changeset--`;
    expect(refusedWrite({ step: 'add order lines', body }, `The string or text "${LONG}" is too long`)).toMatchObject({ code: 'erp.text-too-long', details: { field: 'LineDescription' } });
  });
});
