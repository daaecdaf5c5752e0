import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { ENDPOINTS } from '../../server/contract/index.ts';
import { readComponents, type Reading } from './reads/components.ts';

const root = fileURLToPath(new URL('../../force-app/main', import.meta.url));

/** Whose reply an Apex method hands to a component as it is. A method that is called and not named here fails the check. */
const ANSWERS: Record<string, string | null> = {
  'CrossledgerPanelController.readAccount': 'readAccountPanels',
  'CrossledgerPanelController.readOpportunity': 'readOpportunityPanels',
  'CrossledgerPanelController.readProduct': 'readProductPanels',
  'CrossledgerOrderController.check': 'checkOrder',
  'CrossledgerOrderController.send': 'sendOrder',
  'CrossledgerOrderController.release': 'releaseOrder',
  'CrossledgerOrderController.refuse': 'refuseOrder',
  'CrossledgerOrderController.certificate': 'readCertificate',
  'CrossledgerExceptionController.readPage': 'listExceptions',
  'CrossledgerExceptionController.readOne': 'showException',
  'CrossledgerExceptionController.retryMany': 'retryExceptions',
  'CrossledgerExceptionController.edit': 'editException',
  // Retry, discard and cancel, whose replies are one.
  'CrossledgerExceptionController.decide': 'retryException',
  'CrossledgerConnectionController.readConnections': 'listConnections',
  'CrossledgerConnectionController.readHealth': 'readConnectionHealth',
  'CrossledgerConnectionController.testConnection': 'probeConnection',
  'CrossledgerConnectionController.readWarehouses': 'listWarehouses',
  'CrossledgerConnectionController.tryConnection': 'tryConnection',
  'CrossledgerConnectionController.saveConnection': 'putConnection',
  'CrossledgerConnectionController.setMode': 'setConnectionMode',
  'CrossledgerConnectionController.setStop': 'setConnectionStop',
  'CrossledgerConnectionController.setStopAll': 'setStopAll',
  'CrossledgerSetupController.pair': 'pairOrg',
  'CrossledgerSetupController.readPages': 'readPages',
  'CrossledgerSetupController.testBackend': 'whoami',
  'CrossledgerSetupController.tryOrder': 'checkOrderAsOperator',
  // These answer of the org itself.
  'CrossledgerExceptionController.readRecordNames': null,
  'CrossledgerExceptionController.readLines': null,
  'CrossledgerExceptionController.readUserName': null,
  'CrossledgerSetupController.readDeals': null,
  'CrossledgerSetupController.readState': null,
  'CrossledgerSetupController.saveSettings': null,
  'CrossledgerSetupController.testCertificate': null,
};
/** Looks at whatever was thrown, after it was no problem of the backend. */
const LOOKS_AT_ANYTHING = { file: 'core/lwc/problemOf/problemOf.js', names: /\.(body|message)$/ };

const endpoint = (id: string): Endpoint => {
  const found = ENDPOINTS.find((one) => one.id === id);
  if (!found) throw new Error(`There is no endpoint ${id}.`);
  return found;
};
const replies = Object.fromEntries(Object.entries(ANSWERS).map(([method, id]) => [method, id === null ? null : endpoint(id)]));
/** Of all components, or with another text of a file through this one. */
const check = (through?: string, instead?: ReadonlyMap<string, string>): Reading => readComponents({ root, replies, ...(through && { through }), ...(instead && { instead }) });
const inWords = ({ findings }: Reading): string[] =>
  findings.filter(({ file, message }) => !(file === LOOKS_AT_ANYTHING.file && LOOKS_AT_ANYTHING.names.test(message))).map(({ file, line, message }) => `${file}:${line} ${message}`);
const changed = (file: string, from: string, to: string): ReadonlyMap<string, string> => {
  const text = readFileSync(path.join(root, file), 'utf8');
  expect(text).toContain(from);
  return new Map([[file, text.replace(from, to)]]);
};

describe('what components read of the backend\'s replies', { timeout: 120_000 }, () => {
  it('is in the contract, in scripts and in templates', () => {
    const reading = check();
    expect(inWords(reading)).toEqual([]);
    expect(Object.keys(ANSWERS).filter((method) => !reading.apex.has(method))).toEqual([]);
    // Read in a script, through a base class, in a template, across a modal, in a child, and of what a modal was closed with.
    expect([...reading.reads]).toEqual(expect.arrayContaining([
      'readAccountPanels.parts.invoices.data.rows[].open', 'readAccountPanels.parts.orders.data.pageSize', 'showException.fix',
      'showException.edits.customerNumber', 'listConnections.rows[].stopped', 'setConnectionMode.goLiveAt', 'checkOrder.lines[].erpPrice.estimate',
    ]));
  });

  it.each([
    ['a script', 'paymentPanel', 'panels/lwc/paymentPanel/paymentPanel.js', 'payment.reference', 'payment.referenz', 'no reply has readAccountPanels.parts.payments.data.rows[].referenz'],
    ['a pattern', 'orderSend', 'orders/lwc/orderState/orderState.js', '{ push, order, canSend,', '{ push, order, maySend, canSend,', 'no reply has readOpportunityPanels.parts.order.data.maySend'],
    ['a template', 'exceptionDetails', 'console/lwc/exceptionDetails/exceptionDetails.html', '{exception.fix}', '{exception.remedy}', 'no reply has showException.remedy'],
    ['a template of a child', 'connectionBoard', 'console/lwc/connectionCard/connectionCard.html', 'lwc:if={connection.stopped}', 'lwc:if={connection.halted}', 'no reply has listConnections.rows[].halted'],
    ['what all panels share', 'financePanel', 'panels/lwc/panelData/page.js', 'reply.connection', 'reply.erp', 'no reply has readAccountPanels.erp'],
    ['words of a component', 'connectionBoard', 'console/lwc/connectionCard/words.js', 'lastFailure.sentence', 'lastFailure.words', 'no reply has readConnectionHealth.rows[].lastFailure.words'],
    ['a modal that was closed', 'connectionBoard', 'console/lwc/connectionCard/connectionCard.js', '{ mode, goLiveAt } = result.done', '{ mode, since: goLiveAt } = result.done', 'no reply has setConnectionMode.since'],
  ])('fails with file and line for a wrong name in %s', (_, through, file, from, to, message) => {
    const at = readFileSync(path.join(root, file), 'utf8').split('\n').findIndex((line) => line.includes(from)) + 1;
    expect(inWords(check(through, changed(file, from, to)))).toContain(`${file}:${at} ${message}`);
  });

  it('fails when a component calls an Apex method of which nothing says whose reply it answers with', () => {
    const file = 'orders/lwc/orderDecision/orderDecision.js';
    expect(inWords(check('orderDecision', changed(file, 'CrossledgerOrderController.refuse', 'CrossledgerOrderController.reject'))).join()).toContain(`${file}:1 CrossledgerOrderController.reject is called`);
  });

  it('fails when a reply goes where it is not followed', () => {
    const file = 'orders/lwc/orderSend/orderSend.js';
    expect(inWords(check('orderSend', changed(file, 'this.announcement = resultOf(this.check);', 'this.announcement = structuredClone(this.check);'))).join()).toContain('a reply goes into structuredClone');
  });
});
