import type { Stack } from '../../../scripts/setup/stack.ts';

type Row = Record<string, unknown>;

/** What a clerk does in F&O: writes by OData, and the posting that has no public route. */
export async function startWork(stack: Stack, company: string) {
  const { baseUrl, tokenUrl, scope, clientId, clientSecret, faults } = stack.endpoints.fno;
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope });
  const { access_token: token } = (await (await fetch(tokenUrl, { method: 'POST', body: form })).json()) as { access_token: string };
  const send = async (url: string, method: string, body: Row): Promise<Row> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(method === 'PATCH' && { 'if-match': '*' }) };
    const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Row);
  };
  const post = (set: string, row: Row) => send(`${baseUrl}/data/${set}?cross-company=true`, 'POST', { dataAreaId: company, ...row });
  const orderWithoutLines = async (customer: string, currency = 'USD'): Promise<string> =>
    String((await post('SalesOrderHeadersV2', { OrderingCustomerAccountNumber: customer, InvoiceCustomerAccountNumber: customer, CurrencyCode: currency }))['SalesOrderNumber']);
  const advance = (order: string, to: string, lines: readonly Row[] = []) => send(faults.replace(/faults$/, `orders/${company}/${order}/advance`), 'POST', { to, lines });
  return {
    orderWithoutLines,
    advance,
    /** An order of one line that is delivered and invoiced at once. */
    async invoice(customer: string, quantity: number): Promise<void> {
      const order = await orderWithoutLines(customer);
      await post('SalesOrderLines', { SalesOrderNumber: order, ItemNumber: 'P-0049', OrderedSalesQuantity: quantity, SalesPrice: 10 });
      await advance(order, 'Invoiced');
    },
    setHold: (customer: string, hold: 'No' | 'All') => send(`${baseUrl}/data/CustomersV3(dataAreaId='${company}',CustomerAccount='${customer}')?cross-company=true`, 'PATCH', { OnHoldStatus: hold }),
  };
}
