import type { Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { columnsFor } from './gridLayout.ts';
import { Tile } from './tile.tsx';
import type { StageModel } from './tiles.ts';

const gap = 10;

export function Stage({ room, model }: { readonly room: Room; readonly model: StageModel }): VNode {
  const { screen, people, hidden } = model;
  const box = useRef<HTMLDivElement>(null);
  const [{ columns, tileWidth }, setLayout] = useState({ columns: 1, tileWidth: 0 });
  const count = people.length;
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
  }, [count, screen === undefined]);

  if (screen === undefined && people.length === 0) {
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
  return (
    <section class={`stage ${screen === undefined ? '' : 'with-screen'}`} aria-label="Stage">
      {screen !== undefined && <Tile key={screen.key} room={room} tile={screen} />}
      <div
        ref={box}
        class="people"
        style={screen === undefined ? { '--columns': columns, '--tile-width': `${tileWidth}px`, '--gap': `${gap}px` } : undefined}
      >
        {people.map((tile) => (
          <Tile key={tile.key} room={room} tile={tile} />
        ))}
      </div>
      {hidden > 0 && <p class="hidden-count">+{hidden} more on the stage</p>}
    </section>
  );
}
