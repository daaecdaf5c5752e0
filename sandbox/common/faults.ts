import { makeRandom, type Random } from './random.ts';
import { faultShape, type Fault, type FaultAction } from './fault-shape.ts';
import type { WireRequest } from './wire.ts';

export type { Fault, FaultAction, FaultInput } from './fault-shape.ts';

export interface ScriptedFault extends Fault {
  readonly id: string;
  /** Requests that fitted `match`. */
  matched: number;
  /** Requests on which the action was played. */
  hits: number;
}

/** What is to happen to one request: how long it waits first, whether all tokens die, and how it ends. */
export interface FaultPlan {
  readonly delayMs: number;
  readonly expireTokens: boolean;
  readonly ending?: Exclude<FaultAction, { expireTokens: true }>;
}

export interface Faults {
  add(input: unknown): ScriptedFault[];
  list(): ScriptedFault[];
  remove(id: string): boolean;
  clear(): void;
  plan(request: WireRequest): FaultPlan;
}

interface Entry {
  readonly fault: ScriptedFault;
  readonly random: Random;
  readonly path: RegExp | undefined;
  readonly body: RegExp | undefined;
}

const nothing: FaultPlan = { delayMs: 0, expireTokens: false };

/** Delays and token expiry add up over all faults that fit; the first other action that fits ends the request. */
export function makeFaults(): Faults {
  const entries: Entry[] = [];
  let lastId = 0;
  return {
    add(input) {
      const shapes = (Array.isArray(input) ? input : [input]).map((one) => faultShape.parse(one));
      return shapes.map((shape) => {
        const entry = makeEntry(shape, `fault-${++lastId}`);
        entries.push(entry);
        return entry.fault;
      });
    },
    list: () => entries.map((entry) => entry.fault),
    remove(id) {
      const at = entries.findIndex((entry) => entry.fault.id === id);
      if (at >= 0) entries.splice(at, 1);
      return at >= 0;
    },
    clear: () => void entries.splice(0),
    plan: (request) => (entries.length === 0 ? nothing : planFor(entries, request)),
  };
}

function makeEntry(shape: Fault, id: string): Entry {
  return {
    fault: { ...shape, id, matched: 0, hits: 0 },
    random: makeRandom(shape.seed),
    path: shape.match?.path === undefined ? undefined : new RegExp(shape.match.path),
    body: shape.match?.body === undefined ? undefined : new RegExp(shape.match.body),
  };
}

function planFor(entries: readonly Entry[], request: WireRequest): FaultPlan {
  let delayMs = 0;
  let expireTokens = false;
  for (const entry of entries) {
    if (!strikes(entry, request)) continue;
    const { action } = entry.fault;
    delayMs += action.delayMs ?? 0;
    if ('expireTokens' in action) expireTokens = true;
    else if ('status' in action || 'drop' in action || 'maintenance' in action) return { delayMs, expireTokens, ending: action };
  }
  return { delayMs, expireTokens };
}

function strikes(entry: Entry, request: WireRequest): boolean {
  const { fault, path, body } = entry;
  if (fault.times >= 0 && fault.hits >= fault.times) return false;
  if (fault.match?.method !== undefined && fault.match.method.toUpperCase() !== request.method) return false;
  if (path && !path.test(request.url) && !path.test(decoded(request.url))) return false;
  if (body && !body.test(request.text)) return false;
  fault.matched += 1;
  if (fault.matched <= fault.after) return false;
  if (fault.probability < 1 && entry.random() >= fault.probability) return false;
  fault.hits += 1;
  return true;
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url; // a broken escape is matched as it came
  }
}
