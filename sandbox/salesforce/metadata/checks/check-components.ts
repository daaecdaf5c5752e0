import type { ArchivedComponent } from '../archive.ts';
import type { Problem } from '../deploy-types.ts';
import { kindOfType } from '../kinds.ts';
import type { ComponentName, Tree } from '../tree.ts';
import { elementsOf, parseXml, textAt } from '../xml.ts';
import { checkApex, indexApex, type ApexIndex } from './check-apex.ts';
import { checkBundle } from './check-bundle.ts';
import { checkElements, type Say } from './check-elements.ts';
import { checkReferences } from './check-references.ts';
import { readFacts, type Facts } from './facts.ts';

/** What an org would refuse in these components once the tree is as they make it; none means that they may come in. */
export function checkComponents(components: readonly ArchivedComponent[], tree: Tree): Problem[] {
  const problems: Problem[] = [];
  const sound = components.filter((component) => {
    const before = problems.length;
    checkMetadata(component, sayFor(component, problems));
    return problems.length === before;
  });
  const facts = readFacts(tree);
  const index = indexApex(tree);
  for (const component of sound) checkContent(component, facts, index, sayFor(component, problems));
  return problems;
}

/** A problem within a field belongs to the field, not to the object whose file it came in. */
function sayFor(component: ArchivedComponent, problems: Problem[]): Say {
  const { fileName } = component;
  const places = placesOfChildren(component);
  return (problem, line, column) => {
    const { type, fullName } = places.findLast((place) => line !== undefined && place.line <= line) ?? component;
    problems.push({ type, fullName, fileName, problem, ...(line !== undefined && { line }), ...(column !== undefined && { column }) });
  };
}

function placesOfChildren(component: ArchivedComponent): (ComponentName & { line: number })[] {
  const children = kindOfType(component.type)?.children;
  if (!children || component.children.length === 0) return [];
  return elementsOf(parseXml(metadataOf(component) ?? '')).map((element) => {
    const child = children.find((each) => each.element === element.localName);
    const name = child ? { type: child.type, fullName: `${component.fullName}.${textAt(element, child.key) ?? ''}` } : { type: component.type, fullName: component.fullName };
    return { ...name, line: element.lineNumber ?? 1 };
  });
}

function metadataOf({ type, raw }: ArchivedComponent): string | undefined {
  const shape = kindOfType(type)?.shape;
  return [...raw].find(([path]) => shape === 'xml' || path.endsWith('-meta.xml'))?.[1].toString();
}

function checkMetadata(component: ArchivedComponent, say: Say): void {
  const metadata = metadataOf(component);
  if (metadata === undefined) return say(`${component.fileName} has no -meta.xml`);
  if (kindOfType(component.type)?.shape === 'code' && component.raw.size < 2) return say(`The source file of ${component.fileName} is missing`);
  checkElements(metadata, component.type, say);
}

function checkContent(component: ArchivedComponent, facts: Facts, index: ApexIndex, say: Say): void {
  const { type, fullName, fileName, raw } = component;
  if (type === 'ApexClass' || type === 'ApexTrigger') checkApex(raw.get(fileName)?.toString() ?? '', fullName, type === 'ApexTrigger', facts, index, say);
  else if (type === 'LightningComponentBundle') checkBundle(component, facts, say);
  else checkReferences(parseXml(metadataOf(component) ?? ''), fullName, facts, say);
}
