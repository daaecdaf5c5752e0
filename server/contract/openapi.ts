import * as z from 'zod';
import type { Access, Endpoint } from './endpoint.ts';
import { problem } from './problem.ts';

type Json = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  return rest;
};

/** The contract as OpenAPI 3.1; each operation keeps its endpoint's id. */
export function describeAsOpenApi(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Crossledger', version, description: 'What Microsoft Dynamics knows for Salesforce, and each won deal as exactly one ERP order.' },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      responses: { Problem: { description: 'What went wrong, who can fix it and what happens next', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
      securitySchemes: {
        orgToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'RS256 token of a registered Salesforce org, bound to one request by `rh` and, for writes, `bh` and `jti`' },
        pairingToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'As orgToken, signed with the certificate in the body, by an org that is not registered yet' },
        operatorToken: { type: 'http', scheme: 'bearer', description: 'Token of a named operator' },
      },
    },
  };
}

function operation(endpoint: Endpoint): Json {
  const { access } = endpoint;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    tags: [access.kind],
    security: securityOf(access),
    ...(permissionOf(access) === undefined ? {} : { 'x-permission': permissionOf(access) }),
    ...(access.kind === 'operator' ? { 'x-role': access.role } : {}),
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    ...(endpoint.body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } } }),
    responses: {
      [String(endpoint.status ?? 200)]: { description: 'Done', content: { [endpoint.produces ?? 'application/json']: { schema: schemaOf(endpoint.reply, 'output') } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** Each entry opens by itself. */
function securityOf(access: Access): Json[] {
  if (access.kind === 'open') return [];
  if (access.kind !== 'operator') return [{ [`${access.kind}Token`]: [] }];
  return access.orgPermission === undefined ? [{ operatorToken: [] }] : [{ operatorToken: [] }, { orgToken: [] }];
}

const permissionOf = (access: Access): string | undefined => (access.kind === 'operator' ? access.orgPermission : access.kind === 'open' ? undefined : access.permission);

function parameters(place: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, shape]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema: shape }));
}
