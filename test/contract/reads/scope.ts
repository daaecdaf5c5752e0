import { join, PLAIN, type Value } from './value.ts';

/** Names and what they can be; a name keeps everything that it was ever set to. */
export class Scope {
  readonly parent: Scope | null;
  readonly file: string;
  readonly self: Value;
  private readonly names = new Map<string, Value>();

  constructor(parent: Scope | null, { file = parent?.file ?? '', self = parent?.self ?? PLAIN }: { file?: string; self?: Value } = {}) {
    this.parent = parent;
    this.file = file;
    this.self = self;
  }

  declare(name: string, value: Value): void {
    this.names.set(name, join(this.names.get(name) ?? PLAIN, value));
  }

  set(name: string, value: Value): void {
    if (this.names.has(name) || this.parent === null) this.declare(name, value);
    else this.parent.set(name, value);
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.parent?.get(name);
  }
}
