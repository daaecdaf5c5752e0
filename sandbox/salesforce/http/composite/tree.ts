import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import type { ObjectDescribe, WireRecord } from '../../org.ts';
import { param, type Call, type Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { describeObject } from '../records/read-record.ts';
import { saveRows } from '../records/save-rows.ts';
import { json, readJson } from '../reply.ts';
import { undoAll } from './undo.ts';

export const treeRoutes: Route[] = [{ method: 'POST', pattern: 'composite/tree/:object', answer: createTree }];

interface TreeNode extends WireRecord {
  attributes: { type: string; referenceId: string };
}

const nodeShape = z.looseObject({ attributes: z.looseObject({ type: z.string(), referenceId: z.string() }) });
const treeShape = z.looseObject({ records: z.array(nodeShape).max(200) });

interface Created {
  readonly referenceId: string;
  readonly id: string;
  readonly type: string;
}

/** Creates parents with their children, as `sf data import tree` sends them: 201 for all, or nothing at all. */
async function createTree(call: Call): Promise<WireReply> {
  const object = describeObject(call, param(call, 'object'));
  const { records } = readJson(call.request, treeShape);
  const created: Created[] = [];
  const refused = await createLevel(call, object, records, {}, created);
  if (!refused) return json(201, { hasErrors: false, results: created.map(({ referenceId, id }) => ({ referenceId, id })) });
  await undoAll(call, created.map(({ id, type }) => ({ operation: 'delete', record: { attributes: { type }, Id: id } })));
  return json(400, { hasErrors: true, results: [refused] });
}

async function createLevel(call: Call, object: ObjectDescribe, nodes: readonly TreeNode[], parent: Record<string, string>, created: Created[]): Promise<object | undefined> {
  for (const node of nodes) {
    const children = Object.entries(node).filter((entry): entry is [string, { records: TreeNode[] }] => isChildren(entry[1]));
    const own = Object.entries(node).filter(([, value]) => !isChildren(value));
    const record: WireRecord = { ...Object.fromEntries(own), ...parent, attributes: { type: node.attributes.type } };
    const [result] = await saveRows(call.context, 'insert', [record], call.actor, { allOrNone: true });
    const { referenceId } = node.attributes;
    if (!result?.success || result.id === null) return { referenceId, errors: result?.errors ?? [] };
    created.push({ referenceId, id: result.id, type: node.attributes.type });
    for (const [name, { records }] of children) {
      const relation = object.childRelationships.find((one) => one.relationshipName === name);
      if (!relation) throw new RestError(400, 'INVALID_FIELD', `No such relationship '${name}' on ${object.name}`);
      const refused = await createLevel(call, describeObject(call, relation.childSObject), records, { [relation.field]: result.id }, created);
      if (refused) return refused;
    }
  }
  return undefined;
}

function isChildren(value: unknown): value is { records: TreeNode[] } {
  return typeof value === 'object' && value !== null && 'records' in value && Array.isArray(value.records);
}
