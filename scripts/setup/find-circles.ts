/** One circle for each edge that closes one in a depth-first walk: a, b, c, a. A graph without circles gives an empty list. */
export function findCircles(edges: readonly (readonly [string, string])[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[][] = [];
  for (const start of [...targets.keys()].sort()) walk(start, []);
  return circles;

  function walk(node: string, trail: readonly string[]): void {
    const at = trail.indexOf(node);
    if (at >= 0) {
      circles.push([...trail.slice(at), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of new Set(targets.get(node))) walk(next, [...trail, node]);
    done.add(node);
  }
}
