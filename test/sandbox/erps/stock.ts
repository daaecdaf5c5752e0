/** Whether the figures of one row of WarehousesOnHandV2 fit each other, as those of F&O do (fno.md §8). */
export function addsUp(row: Readonly<Record<string, number>>): boolean {
  const figure = (name: string): number => row[`${name}Quantity`] ?? NaN;
  return figure('AvailableOnHand') === figure('OnHand') - figure('ReservedOnHand')
    && figure('AvailableOrdered') === figure('Ordered') - figure('ReservedOrdered')
    && figure('TotalAvailable') === figure('AvailableOnHand') + figure('AvailableOrdered') - figure('OnOrder');
}
