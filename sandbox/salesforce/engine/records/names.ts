const customName = /__(c|r|mdt|e|pc|share|history)$/i;

/** Translates between the package's own names and those that the outside of a namespaced org sees. */
export class Names {
  readonly namespace: string;
  readonly #prefix: string;
  constructor(namespace: string) {
    this.namespace = namespace;
    this.#prefix = namespace ? `${namespace}__` : '';
  }
  outward(name: string): string {
    return this.#prefix && customName.test(name) ? this.#prefix + name : name;
  }
  /** The inner name; null when an outside name lacks the prefix that it needs. */
  inward(name: string): string | null {
    if (!this.#prefix || !customName.test(name)) return name;
    return name.toLowerCase().startsWith(this.#prefix.toLowerCase()) ? name.slice(this.#prefix.length) : null;
  }
  /** As `inward`, for the package's own Apex, where the prefix may be left out. */
  inwardFromApex(name: string): string {
    return this.#prefix && name.toLowerCase().startsWith(this.#prefix.toLowerCase()) ? name.slice(this.#prefix.length) : name;
  }
  outwardClass(name: string): string {
    return this.namespace ? `${this.namespace}.${name}` : name;
  }
}
