const ratio = 16 / 9;

/** How many columns give the largest tiles of 16:9 in a box. Pure. */
export function columnsFor(count: number, width: number, height: number, gap: number): { columns: number; tileWidth: number } {
  let best = { columns: 1, tileWidth: 0 };
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns);
    const byWidth = (width - gap * (columns - 1)) / columns;
    const byHeight = ((height - gap * (rows - 1)) / rows) * ratio;
    const tileWidth = Math.floor(Math.max(0, Math.min(byWidth, byHeight)));
    if (tileWidth > best.tileWidth) {
      best = { columns, tileWidth };
    }
  }
  return best;
}
