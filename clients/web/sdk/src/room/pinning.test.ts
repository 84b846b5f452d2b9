import { beforeEach, expect, it } from 'vitest';
import type { ClientMessage } from '../protocol/messages.ts';
import { Pinning } from './pinning.ts';

const ann = { participantId: 'u-ann', source: 'camera' } as const;
const ben = { participantId: 'u-ben', source: 'screen' } as const;
let sent: ClientMessage[];
let pinning: Pinning;

beforeEach(() => {
  sent = [];
  pinning = new Pinning((message) => sent.push(message), 1);
});

it('PN1_a_pin_takes_the_place_of_the_one_before_and_nothing_takes_it_away', () => {
  pinning.pin(ann);
  pinning.pin(undefined);
  expect(sent).toEqual([{ type: 'pin', track: ann }, { type: 'pin' }]);
});

it('PN4_another_worker_hears_it_again_and_the_same_one_does_not', () => {
  pinning.pin(ann);
  pinning.changed(ann);
  pinning.resumed(ann, 1);
  expect(sent).toHaveLength(1);
  for (const epoch of [2, 3]) {
    pinning.resumed(undefined, epoch);
    pinning.changed(undefined);
    pinning.changed(ann);
  }
  expect(sent).toEqual([{ type: 'pin', track: ann }, { type: 'pin', track: ann }, { type: 'pin', track: ann }]);
});

it.each([[ben], [undefined]])('PN4_what_another_moderator_did_is_not_undone', (theirs) => {
  pinning.pin(ann);
  pinning.changed(ann);
  pinning.changed(theirs);
  pinning.resumed(undefined, 2);
  expect(sent).toHaveLength(1);
});

it('PN4_a_pin_that_somebody_restored_already_is_left_alone', () => {
  pinning.pin(ann);
  pinning.resumed(ann, 2);
  expect(sent).toHaveLength(1);
});
