import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startStack, type Stack } from '../../../scripts/setup/stack.ts';
import { connectOrg } from '../../support/deals.ts';
import { copyEmptyDatabase } from '../../support/empty-database.ts';
import { erpHand } from '../../support/erp-hand.ts';
import { launchChromium } from './chromium.ts';
import { openPage, type OpenedPage } from './lightning-page.ts';

/** The whole house and a browser in front of it. */
export interface House {
  stack: Stack;
  fno: ReturnType<typeof erpHand>;
  /** First records of a query, as the admin sees them. */
  query(soql: string): Promise<Record<string, unknown>[]>;
  accountOf(customer: string): Promise<string>;
  /** Deals of a customer, in the order of their ids. */
  dealsOf(customer: string): Promise<string[]>;
  open(object: 'Account' | 'Opportunity' | 'Product2', id: string, user?: 'rep' | 'rep-de' | 'plain' | 'admin'): Promise<OpenedPage>;
  /** A page of the ERP Console. */
  openTab(tab: string, user: 'rep' | 'rep-de' | 'plain' | 'admin'): Promise<OpenedPage>;
  /** How often the backend has answered this endpoint since it started. */
  countCalls(endpoint: string): number;
  stop(): Promise<void>;
}

/** Quick in everything that a test would otherwise wait for; the deadlines of the panels stay as they are shipped. */
export async function startHouse(): Promise<House> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-browser-'));
  await copyEmptyDatabase(path.join(dataFolder, 'backend'));
  const [stack, browser] = await Promise.all([startStack({ dataFolder, page: true, settleMs: 1000, recheckMs: 1000, pollMs: 1000 }), launchChromium()]);
  return { ...makeHouse(stack, browser, path.join(dataFolder, 'logs/backend.log')), stop: () => stopHouse(stack, browser, dataFolder) };
}

async function stopHouse(stack: Stack, browser: Browser, dataFolder: string): Promise<void> {
  await browser.close();
  await stack.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

function makeHouse(stack: Stack, browser: Browser, logFile: string): Omit<House, 'stop'> {
  const query = async (soql: string) => (await connectOrg(stack).query(soql)).records as Record<string, unknown>[];
  const idsOf = async (soql: string) => (await query(soql)).map((row) => String(row['Id']));
  return {
    stack,
    fno: erpHand(stack.endpoints.fno),
    query,
    accountOf: async (customer) => (await idsOf(`SELECT Id FROM Account WHERE ERP_Customer_Number__c = '${customer}'`))[0] ?? `no account of ${customer}`,
    dealsOf: (customer) => idsOf(`SELECT Id FROM Opportunity WHERE Account.ERP_Customer_Number__c = '${customer}' ORDER BY Id`),
    open: (object, id, user = 'rep') => openPage(browser, { url: stack.endpoints.page ?? '', path: `/lightning/r/${object}/${id}/view`, user }),
    openTab: (tab, user) => openPage(browser, { url: stack.endpoints.page ?? '', path: `/lightning/n/${tab}`, user }),
    countCalls: (endpoint) => readFileSync(logFile, 'utf8').split(`"endpoint":"${endpoint}"`).length - 1,
  };
}
