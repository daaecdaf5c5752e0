import { describe, expect, it } from 'vitest';
import { checkGate } from '../../server/orders/gate.ts';
import { sampleDeal } from '../support/fake-org.ts';
import { sendingConnection } from '../support/order-bench.ts';

const push = (wanted_at: string, origin = 'won') => ({ origin, wanted_at });
const live = (goLiveAt: string) => sendingConnection({ goLiveAt });

describe('what may go', () => {
  it('lets a deal go that was won in the very second of the go-live, since Salesforce keeps whole seconds', () => {
    expect(() => checkGate(push('2026-11-21T09:30:00.000Z'), sampleDeal(), live('2026-11-21T09:30:00.700Z'))).not.toThrow();
  });
  it('keeps back a deal that was won a second earlier', () => {
    expect(() => checkGate(push('2026-11-21T09:29:59.000Z'), sampleDeal(), live('2026-11-21T09:30:00.700Z'))).toThrow(/before the connection went live/);
  });
  it.each([
    ['record type', { recordTypes: ['Renewal'], stages: [], minimumAmount: null }],
    ['stage', { recordTypes: [], stages: ['Signed'], minimumAmount: null }],
    ['amount', { recordTypes: [], stages: [], minimumAmount: '120.01' }],
  ])('binds the button too by %s', (_name, criteria) => {
    expect(() => checkGate(push('2026-11-21T09:30:00Z', 'button'), sampleDeal(), sendingConnection({ criteria }))).toThrow(/does not meet the criteria/);
  });
  it('takes an amount that is exactly the minimum', () => {
    expect(() => checkGate(push('2026-11-21T09:30:00Z'), sampleDeal(), sendingConnection({ criteria: { recordTypes: [], stages: [], minimumAmount: '120.00' } }))).not.toThrow();
  });
});
