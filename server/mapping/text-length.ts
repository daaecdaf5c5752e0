const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts to at most so many UTF-16 units, as both ERPs count, and never inside what a reader sees as one character. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
