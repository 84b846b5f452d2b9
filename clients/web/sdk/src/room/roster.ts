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
    this.#list = inOrder(participants);
  }

  /** Each change states the whole participant, so one may be applied twice or after a gap. */
  apply(changes: readonly RosterChange[]): void {
    const byId = new Map(this.#list.map((each) => [each.participantId, each]));
    for (const { op, participantId, participant } of changes) {
      switch (op) {
        case 'joined':
        case 'updated':
          if (participant !== undefined) {
            byId.set(participantId, participant);
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

function inOrder(participants: readonly Participant[]): readonly Participant[] {
  return participants.toSorted(
    (a, b) => Date.parse(a.joinedAt) - Date.parse(b.joinedAt) || a.participantId.localeCompare(b.participantId),
  );
}
