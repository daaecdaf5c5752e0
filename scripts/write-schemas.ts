import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { answerOf } from './commands/answers.ts';
import { COMMANDS } from './commands/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const schemasFolder = path.join(root, 'docs/handbook/schemas');

type Command = keyof typeof COMMANDS;
const commands = Object.keys(COMMANDS) as Command[];
export const schemaFileOf = (id: Command): string => `${id.replaceAll(':', '.')}.json`;

/** The JSON schema of what each command prints under `--json`, by its file. A later release may add properties, so none forbids others. */
export const describeAnswers = (): ReadonlyMap<string, string> => new Map(commands.map((id) => [schemaFileOf(id), `${JSON.stringify(schemaOf(id), null, 1)}\n`]));

function schemaOf(id: Command): object {
  const { $schema, ...shape } = z.toJSONSchema(answerOf(id), { io: 'output', target: 'draft-2020-12', unrepresentable: 'any', override: ({ jsonSchema }) => { if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties; } });
  return { $schema, title: `crossledger ${id.replaceAll(':', ' ')} --json`, description: COMMANDS[id].summary, ...shape };
}

if (import.meta.main) {
  mkdirSync(schemasFolder, { recursive: true });
  for (const former of globSync('*.json', { cwd: schemasFolder })) rmSync(path.join(schemasFolder, former));
  const written = describeAnswers();
  for (const [file, text] of written) writeFileSync(path.join(schemasFolder, file), text);
  console.log(`Written: ${written.size} schemas in ${path.relative(root, schemasFolder)}`);
}
