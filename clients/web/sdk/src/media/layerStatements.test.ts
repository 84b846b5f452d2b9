import { beforeEach, expect, it, vi } from 'vitest';
import type { WantedLayers } from '../protocol/messages.ts';
import { LayerStatements } from './layerStatements.ts';

const wantLayers = () => vi.fn<(tracks: readonly WantedLayers[]) => void>();

function transport(): { state: 'connected' | 'failed'; readonly wantLayers: ReturnType<typeof wantLayers> } {
  return { state: 'connected', wantLayers: wantLayers() };
}

const small = [{ source: 'camera', rids: ['q'] }] as const;
const none = [{ source: 'camera', rids: [] }] as const;
let statements: LayerStatements;

beforeEach(() => {
  statements = new LayerStatements();
});

it('LY2_layers_are_for_the_transport_of_their_epoch', () => {
  const [old, next] = [transport(), transport()];
  statements.bind(old, 1);
  statements.bind(next, 2);
  statements.take(2, small);
  // The old worker's viewers are leaving: that says nothing about the new one's.
  statements.take(1, none);
  expect(next.wantLayers.mock.calls).toEqual([[small]]);
  expect(old.wantLayers.mock.calls).toEqual([[none]]);
});

it('LY2_layers_that_overtake_the_answer_to_a_resume_wait_for_its_transport', () => {
  const [old, next] = [transport(), transport()];
  statements.bind(old, 1);
  statements.take(2, small);
  expect(old.wantLayers).not.toHaveBeenCalled();
  statements.bind(next, 2);
  expect(next.wantLayers.mock.calls).toEqual([[small]]);
});

it('a_transport_after_a_loss_starts_with_all_layers', () => {
  const [lost, next] = [transport(), transport()];
  statements.bind(lost, 1);
  statements.take(1, none);
  lost.state = 'failed';
  statements.bind(next, 1);
  expect(next.wantLayers).not.toHaveBeenCalled();
  statements.take(1, small);
  expect(next.wantLayers.mock.calls).toEqual([[small]]);
  expect(lost.wantLayers).toHaveBeenCalledOnce();
});

it('without_an_epoch_the_message_is_for_whoever_is_there', () => {
  const only = transport();
  statements.bind(only, 1);
  statements.take(undefined, small);
  expect(only.wantLayers.mock.calls).toEqual([[small]]);
});
