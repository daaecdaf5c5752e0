import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SfError } from '@salesforce/core';
import { z } from 'zod';

export interface BackendAddress {
  url: string;
  token: string;
}

const endpointsFile = fileURLToPath(new URL('../../../.demo/endpoints.json', import.meta.url));
const endpoints = z.object({ backend: z.string(), operatorToken: z.string() });

/**
 * Where the backend is and as whom to ask it: flags, then environment, then the running demo of this checkout. A token is only ever
 * read from a file: a command line can be seen by everybody on the machine. Throws a sentence when either is missing.
 */
export function findBackend(flags: { backend?: string | undefined; tokenFile?: string | undefined }, env: NodeJS.ProcessEnv = process.env): BackendAddress {
  const url = flags.backend ?? env['CROSSLEDGER_BACKEND'];
  const tokenFile = flags.tokenFile ?? env['CROSSLEDGER_TOKEN_FILE'];
  const demo = url === undefined || tokenFile === undefined ? readDemo() : null;
  const found = { url: url ?? demo?.backend, token: tokenFile === undefined ? (url === undefined ? demo?.operatorToken : undefined) : readToken(tokenFile) };
  if (found.url === undefined) throw usage('Nothing says where the backend is.', 'Give --backend or CROSSLEDGER_BACKEND, or start the demo with `npm run demo`.');
  // The demo's token goes to the demo only.
  if (found.token === undefined) throw usage('Nothing says who asks.', 'Give --token-file or CROSSLEDGER_TOKEN_FILE: a file with an operator\'s token.');
  return { url: checkUrl(found.url), token: found.token };
}

/** A command that was called wrongly: exit code 2. */
export const usage = (message: string, action: string): SfError => new SfError(message, 'UsageError', [action], 2);

function checkUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw usage(`"${text}" is no address of a backend.`, 'Give one such as https://crossledger.example.com.');
  return text.replace(/\/+$/, '');
}

function readToken(file: string): string {
  try {
    const token = readFileSync(path.resolve(file), 'utf8').trim();
    if (/^[A-Za-z0-9._~+/=-]+$/.test(token)) return token;
    if (token !== '') throw usage(`The token file ${file} holds something else than a token.`, 'Name a file that holds an operator\'s token and nothing else.');
  } catch (cause) {
    if (cause instanceof SfError) throw cause;
    throw usage(`The token file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`, 'Name a file that holds an operator\'s token.');
  }
  throw usage(`The token file ${file} is empty.`, 'Name a file that holds an operator\'s token.');
}

function readDemo(): z.infer<typeof endpoints> | null {
  if (!existsSync(endpointsFile)) return null;
  return endpoints.safeParse(JSON.parse(readFileSync(endpointsFile, 'utf8'))).data ?? null;
}
