import js from '@eslint/js';
import lwc from '@salesforce/eslint-config-lwc';
import jest from 'eslint-plugin-jest';
import ts from 'typescript-eslint';

const components = ['force-app/**/lwc/**/*.js'];
const typescript = ['server/**/*.ts', 'sandbox/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts'];

export default [
  { ignores: ['**/node_modules/**', '**/dist/**', '**/.cache/**', '.demo/**', 'test/jest-mocks/**', 'test/**/fixture/**', 'sandbox/salesforce/lightning/shims/**', 'sandbox/salesforce/lightning/shell/**'] },
  ...lwc.configs.recommended.map((c) => ({ ...c, files: components })),
  {
    files: components,
    rules: { '@lwc/lwc/consistent-component-name': 'error', '@lwc/lwc/no-leaky-event-listeners': 'error' },
  },
  {
    files: ['force-app/**/lwc/**/__tests__/**/*.js'],
    ...jest.configs['flat/recommended'],
    languageOptions: { globals: { ...jest.configs['flat/recommended'].languageOptions.globals, require: 'readonly' } },
    rules: {
      ...jest.configs['flat/recommended'].rules,
      '@lwc/lwc/no-unexpected-wire-adapter-usages': 'off',
      '@lwc/lwc/no-async-operation': 'off',
    },
  },
  ...[js.configs.recommended, ...ts.configs.recommendedTypeChecked].map((c) => ({ ...c, files: typescript })),
  {
    files: typescript,
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/require-await': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['server/**/*.ts', 'scripts/**/*.ts', 'sandbox/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' },
  },
];
