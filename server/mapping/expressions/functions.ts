/** Functions of JSONata whose result differs from run to run, or cannot be known beforehand. */
export const notRepeatable = ['now', 'millis', 'random', 'shuffle', 'eval'] as const;
