import type { Person } from './person.ts';

export interface SentLayer {
  readonly rid: string;
  readonly isOn: boolean;
  readonly height: number;
}

/** The sizes in which a host's camera is set to be encoded, the smallest first. */
export async function sentLayers(host: Person): Promise<readonly SentLayer[]> {
  return host.page.evaluate(async () => {
    const stats = await window.__probe.peers.at(-1)?.getStats();
    const all = [...((stats ?? new Map()) as ReadonlyMap<string, Record<string, unknown>>).values()];
    return all
      .filter((each) => each['type'] === 'outbound-rtp' && each['kind'] === 'video' && ['q', 'h', 'f'].includes(String(each['rid'])))
      // The screen has its own section, with two of the names.
      .filter((each, _, rids) => rids.some((other) => other['mid'] === each['mid'] && other['rid'] === 'q'))
      .map((each) => ({ rid: String(each['rid']), isOn: each['active'] === true, height: Number(each['frameHeight'] ?? 0) }))
      .sort((a, b) => 'qhf'.indexOf(a.rid) - 'qhf'.indexOf(b.rid));
  });
}

/** The names of those that are on. */
export async function layersOn(host: Person): Promise<string> {
  return (await sentLayers(host)).filter(({ isOn }) => isOn).map(({ rid }) => rid).join('');
}
