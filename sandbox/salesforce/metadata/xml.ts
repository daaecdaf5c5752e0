import { DOMParser, XMLSerializer, type Element } from '@xmldom/xmldom';

export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** Root of a metadata file; throws in words when it is not well-formed. */
export function parseXml(text: string): Element {
  const fail = (_level: string, message: string): never => {
    throw new Error(message.split('\n')[0]);
  };
  const root = new DOMParser({ onError: fail }).parseFromString(text, 'text/xml').documentElement;
  if (!root) throw new Error('the file is empty');
  return root;
}

export const elementsOf = (node: Element): Element[] => Array.from(node.childNodes).filter((each): each is Element => each.nodeType === 1);
export const childrenNamed = (node: Element, name: string): Element[] => elementsOf(node).filter((each) => each.localName === name);

/** Text of the first child of that name. */
export function textAt(node: Element, name: string): string | undefined {
  return childrenNamed(node, name)[0]?.textContent?.trim();
}

/** All elements of that name below a node, at any depth. */
export const elementsBelow = (node: Element, name: string): Element[] => Array.from(node.getElementsByTagName(name));

/** A metadata file with an element's content under a root of another name. */
export function toDocument(element: Element, rootName: string): string {
  const markup = new XMLSerializer().serializeToString(element);
  const inner = markup.startsWith('<') && markup.endsWith('/>') ? '' : markup.slice(markup.indexOf('>') + 1, markup.lastIndexOf('</'));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${rootName} xmlns="${metadataNamespace}">${inner}</${rootName}>\n`;
}

/** What stands between the tags of a document's root. */
export function innerMarkup(text: string): string {
  const body = text.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '').trim();
  const start = body.indexOf('>', body.search(/<\w/));
  return body[start - 1] === '/' ? '' : body.slice(start + 1, body.lastIndexOf('</'));
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
