import { readFileSync } from 'node:fs';
import type { MappedErp, MappedObject, MappingDocument } from './document.ts';
import { readMapping } from './parse-mapping.ts';
import { SWAP, type KeyField } from './protected.ts';

const shipped = new Map<string, string>();

function readShipped(name: string): string {
  const known = shipped.get(name);
  if (known !== undefined) return known;
  const text = readFileSync(new URL(`./defaults/${name}.yaml`, import.meta.url), 'utf8');
  shipped.set(name, text);
  return text;
}

/**
 * The text of the mapping that Crossledger ships. The purchase order goes into the reference of the F&O header that does not carry
 * the key, so the text depends on which one does.
 */
export function defaultText(erp: MappedErp, object: MappedObject, options: { keyField?: KeyField | undefined } = {}): string {
  const text = readShipped(`${erp}/${object}`);
  if (erp !== 'fno' || object !== 'order' || options.keyField !== 'CustomerRequisitionNumber') return text;
  return text.replaceAll(/target: (CustomersOrderReference|CustomerRequisitionNumber)\b/g, (_, name: string) => `target: ${SWAP[name] ?? name}`);
}

/** The shipped mapping, ready to apply. */
export const loadDefault = (erp: MappedErp, object: MappedObject, options: { keyField?: KeyField | undefined } = {}): MappingDocument => readMapping(defaultText(erp, object, options));
