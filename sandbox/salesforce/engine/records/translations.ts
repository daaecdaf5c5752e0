import { text } from '../values/text.ts';
import { childrenOf, flagOf, readMetadata, textOf } from './metadata.ts';
import type { SourceFile } from './metadata.ts';
import type { Store } from './store.ts';

/** One field in one language; picklist values by their API name. */
export interface FieldTexts {
  label: string | null;
  values: Map<string, string>;
}

interface ObjectTexts {
  label: string | null;
  labelPlural: string | null;
  /** By name in small letters. */
  fields: Map<string, FieldTexts>;
}

export interface Translations {
  of(language: string, object: string): ObjectTexts | undefined;
}

/** The org language of a user, as `UserInfo.getLanguage` tells it. */
export const languageOf = (store: Store, userId: string): string => text(store.get('User', userId)?.get('languagelocalekey') ?? null);

/** Object and field translations of the package; a folder `Account-de` holds those of one object in one language. */
export function loadTranslations(files: SourceFile[]): Translations {
  const found = new Map<string, ObjectTexts>();
  const textsOf = (key: string): ObjectTexts => {
    const texts = found.get(key.toLowerCase()) ?? { label: null, labelPlural: null, fields: new Map<string, FieldTexts>() };
    found.set(key.toLowerCase(), texts);
    return texts;
  };
  for (const file of files) {
    const folder = file.path.split('/').at(-2) ?? '';
    if (file.name.endsWith('.objectTranslation-meta.xml')) {
      const nominative = childrenOf(readMetadata(file.path), 'caseValues').filter((value) => textOf(value, 'caseType') === 'Nominative');
      const labelOf = (plural: boolean): string | null => nominative.filter((value) => flagOf(value, 'plural') === plural).map((value) => textOf(value, 'value'))[0] ?? null;
      Object.assign(textsOf(folder), { label: labelOf(false), labelPlural: labelOf(true) });
    } else if (file.name.endsWith('.fieldTranslation-meta.xml')) {
      const meta = readMetadata(file.path);
      const values = childrenOf(meta, 'picklistValues').map((value) => [textOf(value, 'masterLabel') ?? '', textOf(value, 'translation') ?? ''] as const);
      textsOf(folder).fields.set((textOf(meta, 'name') ?? '').toLowerCase(), { label: textOf(meta, 'label'), values: new Map(values) });
    }
  }
  return { of: (language, object) => found.get(`${object}-${language}`.toLowerCase()) };
}
