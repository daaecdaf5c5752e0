import { readStruck } from './control.ts';
import type { House, Instance } from './house.ts';
import type { Strike } from './plan.ts';
import { isFile } from './points.ts';
import type { NetEvent, Verdict } from './proxy.ts';

/** One armed strike, and what became of it. */
export interface Armed {
  readonly strike: Strike;
  /** Who was struck; null as long as the moment has not come. */
  struck: Instance | null;
  /** Struck at any moment, because the armed one did not come. */
  byTime: boolean;
  /** A killed process that was started again. */
  revived: boolean;
  /** Resolves when what was done is over: the frozen process goes on, the database answers. A kill is over at once. */
  over: Promise<void>;
}

export interface Striker {
  arm(strike: Strike): Armed;
  /** Takes back what has not struck yet. */
  forget(armed: Armed): void;
  /** Nothing more happens by itself; what is under way ends. */
  disarm(): void;
  /** Kills without a moment, because the armed one did not come. */
  killNow(armed: Armed, instance: Instance): void;
  /** File strikes are carried out inside the backend: looks whether one was. */
  look(): void;
  /** Called with everything that passes. */
  onEvent: ((instance: Instance, event: NetEvent) => void) | null;
}

interface Waiting {
  armed: Armed;
  id: string;
  passed: number;
}

let lastId = 0;

export function makeStriker(house: House): Striker {
  let waiting: Waiting[] = [];
  const striker: Striker = {
    onEvent: null,
    arm(strike) {
      const armed: Armed = { strike, struck: null, byTime: false, revived: false, over: Promise.resolve() };
      lastId += 1;
      const entry = { armed, id: `${process.pid}-${lastId}`, passed: 0 };
      waiting.push(entry);
      if (isFile(strike.point)) armFiles(house, entry);
      return armed;
    },
    disarm() {
      waiting = [];
      house.instances.forEach((instance) => instance.ask({ strike: null }));
    },
    forget(armed) {
      if (!waiting.some((entry) => entry.armed === armed)) return;
      waiting = waiting.filter((entry) => entry.armed !== armed);
      if (isFile(armed.strike.point)) house.instances.forEach((one) => one.ask({ strike: null }));
    },
    killNow(armed, instance) {
      striker.forget(armed);
      armed.struck = instance;
      armed.byTime = true;
      instance.signal('SIGKILL');
    },
    look() {
      for (const entry of waiting.filter((one) => isFile(one.armed.strike.point))) {
        const instance = house.instances.find((one) => readStruck(one.folder) === entry.id);
        if (instance === undefined) continue;
        striker.forget(entry.armed);
        entry.armed.struck = instance;
        if (entry.armed.strike.kind === 'stop') entry.armed.over = wakeLater(instance, entry.armed.strike.forMs);
      }
    },
  };
  house.watch((instance, event) => {
    striker.onEvent?.(instance, event);
    let verdict: Verdict = null;
    for (const entry of [...waiting]) {
      const { strike } = entry.armed;
      if (strike.point.phase !== event.phase || strike.point.label !== `${event.far} ${event.label}`) continue;
      entry.passed += 1;
      if (entry.passed <= strike.after) continue;
      waiting = waiting.filter((one) => one !== entry);
      verdict = carryOut(house, entry.armed, instance, event) ?? verdict;
    }
    return verdict;
  });
  return striker;
}

/** The preload counts and strikes by itself, since nobody else sees a write to a file. */
function armFiles({ instances }: House, { armed: { strike }, id }: Waiting): void {
  const { label, phase } = strike.point;
  for (const instance of instances) {
    instance.ask({ strike: { id, label: label.replace(/^file /, ''), after: strike.after, phase: phase === 'before' ? 'before' : 'after', signal: strike.kind === 'kill' ? 'SIGKILL' : 'SIGSTOP' } });
  }
}

function carryOut(house: House, armed: Armed, instance: Instance, event: NetEvent): Verdict {
  const { strike } = armed;
  armed.struck = instance;
  if (strike.kind === 'kill') {
    instance.signal('SIGKILL');
    if (strike.lose) event.cut();
    return null;
  }
  if (strike.kind === 'cut') {
    event.cut();
    return null;
  }
  if (strike.kind === 'hold') return { holdMs: strike.forMs };
  if (strike.kind === 'stop') {
    instance.signal('SIGSTOP');
    armed.over = wakeLater(instance, strike.forMs);
    return null;
  }
  armed.over = house.postgres?.restart() ?? Promise.resolve();
  return null;
}

const wakeLater = (instance: Instance, afterMs: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      instance.signal('SIGCONT');
      resolve();
    }, afterMs);
  });
