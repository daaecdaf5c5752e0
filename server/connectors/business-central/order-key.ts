/** `externalDocumentNumber` holds 35 characters: a purchase order, a slash, the key (business-central.md §1, §9). */
const KEY_LENGTH = 16;
const PURCHASE_ORDER_LENGTH = 18;
const KEY = /^[A-Z2-7]{16}$/i;

/** What is asked of the ERP as a key; anything else cannot be one, and could be a pattern to it. */
export const isOrderKey = (text: string): boolean => KEY.test(text);

/** `PO-77/ABCDEFGHIJKLMNOP`, or the key alone. Of a longer purchase order the first 18 characters are kept. */
export function writeReference(purchaseOrder: string | null, key: string): string {
  const kept = cutText((purchaseOrder ?? '').trim(), PURCHASE_ORDER_LENGTH).trim();
  return kept === '' ? key : `${kept}/${key}`;
}

/** Key and purchase order of a document; a text of another shape is all purchase order, slashes in it too. */
export function readReference(text: string | null): { key: string | null; purchaseOrder: string | null } {
  if (text === null) return { key: null, purchaseOrder: null };
  const key = text.slice(-KEY_LENGTH);
  const rest = text.slice(0, -KEY_LENGTH);
  if (!isOrderKey(key) || (rest !== '' && !rest.endsWith('/'))) return { key: null, purchaseOrder: text };
  return { key, purchaseOrder: rest === '' ? null : rest.slice(0, -1) };
}

/** Never half a character. */
function cutText(text: string, length: number): string {
  const cut = text.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
