import type { OpportunityPanels } from '../contract/panels.ts';

/** For users who may not see finance: whether and when a customer paid is not told. */
export function withoutPayment(panels: OpportunityPanels): OpportunityPanels {
  const { order } = panels.parts;
  if (!order?.data) return panels;
  const { reports, order: erp } = order.data;
  const data = { ...order.data, reports: reports.filter((step) => step !== 'paid'), order: erp === null ? null : { ...erp, steps: erp.steps.filter(({ step }) => step !== 'paid') } };
  return { ...panels, parts: { ...panels.parts, order: { ...order, data } } };
}
