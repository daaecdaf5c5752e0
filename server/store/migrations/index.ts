import type { Migration } from 'kysely/migration';
import * as first from './0001-first.ts';

export const MIGRATIONS: Record<string, Migration> = { '0001-first': first };
