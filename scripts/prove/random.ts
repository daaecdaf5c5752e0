import { createHash } from 'node:crypto';

/** Numbers from 0 to below 1 that only the given words decide. */
export type Random = () => number;

export function makeRandom(...words: readonly (string | number)[]): Random {
  let counter = 0;
  const start = words.join('/');
  return () => {
    counter += 1;
    return createHash('sha256').update(`${start}#${counter}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}

/** From `least` to `most`, both included. */
export const pickWhole = (random: Random, least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

export const pickOne = <T>(random: Random, list: readonly [T, ...T[]]): T => list[Math.floor(random() * list.length)] ?? list[0];
