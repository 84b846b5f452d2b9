import { expect, it } from 'vitest';
import { columnsFor } from './gridLayout.ts';

it.each([
  { count: 1, width: 1280, height: 720, columns: 1, tileWidth: 1280 },
  { count: 4, width: 1290, height: 730, columns: 2, tileWidth: 640 },
  { count: 9, width: 1300, height: 740, columns: 3, tileWidth: 426 },
  { count: 3, width: 390, height: 800, columns: 1, tileWidth: 390 },
])('$count in $width by $height are $columns columns', ({ count, width, height, columns, tileWidth }) => {
  expect(columnsFor(count, width, height, 10)).toEqual({ columns, tileWidth });
});

it.each(Array.from({ length: 9 }, (_, index) => index + 1))('%i tiles never leave their box', (count) => {
  for (const [width, height] of [[390, 300], [800, 200], [200, 800], [1600, 900]] as const) {
    const { columns, tileWidth } = columnsFor(count, width, height, 10);
    const rows = Math.ceil(count / columns);
    expect(columns * tileWidth + (columns - 1) * 10).toBeLessThanOrEqual(width);
    expect(rows * (tileWidth / (16 / 9)) + (rows - 1) * 10).toBeLessThanOrEqual(height + 0.001);
  }
});
