import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../server/registry/environment.ts';

describe('which environment an ERP is', () => {
  it.each([
    ['https://contoso.operations.dynamics.com', 'production'],
    ['https://contoso.sandbox.operations.dynamics.com', 'test'],
    ['https://contoso-dev.cloudax.dynamics.com', 'test'],
    ['https://sandbox.operations.dynamics.com.example.com', 'production'],
    ['https://api.businesscentral.dynamics.com/v2.0/contoso/Sandbox/api/v2.0', 'production'],
    ['http://127.0.0.1:4283', 'test'],
  ])('by the address %s: %s', (baseUrl, environment) => {
    expect(environmentOf({ baseUrl, environment: undefined })).toBe(environment);
  });

  it('by the setting, whatever the address says', () => {
    expect(environmentOf({ baseUrl: 'https://contoso.sandbox.operations.dynamics.com', environment: 'production' })).toBe('production');
    expect(environmentOf({ baseUrl: 'https://api.businesscentral.dynamics.com/v2.0/contoso/Sandbox/api/v2.0', environment: 'test' })).toBe('test');
  });
});
