import { z } from 'zod';

/** What an environment lost, and what it wants filled from now on, in one entity set. */
export const reshaping = z.strictObject({
  set: z.string(),
  /** Properties that are not there any more. */
  drop: z.array(z.string()).default([]),
  /** Properties without which no row is created; one that the set does not have is added as text. */
  demand: z.array(z.string()).default([]),
});
export type Reshaping = z.output<typeof reshaping>;

const required = '<Annotation Term="Microsoft.Dynamics.OData.Core.V1.IsRequired" Bool="true" />';

/** The document with one entity type changed. Throws when it has no such type. */
export function reshapeEdmx(xml: string, type: string, { drop, demand }: Omit<Reshaping, 'set'>): string {
  const element = new RegExp(`(<EntityType Name="${type}"[^>]*>)([\\s\\S]*?)(</EntityType>)`).exec(xml);
  if (element === null) throw new Error(`No entity type ${type}`);
  const [whole, open = '', body = '', close = ''] = element;
  const kept = [...drop, ...demand].reduce((text, name) => text.replace(propertyNamed(name), ''), body);
  const added = demand.map((name) => `  <Property Name="${name}" Type="${typeOf(body, name)}">${required}</Property>\n      `);
  return xml.replace(whole, () => `${open}${kept}${added.join('')}${close}`);
}

const propertyNamed = (name: string): RegExp => new RegExp(`\\s*<Property Name="${name}"(?:[^>]*/>|[^>]*>[\\s\\S]*?</Property>)`);

const typeOf = (body: string, name: string): string => new RegExp(`<Property Name="${name}"[^>]*Type="([^"]*)"`).exec(body)?.[1] ?? 'Edm.String';
