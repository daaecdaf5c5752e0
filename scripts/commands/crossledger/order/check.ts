import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import * as contract from '../../../../server/contract/check.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { moneyWords } from '../../backend/words.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'order.check');

/** The flight check of a deal. Exit code 2 when the order would not go through. */
export default class OrderCheck extends BackendCommand<contract.OrderCheck> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { deal: Args.string({ required: true, description: messages.getMessage('args.deal.description') }) };

  override async run(): Promise<contract.OrderCheck> {
    const { args, flags } = await this.parse(OrderCheck);
    const { backend, orgId } = await this.connect(flags);
    const check = await backend.call(contract.checkOrderAsOperator, { params: { orgId, opportunityId: args.deal } });
    const currency = check.net?.currency ?? null;
    this.log(messages.getMessage('head', [check.key, check.connection ?? '–', check.company ?? '–', check.light]));
    if (check.lines.length > 0) this.table({ data: check.lines.map((line) => lineOf(line, currency)), columns: ['light', 'product', 'item', 'quantity', 'amount', 'crmPrice', 'erpPrice', 'onHand', 'available', 'ordered', 'first'], overflow: 'wrap' });
    const said = check.findings.filter((finding) => finding.light !== 'green');
    if (said.length > 0) this.table({ data: said.map((finding) => findingOf(finding, check.lines)), columns: ['light', 'about', 'what', 'fixer', 'next'], overflow: 'wrap' });
    this.showTotals(check);
    if (check.light === 'red') process.exitCode = 2;
    return check;
  }

  private showTotals({ net, tax, diff, requests, planHash }: contract.OrderCheck): void {
    if (net !== null) this.log(messages.getMessage('net', [moneyWords(net.amount, net.currency), moneyWords(net.subtotal, net.currency), moneyWords(net.headerDiscount, net.currency), moneyWords(net.charges, net.currency)]));
    this.log(messages.getMessage('tax', [tax.amount === null ? '' : `${moneyWords(tax.amount, net?.currency)}. `, tax.says]));
    if (diff !== null) this.showDiff(diff);
    if (planHash === null) this.log(messages.getMessage('nothing'));
    else this.log(messages.getMessage('plan', [requests.length, planHash]));
  }

  private showDiff(diff: contract.OrderDiff): void {
    this.log(messages.getMessage(diff.equal ? 'equal' : 'differs', [diff.orderNumber]));
    const fields = diff.fields.filter((field) => !field.equal);
    if (fields.length > 0) this.table({ data: fields.map(({ where, field, planned, found }) => ({ where, field, planned: planned ?? '', found: found ?? '' })), columns: ['where', 'field', 'planned', 'found'], overflow: 'wrap' });
  }
}

const lineOf = (line: contract.CheckedLine, currency: string | null) => ({
  light: line.light, product: line.productName, item: line.itemNumber ?? '', quantity: `${line.quantity} ${line.unit ?? ''}`.trim(), amount: moneyWords(line.amount, currency), crmPrice: moneyWords(line.crmPrice, currency),
  erpPrice: line.erpPrice === null ? '' : moneyWords(line.erpPrice.amount, line.erpPrice.currency), onHand: line.onHand ?? '', available: line.available ?? '', ordered: line.ordered ?? '', first: line.firstDate ?? '',
});

const findingOf = ({ light, subject, lineId, says, fixer, next }: contract.Finding, lines: readonly contract.CheckedLine[]) => ({
  light, about: lineId === null ? subject : `${subject}: ${lines.find((line) => line.lineId === lineId)?.productName ?? lineId}`, what: says, fixer: fixer ?? '', next: next ?? '',
});
