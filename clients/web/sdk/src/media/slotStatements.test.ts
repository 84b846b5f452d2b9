import { expect, it } from 'vitest';
import type { SlotAssignment } from '../protocol/participant.ts';
import { SlotStatements } from './slotStatements.ts';

const of = (participantId: string): readonly SlotAssignment[] => [
  { kind: 'video', slot: 0, mid: '2', participantId, source: 'camera', csrc: 1 },
];

it('MV4_the_old_transport_is_shown_until_the_new_one_is_committed', () => {
  const statements = new SlotStatements(1);
  statements.announce(2, of('a'));
  expect(statements.take(2, of('b'))).toBeUndefined();
  expect(statements.take(1, of('c'))).toEqual(of('c'));
  expect(statements.commit()).toEqual(of('b'));
  expect(statements.take(1, of('c'))).toBeUndefined();
  expect(statements.take(2, of('d'))).toEqual(of('d'));
});

it('MV4_a_statement_that_overtakes_the_answer_to_its_resume_is_not_lost', () => {
  const statements = new SlotStatements(1);
  expect(statements.take(2, of('newer'))).toBeUndefined();
  statements.announce(2, of('older'));
  expect(statements.commit()).toEqual(of('newer'));
});

it('MV4_a_snapshot_of_another_worker_changes_no_slots', () => {
  const statements = new SlotStatements(1);
  expect(statements.takeSnapshot(2, [])).toBeUndefined();
  expect(statements.takeSnapshot(1, of('a'))).toEqual(of('a'));
  statements.announce(2, of('b'));
  expect(statements.takeSnapshot(2, [])).toBeUndefined();
  expect(statements.commit()).toEqual(of('b'));
});

it('a_resume_on_the_same_worker_shows_what_it_says_at_once', () => {
  const statements = new SlotStatements(1);
  statements.announce(1, of('a'));
  expect(statements.take(1, of('b'))).toEqual(of('b'));
  expect(statements.commit()).toEqual(of('b'));
});
