/** How large a tile is on the page, in CSS pixels, and whether anything of it is to be seen. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
  readonly isInView: boolean;
}

const keys = new WeakMap<Element, string>();

/** Watches the tiles' places on the page, whatever lays them out. */
export class TileSizes {
  readonly #changed: (sizes: ReadonlyMap<string, TileSize>) => void;
  readonly #elements = new Map<string, Element>();
  readonly #resized: ResizeObserver;
  readonly #moved: IntersectionObserver;
  #sizes: ReadonlyMap<string, TileSize> = new Map();

  constructor(changed: (sizes: ReadonlyMap<string, TileSize>) => void) {
    this.#changed = changed;
    this.#resized = new ResizeObserver((entries) => {
      this.#update(entries.map(({ target, contentRect: { width, height } }) => [target, { width, height }]));
    });
    this.#moved = new IntersectionObserver((entries) => {
      this.#update(entries.map(({ target, isIntersecting }) => [target, { isInView: isIntersecting }]));
    });
  }

  /** A tile came, or went (null). */
  place(key: string, element: Element | null): void {
    const old = this.#elements.get(key);
    if (old === element) {
      return;
    }
    if (old !== undefined) {
      this.#resized.unobserve(old);
      this.#moved.unobserve(old);
      this.#elements.delete(key);
    }
    if (element !== null) {
      keys.set(element, key);
      this.#elements.set(key, element);
      this.#resized.observe(element);
      this.#moved.observe(element);
    }
  }

  close(): void {
    this.#resized.disconnect();
    this.#moved.disconnect();
  }

  #update(changes: readonly (readonly [Element, Partial<TileSize>])[]): void {
    // A new map: who reads it compares by identity. Tiles that went are not in it.
    const next = new Map([...this.#sizes].filter(([key]) => this.#elements.has(key)));
    for (const [element, change] of changes) {
      const key = keys.get(element);
      if (key !== undefined && this.#elements.get(key) === element) {
        next.set(key, { width: 0, height: 0, isInView: true, ...next.get(key), ...change });
      }
    }
    this.#sizes = next;
    this.#changed(next);
  }
}
