import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMANDS, SF_COMMANDS } from '../../../scripts/commands/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const handbook = readFileSync(path.join(root, 'docs/handbook/cli.md'), 'utf8');

interface Described {
  args?: Record<string, { required?: boolean; options?: readonly string[] }>;
  flags?: Record<string, { type: string; char?: string; required?: boolean; multiple?: boolean; options?: readonly string[]; default?: unknown; exclusive?: readonly string[]; summary?: string }>;
  summary?: string;
  description?: string;
  examples?: readonly unknown[];
}
const all: { id: string; command: Described }[] = Object.entries(COMMANDS).map(([id, command]) => ({ id, command }));

/** What somebody may have written into a script. */
const shapeOf = ({ args, flags }: Described) => ({
  args: Object.entries(args ?? {}).map(([name, { required = false, options }]) => ({ name, required, ...(options && { options }) })),
  flags: Object.entries(flags ?? {}).sort(([a], [b]) => a.localeCompare(b)).map(([name, flag]) => ({
    name, type: flag.type, ...(flag.char && { char: flag.char }), ...(flag.required && { required: true }), ...(flag.multiple && { multiple: true }), ...(flag.options && { options: flag.options }),
    ...(typeof flag.default !== 'function' && flag.default !== undefined && { default: flag.default }), ...(flag.exclusive && { exclusive: flag.exclusive }),
  })),
});

it('the commands with their arguments and flags are those that people wrote into their scripts', async () => {
  const shapes = Object.fromEntries(all.map(({ id, command }) => [id, shapeOf(command)]));
  await expect(`${JSON.stringify(shapes, null, 1)}\n`).toMatchFileSnapshot('./commands.json');
});

it('stand below the topic crossledger for the Salesforce command line', () => {
  expect(Object.keys(SF_COMMANDS)).toEqual(all.map(({ id }) => `crossledger:${id}`));
});

describe.each(all)('$id', ({ id, command }) => {
  it('explains itself: summary, description, at least two examples that call it', () => {
    expect(command.summary?.trim()).toMatch(/\.$/);
    expect(command.description?.trim()).not.toBe('');
    const examples = (command.examples ?? []).map(String);
    expect(examples.join('\n').match(/<%= command\.id %>/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
    expect(examples.length).toBeGreaterThanOrEqual(2);
  });

  it('says of each flag what it does', () => {
    for (const [name, flag] of Object.entries(command.flags ?? {})) expect(flag.summary?.trim(), `--${name}`).toBeTruthy();
  });

  it('takes no secret from the command line, where everybody on the machine could see it', () => {
    const secrets = Object.keys({ ...command.flags, ...command.args }).filter((name) => /secret|token|password|private-key/.test(name));
    for (const name of secrets) expect(name).toMatch(/-(file|url)$/);
  });

  it('stands in the handbook', () => {
    expect(handbook).toContain(`\`${id.replaceAll(':', ' ')}`);
  });
});

it('the handbook names no command that does not exist', () => {
  const names = [...handbook.matchAll(/^\| (`[^|]*`)[^|]*\|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`([a-z][a-z-]*(?: [a-z][a-z-]*)?)/g)].map(([, name = '']) => name.replace(' ', ':')));
  const topics = new Set(Object.keys(COMMANDS).map((id) => id.split(':')[0]));
  expect(names.filter((name) => name.includes(':') && topics.has(name.split(':')[0]) && !(name in COMMANDS))).toEqual([]);
});
