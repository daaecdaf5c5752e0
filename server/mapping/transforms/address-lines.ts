import * as z from 'zod';
import { stop } from '../problems.ts';
import { cutText } from '../text-length.ts';
import { defineTransform } from './transform.ts';

/** Fills lines word by word; a word that is longer than a line is broken. Null when the text does not fit. */
function wrap(text: string, widths: readonly number[]): { lines: string[]; rest: string } {
  let rest = text.trim();
  const lines = widths.map((width) => {
    const line = takeLine(rest, width);
    rest = rest.slice(line.length).trimStart();
    return line.trimEnd();
  });
  return { lines, rest };
}

function takeLine(text: string, width: number): string {
  if (text.length <= width) return text;
  const blank = text.lastIndexOf(' ', width);
  return blank > 0 ? text.slice(0, blank) : cutText(text, width);
}

/** As written where its lines fit one by one, else wrapped anew. */
export function splitLines(text: string, widths: readonly number[]): { lines: string[]; rest: string } {
  const written = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '');
  if (written.length <= widths.length && written.every((line, index) => line.length <= (widths[index] ?? 0))) return { lines: widths.map((_, index) => written[index] ?? ''), rest: '' };
  return wrap(written.join(', ').replace(/\s+/g, ' '), widths);
}

export const addressLines = defineTransform({
  name: 'addressLines',
  does: 'Splits a street into so many lines of so many characters and gives one of them.',
  options: z.strictObject({
    /** Characters per line; as many numbers as lines. */
    widths: z.array(z.int().min(1).max(1000)).min(1).max(10),
    /** Which line, from 1. */
    give: z.int().min(1).max(10),
    /** When the text needs more lines. */
    onTooLong: z.enum(['refuse', 'cut']).optional(),
  }).refine((options) => options.give <= options.widths.length, 'gives a line that there is not'),
  run: (value, options) => {
    const { lines, rest } = splitLines(value, options.widths);
    if (rest !== '' && options.onTooLong !== 'cut') return stop('too-long', `the text does not fit into ${options.widths.length} lines of ${options.widths.join(' and ')} characters`, 'Shorten it, or set onTooLong: cut.');
    const line = lines[options.give - 1] ?? '';
    return { value: line === '' ? null : line, ...(rest === '' ? {} : { remark: `"${rest}" was cut off` }) };
  },
});
