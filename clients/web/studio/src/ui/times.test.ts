import { expect, it } from 'vitest';
import { spanOf } from './times.ts';

it.each([[0, '0 s'], [59_400, '59 s'], [60_000, '1 min'], [3_599_000, '1 h 00 min'], [3_900_000, '1 h 05 min'], [90_000_000, '25 h 00 min']])(
  '%i ms are %s', (milliseconds, words) => {
    expect(spanOf(milliseconds)).toBe(words);
  },
);
