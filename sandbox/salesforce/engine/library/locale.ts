import type { Scope } from '../runtime/frame.ts';

function userField(scope: Scope, field: string, otherwise: string): string {
  const { tx } = scope.frame;
  const value = tx.store.get('User', tx.userId)?.get(field);
  return typeof value === 'string' ? value : otherwise;
}

/** The user's locale as a language tag: `de_DE` becomes `de-DE`. */
export const localeOf = (scope: Scope): string => userField(scope, 'localesidkey', 'en_US').replace('_', '-');
export const userZone = (scope: Scope): string => userField(scope, 'timezonesidkey', 'UTC');
