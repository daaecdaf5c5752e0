/** Asks again and again until the answer is there; the title of what was waited for stands in the error. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>, options: { withinMs: number; everyMs?: number }): Promise<T> {
  const end = Date.now() + options.withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`still waiting for: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, options.everyMs ?? 250); });
  }
}
