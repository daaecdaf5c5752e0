import type { Element } from '@xmldom/xmldom';
import { toOrgId } from '../../metadata/ids.ts';
import { componentAt, type Tree } from '../../metadata/tree.ts';
import { childrenNamed, elementsOf, parseXml, textAt } from '../../metadata/xml.ts';
import { RestError } from '../errors.ts';
import type { ToolingRow } from './rows.ts';

/** Fields of FlexiPage in the Tooling API, and whether a query may filter by them. */
const fields = new Map(Object.entries({
  id: true, developername: true, masterlabel: true, type: true, entitydefinitionid: true, namespaceprefix: true, description: true, manageablestate: true, parentflexipage: true, fullname: false, metadata: false,
}));

/** The pages that are deployed, one row each; without View Setup and Configuration a user does not see that there is such an object. */
export function flexiPageRows(tree: Tree, namespace: string, userPermissions: readonly string[]): ToolingRow[] | undefined {
  if (!userPermissions.includes('viewsetup')) return undefined;
  return [...tree].flatMap(([path, content]) => {
    const component = componentAt(path);
    return component?.type === 'FlexiPage' ? [toRow(component.fullName, parseXml(content.toString()), namespace)] : [];
  });
}

function toRow(name: string, page: Element, namespace: string): ToolingRow {
  return {
    Id: toOrgId('0M0', serialOf(name)), DeveloperName: name, FullName: name, MasterLabel: textAt(page, 'masterLabel') ?? name, Type: textAt(page, 'type') ?? null,
    EntityDefinitionId: textAt(page, 'sobjectType') ?? null, NamespacePrefix: namespace || null, Description: textAt(page, 'description') ?? null,
    ManageableState: 'unmanaged', ParentFlexiPage: textAt(page, 'parentFlexiPage') ?? null, Metadata: toJson(page),
  };
}

/** A page keeps its id whatever else is deployed. */
const serialOf = (name: string): number => [...name].reduce((hash, letter) => (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0, 7);

const lists = new Set(['flexiPageRegions', 'itemInstances', 'componentInstanceProperties', 'valueListItems', 'properties']);

function toJson(node: Element): unknown {
  const children = elementsOf(node);
  if (children.length === 0) return node.textContent?.trim() ?? null;
  const names = [...new Set(children.map((each) => each.localName ?? ''))];
  return Object.fromEntries(names.map((name) => {
    const values = childrenNamed(node, name).map(toJson);
    return [name, lists.has(name) ? values : values[0]];
  }));
}

/** Refuses fields that FlexiPage does not have, and conditions on those that cannot be filtered by. */
export function checkFlexiPageFields(selected: readonly string[], where: string): void {
  const named = [...where.matchAll(/([\w.]+)\s*(?:=|in\s*\()/gi)].map(([, name = '']) => name);
  for (const name of [...selected, ...named]) if (!fields.has(name.toLowerCase())) throw new RestError(400, 'INVALID_FIELD', `No such column '${name}' on entity 'FlexiPage'.`);
  for (const name of named) if (!fields.get(name.toLowerCase())) throw new RestError(400, 'INVALID_FIELD', `field '${name}' can not be filtered in a query call`);
}

/** Metadata and FullName come one row at a time. */
export function checkOneRow(selected: readonly string[], count: number): void {
  if (count > 1 && selected.some((name) => /^(metadata|fullname)$/i.test(name))) {
    throw new RestError(400, 'MALFORMED_QUERY', `When retrieving results with Metadata or FullName fields, the query qualifications must specify no more than one row for retrieval. Result size: ${count}`);
  }
}
