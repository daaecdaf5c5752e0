import type { z } from 'zod';
import type { connectionView } from '../../../server/contract/admin.ts';

export type ConnectionView = z.infer<typeof connectionView>;

/** What of a connection may be set again; the secret is kept by the backend, the rest is decided elsewhere. */
export function settingsOf(view: ConnectionView) {
  const { name: _name, hasSecret: _secret, mode: _mode, goLiveAt: _live, stopped: _stopped, criteria: _criteria, approval: _approval, ...settings } = view;
  return settings;
}
