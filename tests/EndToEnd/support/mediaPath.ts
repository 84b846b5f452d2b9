import type { Person } from './person.ts';

/** The worker's end of the pair of candidates that somebody's media uses. */
export async function mediaPath(person: Person): Promise<{ readonly protocol?: string; readonly port?: number } | undefined> {
  return person.page.evaluate(async () => {
    const stats = [...((await window.__probe.peers.at(-1)?.getStats()) as unknown as ReadonlyMap<string, RTCStats>).values()];
    const transport = stats.find(({ type }) => type === 'transport') as RTCTransportStats | undefined;
    const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId) as RTCIceCandidatePairStats | undefined;
    return stats.find(({ id }) => id === pair?.remoteCandidateId) as { readonly protocol?: string; readonly port?: number } | undefined;
  });
}
