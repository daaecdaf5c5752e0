/** One writer at a time; others wait in the order in which they came. */
export class Lock {
  #owner: object | null = null;
  /** A lock that nobody ever waits for: a test is alone with its records. */
  readonly #free: boolean;
  constructor(free = false) {
    this.#free = free;
  }
  #waiting: { owner: object; grant: () => void }[] = [];
  isOwner(owner: object): boolean {
    return this.#owner === owner;
  }
  async acquire(owner: object): Promise<void> {
    if (this.#free || this.#owner === owner) return;
    if (this.#owner === null) {
      this.#owner = owner;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push({ owner, grant: resolve }));
  }
  release(owner: object): void {
    if (this.#owner !== owner) return;
    const next = this.#waiting.shift();
    this.#owner = next?.owner ?? null;
    next?.grant();
  }
  /** Waits until nobody else writes, so that only committed rows are read. */
  async settle(reader: object): Promise<void> {
    if (this.#owner === null || this.#owner === reader) return;
    const turn = {};
    await this.acquire(turn);
    this.release(turn);
  }
}
