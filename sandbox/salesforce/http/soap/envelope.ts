import { XMLParser } from 'fast-xml-parser';
import type { WireReply } from '../../../common/wire.ts';
import { escapeXml } from '../../metadata/xml.ts';

/** An element of a call: text, children by name, or a list of either where it stands more than once. */
export type SoapValue = string | SoapNode | (string | SoapNode)[];
export interface SoapNode {
  [name: string]: SoapValue;
}

export interface SoapCall {
  sessionId: string | undefined;
  operation: string;
  body: SoapNode;
}

/** A refusal, as SOAP says it: status 500 and a fault. */
export class SoapFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const parser = new XMLParser({ parseTagValue: false, removeNSPrefix: true, ignoreAttributes: true, trimValues: true });

export function readCall(text: string): SoapCall {
  const envelope = nodeAt(parser.parse(text) as SoapNode, 'Envelope');
  const body = nodeAt(envelope, 'Body');
  const [operation, content] = Object.entries(body)[0] ?? [];
  if (operation === undefined) throw new SoapFault('soapenv:Client', 'No operation in the envelope');
  return { sessionId: textOf(nodeAt(nodeAt(envelope, 'Header'), 'SessionHeader'), 'sessionId'), operation, body: typeof content === 'object' && !Array.isArray(content) ? content : {} };
}

export function nodeAt(node: SoapNode, name: string): SoapNode {
  const value = listAt(node, name)[0];
  return typeof value === 'object' ? value : {};
}

export function listAt(node: SoapNode, name: string): (string | SoapNode)[] {
  const value = node[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

export function textOf(node: SoapNode, name: string): string | undefined {
  const value = listAt(node, name)[0];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Elements of an answer; lists repeat their element, undefined writes nothing. */
export function toXml(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => toXml(name, each)).join('');
  if (value === null) return `<${name} xsi:nil="true"/>`;
  const inner = typeof value === 'object' ? Object.entries(value).map(([key, each]) => toXml(key, each)).join('') : escapeXml(typeof value === 'string' ? value : JSON.stringify(value));
  return `<${name}>${inner}</${name}>`;
}

const xmlType = 'text/xml;charset=UTF-8';

export function answerCall(namespace: string, operation: string, result: unknown, header = ''): WireReply {
  return envelop(200, namespace, `<${operation}Response>${toXml('result', result)}</${operation}Response>`, header);
}

export function answerFault(namespace: string, { code, message }: SoapFault): WireReply {
  const shown = code.includes(':') ? code : `sf:${code}`;
  return envelop(500, namespace, `<soapenv:Fault xmlns:sf="${namespace}"><faultcode>${shown}</faultcode><faultstring>${escapeXml(`${code}: ${message}`)}</faultstring></soapenv:Fault>`, '');
}

function envelop(status: number, namespace: string, body: string, header: string): WireReply {
  const shown = header === '' ? '' : `<soapenv:Header>${header}</soapenv:Header>`;
  return {
    status,
    headers: { 'content-type': xmlType },
    body: `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${shown}<soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`,
  };
}
