import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/orders.ts';
import type { BackendClient } from '../../backend/backend-client.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';
import { instantWords } from '../../backend/words.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'order.show');

type Reply = z.infer<typeof contract.showPush.reply>;

/** Where an order stands, with every step that it took. */
export default class OrderShow extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { order: Args.string({ required: true, description: messages.getMessage('args.order.description') }) };

  override async run(): Promise<Reply> {
    const { args, flags } = await this.parse(OrderShow);
    const { backend, orgId } = await this.connect(flags);
    const key = await keyOf(backend, orgId, args.order.trim());
    const push = await backend.call(contract.showPush, { params: { orgId, key } });
    this.table({ data: factsOf(push), columns: ['field', 'value'], overflow: 'wrap' });
    if (push.steps.length > 0) this.table({ data: push.steps.map(stepOf), columns: ['at', 'step', 'try', 'outcome', 'detail'], title: messages.getMessage('steps'), overflow: 'wrap' });
    this.log(messages.getMessage('proof', [push.key]));
    return push;
  }
}

/** Ids of deals begin with 006; a key has letters and the digits 2 to 7. */
async function keyOf(backend: BackendClient, orgId: string, order: string): Promise<string> {
  if (/^006[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(order)) {
    const { rows: [newest] } = await backend.call(contract.listPushes, { params: { orgId }, query: { opportunity: order, limit: 1 } });
    if (newest === undefined) throw usage(messages.getMessage('none', [order]), messages.getMessage('none.next'));
    return newest.key;
  }
  if (!/^[A-Za-z2-7]{16}$/.test(order)) throw usage(messages.getMessage('unclear', [order]), messages.getMessage('unclear.next'));
  return order;
}

function factsOf(push: Reply): { field: string; value: string }[] {
  const { connection, company, orderNumber, link, message, fixer, code, attempts } = push;
  const facts: [string, string | null][] = [
    ['key', push.key], ['deal', `${push.opportunityId}, win ${push.cycle + 1}`], ['state', push.state], ['message', message], ['code', code], ['fixer', fixer], ['connection', connection], ['company', company],
    ['ERP order', orderNumber], ['link', link], ['asked by', push.origin], ['accepted', instantWords(push.acceptedAt)], ['sent', instantWords(push.sentAt)], ['next try', instantWords(push.nextTryAt)], ['failed tries', attempts === 0 ? null : String(attempts)],
    ['plan hash', push.planHash ?? null],
  ];
  return facts.flatMap(([field, value]) => (value === null || value === '' ? [] : [{ field, value }]));
}

const stepOf = (step: Reply['steps'][number]) => ({ at: instantWords(step.at), step: step.step, try: step.attempt, outcome: step.outcome, detail: step.detail ?? '' });
