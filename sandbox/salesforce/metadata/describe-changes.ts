import type { ArchivedComponent } from './archive.ts';
import type { ComponentSuccess } from './deploy-types.ts';
import { componentAt, componentKey, labelNames, type ComponentName, type Tree } from './tree.ts';

/** What a deployment does to each component, its children among them. */
export function describeChanges(before: Tree, components: readonly ArchivedComponent[], gone: readonly ComponentName[]): ComponentSuccess[] {
  const had = new Set([...before.keys()].flatMap((path) => componentAt(path) ?? []).map(componentKey));
  for (const name of labelNames(before)) had.add(componentKey({ type: 'CustomLabel', fullName: name }));
  return [
    ...components.flatMap((component): ComponentSuccess[] => {
      const { fileName } = component;
      const isSame = [...component.files].every(([path, content]) => before.get(path)?.equals(content) === true);
      const state = isSame ? 'unchanged' : 'changed';
      const own = componentKey(component);
      return [component, ...component.children].map((each) => ({
        type: each.type, fullName: each.fullName, fileName,
        state: had.has(componentKey(each)) || (componentKey(each) === own && component.type === 'CustomObject' && !component.fullName.includes('__')) ? state : 'created',
      }));
    }),
    ...gone.map(({ type, fullName }): ComponentSuccess => ({ type, fullName, fileName: 'destructiveChanges.xml', state: 'deleted' })),
  ];
}
