import type { Participant, RosterChange } from '../protocol/participant.ts';

/** Those on the stage, in the order they joined. */
export class Roster {
  #list: readonly Participant[];

  constructor(participants: readonly Participant[]) {
    this.#list = inOrder(participants);
  }

  get list(): readonly Participant[] {
    return this.#list;
  }

  replace(participants: readonly Participant[]): void {
    const before = new Map(this.#list.map((each) => [each.participantId, each]));
    this.#list = inOrder(participants.map((each) => stillPublishing(each, before.get(each.participantId))));
  }

  /** Each change states the whole participant, so one may be applied twice or after a gap. */
  apply(changes: readonly RosterChange[]): void {
    const byId = new Map(this.#list.map((each) => [each.participantId, each]));
    for (const { op, participantId, participant } of changes) {
      switch (op) {
        case 'joined':
        case 'updated':
          if (participant !== undefined) {
            byId.set(participantId, stillPublishing(participant, byId.get(participantId)));
          }
          break;
        case 'left':
          byId.delete(participantId);
          break;
        default:
          op satisfies never;
      }
    }
    this.#list = inOrder([...byId.values()]);
  }
}

/** A worker that got the room from another does not know the tracks of those it still expects (MV3): they are as they were. */
function stillPublishing(now: Participant, before: Participant | undefined): Participant {
  const isExpected = now.connection === 'reconnecting' && now.tracks.length === 0;
  return isExpected && before !== undefined ? { ...now, tracks: before.tracks } : now;
}

function inOrder(participants: readonly Participant[]): readonly Participant[] {
  return participants.toSorted(
    (a, b) => Date.parse(a.joinedAt) - Date.parse(b.joinedAt) || a.participantId.localeCompare(b.participantId),
  );
}
