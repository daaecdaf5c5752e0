import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/force-app/**'],
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
