/** Prints the one ready line of a sandbox process and closes it on SIGTERM or SIGINT. */
export function announce(ready: Readonly<Record<string, unknown>>, close: () => Promise<void>): void {
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    close().then(
      () => process.exit(0),
      (cause: unknown) => {
        process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`);
}
