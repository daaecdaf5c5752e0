export { hasPostgres, startPostgres, type PostgresServer } from '../../scripts/setup/postgres.ts';
