import { instant, type Clock } from '../kernel/clock.ts';
import { asError, type CrossledgerError } from '../kernel/errors.ts';
import type { Send } from '../net/http-client.ts';

/** How the calls of one connection went since this instance started. */
export interface CallState {
  signIn: 'in' | 'failed' | 'unknown';
  lastSuccessAt: string | null;
  lastFailure: { at: string; code: string; sentence: string; next: string } | null;
}

const NOTHING: CallState = { signIn: 'unknown', lastSuccessAt: null, lastFailure: null };

export type ErpCalls = ReturnType<typeof watchErpCalls>;

/** Keeps in memory how calls ended, by connection; a panel of an admin asks for it, nothing decides by it. */
export function watchErpCalls(clock: Clock) {
  const states = new Map<string, CallState>();
  const of = (id: string): CallState => states.get(id) ?? NOTHING;
  const failed = (id: string, error: CrossledgerError): void => {
    const lastFailure = { at: instant(clock.now()), code: error.code, sentence: error.message, next: error.next };
    states.set(id, { ...of(id), lastFailure, ...(error.code === 'erp.sign-in' ? { signIn: 'failed' as const } : {}) });
  };
  return {
    of,
    /** Any answer counts as a success, a refusal by the ERP's own rules too: it is there and knows us. */
    around: (id: string, send: Send): Send => async (request, context) => {
      try {
        const response = await send(request, context);
        states.set(id, { ...of(id), signIn: 'in', lastSuccessAt: instant(clock.now()) });
        return response;
      } catch (thrown) {
        failed(id, asError(thrown));
        throw thrown;
      }
    },
  };
}
