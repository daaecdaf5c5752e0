import type { Stored } from '../odata/table.ts';
import type { Call } from './call.ts';
import { outstandingOf } from './take-stock.ts';
import { companyField, findById, tableOf, textOf } from './world.ts';

/** Demand of the analytics API: what the lines of open orders still have to ship (business-central.md §6). */
export function openSalesLines(call: Call): Stored[] {
  const rows: Stored[] = [];
  for (const line of call.view.among('salesOrderLines', tableOf(call.world, 'salesOrderLines').all())) {
    const outstanding = outstandingOf(line.row);
    const company = textOf(line.row, companyField);
    const order = company === call.company && line.row['lineType'] === 'Item' && outstanding !== 0 ? findById(call.world, 'salesOrders', company, line.row['documentId']) : undefined;
    if (!order) continue;
    const location = findById(call.world, 'locations', company, line.row['locationId']);
    rows.push({
      ...line,
      row: {
        [companyField]: company,
        documentNo: order.row['number'],
        documentType: 'Order',
        sellToCustomerNo: order.row['customerNumber'],
        itemNo: line.row['lineObjectNumber'],
        outstandingQtyBase: outstanding,
        shipmentDate: line.row['shipmentDate'],
        locationCode: textOf(location?.row ?? {}, 'code'),
        qtyPerUnitOfMeasure: 1,
        unitOfMeasureCode: line.row['unitOfMeasureCode'],
      },
    });
  }
  return rows;
}
