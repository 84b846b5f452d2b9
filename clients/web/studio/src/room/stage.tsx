import type { Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { columnsFor } from './gridLayout.ts';
import { Tile } from './tile.tsx';
import type { StageModel, TileModel } from './tiles.ts';
import { useWatch } from './useWatch.ts';

const gap = 10;

interface StageProps {
  readonly room: Room;
  readonly model: StageModel;
  readonly onPin: (key: string) => void;
  /** For moderators. */
  readonly onPinForAll: ((tile: TileModel) => void) | undefined;
}

export function Stage({ room, model, onPin, onPinForAll }: StageProps): VNode {
  const { featured, others, hidden } = model;
  const places = useWatch(room, model);
  const box = useRef<HTMLDivElement>(null);
  const [{ columns, tileWidth }, setLayout] = useState({ columns: 1, tileWidth: 0 });
  const count = others.length;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) {
      return undefined;
    }
    const measure = (): void => setLayout(columnsFor(count, element.clientWidth, element.clientHeight, gap));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [count, featured === undefined]);

  if (featured === undefined && others.length === 0) {
    return (
      <section class="stage" aria-label="Stage">
        <div class="stage-empty" data-testid="stage-empty">
          <div class="pulse" />
          <h2>Waiting for a host</h2>
          <p>The stage is empty. You will see and hear the host as soon as somebody goes live.</p>
        </div>
      </section>
    );
  }
  const draw = (tile: TileModel, isFeatured: boolean): VNode => (
    <Tile key={tile.key} room={room} tile={tile} isFeatured={isFeatured} places={places} onPin={() => onPin(tile.key)}
      onPinForAll={onPinForAll === undefined ? undefined : () => onPinForAll(tile)} />
  );
  return (
    <section class={`stage ${featured === undefined ? '' : 'with-featured'}`} aria-label="Stage">
      {featured !== undefined && draw(featured, true)}
      {(featured === undefined || others.length > 0) && (
        <div
          ref={box}
          class="people"
          style={featured === undefined ? { '--columns': columns, '--tile-width': `${tileWidth}px`, '--gap': `${gap}px` } : undefined}
        >
          {others.map((tile) => draw(tile, false))}
        </div>
      )}
      {hidden > 0 && <p class="hidden-count">+{hidden} more on the stage</p>}
    </section>
  );
}
