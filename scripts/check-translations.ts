import { basename, dirname } from 'node:path';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { blocksOf, endingWith, lineAt, readProject, readText, stemOf, valuesOf } from './salesforce/project.ts';

const TRANSLATIONS = '.translation-meta.xml';
const FIELDS = '.field-meta.xml';
/** What Salesforce stores of a custom label and of a field's label. */
const LONGEST_LABEL = 1000;
const LONGEST_FIELD_LABEL = 40;

type Say = (file: string, message: string, line?: number) => void;
interface Text {
  name: string;
  value: string;
  line: number;
}

/** Every label and field of the package has a text in each language that is shipped, with the same places to fill in, and nothing is translated that is not there. */
export async function checkTranslations(root: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const say: Say = (file, message, line = 1) => void findings.push({ file, line, message });
  const { files } = readProject(root);
  const labels = endingWith(files, '.labels-meta.xml').flatMap((file) => textsOf(file, 'labels', 'fullName', 'value'));
  for (const file of endingWith(files, TRANSLATIONS)) {
    checkLabels(file, labels, say);
    checkFields(stemOf(file, TRANSLATIONS), files, file, say);
  }
  return findings;
}

function textsOf(file: string, element: string, nameTag: string, valueTag: string): Text[] {
  const xml = readText(file);
  return blocksOf(xml, element).map(({ markup, index }) => ({ name: valuesOf(markup, nameTag)[0] ?? '', value: valuesOf(markup, valueTag)[0] ?? '', line: lineAt(xml, index) }));
}

function checkLabels(file: string, labels: readonly Text[], say: Say): void {
  const translated = textsOf(file, 'customLabels', 'name', 'label');
  const byName = new Map(translated.map((text) => [text.name, text]));
  for (const { name } of labels) if (!byName.has(name)) say(file, `label ${name} has no translation`);
  const originals = new Map(labels.map(({ name, value }) => [name, value]));
  let previous = '';
  for (const { name, value, line } of translated) {
    const original = originals.get(name);
    if (original === undefined) say(file, `there is no label ${name}`, line);
    else if (placesOf(original) !== placesOf(value)) say(file, `${name} fills in ${placesOf(original) || 'nothing'}, its translation ${placesOf(value) || 'nothing'}`, line);
    if (value === '') say(file, `the translation of ${name} is empty`, line);
    if (value.length > LONGEST_LABEL) say(file, `the translation of ${name} is longer than ${LONGEST_LABEL} characters`, line);
    if (/\{\d/.test(value) && value.includes("'")) say(file, `the translation of ${name} has an apostrophe, which String.format takes for a quote`, line);
    if (name <= previous) say(file, `${name} stands after ${previous}: sort by name, one element for each`, line);
    previous = name;
  }
}

const placesOf = (text: string): string => [...new Set(text.match(/\{\d+\}/g))].sort().join(' ');

function checkFields(language: string, files: string[], translations: string, say: Say): void {
  const fields = new Map(endingWith(files, FIELDS).map((file) => [`${basename(dirname(dirname(file)))}.${stemOf(file, FIELDS)}`, readText(file)]));
  const translated = new Map(endingWith(files, '.fieldTranslation-meta.xml').filter((file) => dirname(file).endsWith(`-${language}`)).map((file) => [`${basename(dirname(file)).slice(0, -language.length - 1)}.${stemOf(file, '.fieldTranslation-meta.xml')}`, file]));
  for (const [name, xml] of fields) {
    const file = translated.get(name);
    if (file === undefined) say(translations, `field ${name} has no translation in ${language}`);
    else checkField(name, xml, file, say);
  }
  for (const [name, file] of translated) if (!fields.has(name)) say(file, `there is no field ${name}`);
}

function checkField(name: string, original: string, file: string, say: Say): void {
  const xml = readText(file);
  const [label = ''] = valuesOf(xml, 'label');
  if (label === '' || label.length > LONGEST_FIELD_LABEL) say(file, `the label of ${name} is empty or longer than ${LONGEST_FIELD_LABEL} characters`);
  if (valuesOf(original, 'inlineHelpText').length !== valuesOf(xml, 'help').length) say(file, `the help of ${name} is translated where there is none, or not where there is`);
  const values = blocksOf(original, 'value').flatMap(({ markup }) => valuesOf(markup, 'fullName'));
  const known = valuesOf(xml, 'masterLabel');
  for (const value of values) if (!known.includes(value)) say(file, `the value ${value} of ${name} has no translation`);
}

if (import.meta.main) await runCheck('Translations', checkTranslations);
