/** Every path of keys in a value; lists count as the union of their members. Record-shaped maps can be named to stop at. */
export function keyPaths(value: unknown, stopAt: ReadonlySet<string> = new Set(), path = ''): Set<string> {
  const paths = new Set<string>();
  if (Array.isArray(value)) {
    for (const one of value) for (const found of keyPaths(one, stopAt, `${path}[]`)) paths.add(found);
    return paths;
  }
  if (typeof value !== 'object' || value === null || stopAt.has(path)) return paths;
  for (const [key, one] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    paths.add(here);
    for (const found of keyPaths(one, stopAt, here)) paths.add(found);
  }
  return paths;
}
