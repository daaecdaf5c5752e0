import { loadProgram } from './interpreter/load-program.ts';
import { addCustomSchema } from './records/custom-schema.ts';
import { loadGrants } from './records/grants.ts';
import { childrenOf, readMetadata, textOf } from './records/metadata.ts';
import type { SourceFile } from './records/metadata.ts';
import type { Names } from './records/names.ts';
import { Security } from './records/security.ts';
import { makeStandardSchema } from './records/standard-schema.ts';
import type { OrgSwitches } from './records/switches.ts';
import { loadTranslations } from './records/translations.ts';
import type { NamedCredential, World } from './runtime/world.ts';

/** What an org knows from its metadata alone. */
export type PackageParts = Pick<World, 'schema' | 'security' | 'program' | 'translations' | 'credentials'>;

/** Reads the metadata as the org would run it; throws at the first thing that it cannot run. */
export function readParts(files: SourceFile[], names: Names, switches: OrgSwitches): PackageParts {
  const schema = makeStandardSchema(switches);
  addCustomSchema(schema, files, switches);
  return { schema, security: new Security(loadGrants(files), schema), program: loadProgram(files, schema, names), translations: loadTranslations(files), credentials: loadCredentials(files) };
}

/** Named credentials with the header formulas of their external credentials. */
function loadCredentials(files: SourceFile[]): NamedCredential[] {
  const external = new Map(files.filter((file) => file.name.endsWith('.externalCredential-meta.xml')).map((file) => {
    const parameters = childrenOf(readMetadata(file.path), 'externalCredentialParameters').filter((each) => textOf(each, 'parameterType') === 'AuthHeader');
    return [file.name.split('.')[0] ?? '', Object.fromEntries(parameters.map((each) => [textOf(each, 'parameterName') ?? '', textOf(each, 'parameterValue') ?? '']))];
  }));
  return files.filter((file) => file.name.endsWith('.namedCredential-meta.xml')).map((file) => {
    const parameters = childrenOf(readMetadata(file.path), 'namedCredentialParameters');
    const guard = parameters.map((each) => textOf(each, 'externalCredential')).find((each) => each !== null) ?? null;
    return { name: file.name.split('.')[0] ?? '', externalCredential: guard, headers: guard === null ? {} : external.get(guard) ?? {} };
  });
}
