import type { EntryMessage } from '../protocol/messages.ts';

/** Somebody who waits for a moderator. */
export interface LobbyEntry {
  readonly entryId: string;
  readonly displayName: string;
}

export class Lobby {
  readonly #waiting = new Map<string, LobbyEntry>();

  get list(): readonly LobbyEntry[] {
    return [...this.#waiting.values()];
  }

  handle({ entryId, displayName, state }: EntryMessage): void {
    switch (state) {
      case 'requested':
        this.#waiting.set(entryId, { entryId, displayName });
        break;
      case 'allowed':
      case 'denied':
        this.#waiting.delete(entryId);
        break;
      default:
        state satisfies never;
    }
  }
}
