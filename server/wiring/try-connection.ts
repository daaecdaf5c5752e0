import { CONNECTORS } from '../connectors/index.ts';
import type { ConnectionTrial } from '../contract/connection-trial.ts';
import { asError, CrossledgerError } from '../kernel/errors.ts';
import type { Company } from '../model/company.ts';
import { hostsOf } from '../net/address.ts';
import { createSend } from '../net/client.ts';
import type { CallContext } from '../net/http-client.ts';
import { createPools } from '../net/pools.ts';
import { createTokenSource } from '../net/tokens.ts';
import type { ErpsDeps } from './erps.ts';

/** Without an answer there is nothing that goes on by itself: somebody looks at the addresses. */
const NO_ANSWER = new Set(['erp.unavailable', 'erp.slow', 'erp.answer']);

const NOTHING_ELSE = { keyField: undefined, orderLinkTemplate: undefined, customerGroup: undefined, site: undefined, warehouse: undefined };

/** The companies of an ERP, read with settings that are not saved. Nothing is kept: no open socket, no token, no figure of health, no limits. */
export async function tryConnection(deps: Omit<ErpsDeps, 'limits' | 'calls' | 'pools'>, { orgId, name }: { orgId: string; name: string }, trial: ConnectionTrial, context: CallContext): Promise<Company[]> {
  const { registry, limiter, clock, log } = deps;
  const connector = CONNECTORS[trial.erp];
  if (connector === undefined) throw new CrossledgerError('connection.unknown', { connection: name });
  const secret = await registry.trialSecret(orgId, name, trial);
  const { baseUrl, tokenUrl, clientId, scope } = trial;
  const pools = createPools();
  const tokens = createTokenSource({ tokenUrl, clientId, clientSecret: secret?.reveal() ?? '', scope }, pools, clock);
  const id = `${orgId} trial ${new URL(baseUrl).host}`; // no connection has such a name
  const send = createSend({ connection: id, pools, limiter, tokens, allowedHosts: hostsOf(baseUrl), clock, log: (line) => log.debug('erp.called', { ...line }) });
  try {
    return await connector.open({ id, baseUrl, defaultCompany: '', ...NOTHING_ELSE }, send, clock).reads.companies(context);
  } catch (thrown) {
    const error = asError(thrown);
    if (!NO_ANSWER.has(error.code)) throw error;
    throw new CrossledgerError('connection.no-answer', { host: new URL(baseUrl).host, problem: String(error.details['problem'] ?? error.message) }, { cause: thrown });
  } finally {
    await pools.destroy();
  }
}
