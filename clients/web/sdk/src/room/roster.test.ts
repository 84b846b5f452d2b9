import { expect, it } from 'vitest';
import { person } from '../testing/entries.ts';
import { Roster } from './roster.ts';

it('keeps_those_on_stage_in_the_order_they_joined', () => {
  const roster = new Roster([person('late', '2026-11-22T10:05:00Z'), person('early', '2026-11-22T10:01:00Z')]);
  roster.apply([{ op: 'joined', participantId: 'middle', participant: person('middle', '2026-11-22T10:03:00Z') }]);
  expect(roster.list.map(({ participantId }) => participantId)).toEqual(['early', 'middle', 'late']);
});

it('SK5_a_change_applied_twice_is_applied_once', () => {
  const roster = new Roster([person('a')]);
  const changed = { ...person('a'), connection: 'reconnecting' as const };
  roster.apply([{ op: 'updated', participantId: 'a', participant: changed }]);
  roster.apply([{ op: 'updated', participantId: 'a', participant: changed }]);
  expect(roster.list).toEqual([changed]);
  roster.apply([{ op: 'left', participantId: 'a' }, { op: 'left', participantId: 'a' }]);
  expect(roster.list).toEqual([]);
});
