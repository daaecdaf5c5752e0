import { Messages } from '@salesforce/core';
import { Args } from '@oclif/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/exceptions.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.edit');

/** Sets planned values of an order instead of the deal's, and tries it again. */
export default class QueueEdit extends BackendCommand<contract.ExceptionView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { id: Args.string({ required: true, description: messages.getMessage('args.id.description') }) };
  static override flags = {
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
    'customer-number': Flags.string({ summary: messages.getMessage('flags.customer-number.summary') }),
    'customer-po': Flags.string({ summary: messages.getMessage('flags.customer-po.summary') }),
    'requested-date': Flags.string({ summary: messages.getMessage('flags.requested-date.summary') }),
    item: Flags.string({ multiple: true, default: [], summary: messages.getMessage('flags.item.summary') }),
    'line-date': Flags.string({ multiple: true, default: [], summary: messages.getMessage('flags.line-date.summary') }),
  };

  override async run(): Promise<contract.ExceptionView> {
    const { args, flags } = await this.parse(QueueEdit);
    const changes = changesOf({ customerNumber: flags['customer-number'], customerPurchaseOrder: flags['customer-po'], requestedDate: flags['requested-date'] }, flags.item, flags['line-date']);
    const { backend, orgId } = await this.connect(flags);
    const entry = await backend.call(contract.editException, { params: { orgId, exceptionId: args.id }, body: { reason: flags.reason, changes } });
    this.log(messages.getMessage('done', [entry.key, JSON.stringify(entry.edits)]));
    return entry;
  }
}

function changesOf(header: Record<string, string | undefined>, items: readonly string[], dates: readonly string[]): contract.OrderEdit {
  const lines: Record<string, { itemNumber?: string; requestedDate?: string }> = {};
  for (const [line, itemNumber] of items.map(pairOf)) lines[line] = { ...lines[line], itemNumber };
  for (const [line, requestedDate] of dates.map(pairOf)) lines[line] = { ...lines[line], requestedDate };
  const changes = { ...Object.fromEntries(Object.entries(header).filter(([, value]) => value !== undefined)), ...(Object.keys(lines).length === 0 ? {} : { lines }) };
  if (Object.keys(changes).length === 0) throw usage(messages.getMessage('nothing'), messages.getMessage('nothing.next'));
  return changes;
}

/** `LINE=VALUE`; the value may hold blanks and further equals signs. */
function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw usage(messages.getMessage('pair', [text]), messages.getMessage('pair.next'));
  return [text.slice(0, at), text.slice(at + 1)];
}
