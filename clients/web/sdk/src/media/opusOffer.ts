import type { SoundContent } from './encodings.ts';

/** What a section with sound is for: a slot of the server's, or one's own. */
export type SoundUse = 'received' | SoundContent;

/**
 * Says in the Opus formats of an offer what browsers have no other way to say (RFC 7587, section 6.1). The answer repeats it, and
 * only what an answer says does a browser send. Slots may always carry shared music; a voice is mono and pauses in silence.
 */
const parameters: Readonly<Record<SoundUse, Readonly<Record<string, string>>>> = {
  received: { stereo: '1' },
  speech: { usedtx: '1' },
  music: { 'stereo': '1', 'sprop-stereo': '1', 'usedtx': '0', 'maxaveragebitrate': '128000' },
};

/** @param uses - of the offer's sections, in their order; undefined: a picture */
export function describeSound(sdp: string, uses: readonly (SoundUse | undefined)[]): string {
  const [session = '', ...sections] = sdp.split(/(?=^m=)/m);
  return session + sections.map((section, index) => describeSection(section, uses[index])).join('');
}

function describeSection(section: string, use: SoundUse | undefined): string {
  const opus = /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];
  if (use === undefined || opus === undefined) {
    return section;
  }
  return section.replace(new RegExp(`^(a=fmtp:${opus} )([^\\r\\n]*)`, 'm'), (_, start: string, line: string) => {
    const all = new Map(line.split(';').map((each) => {
      const [name = '', value = ''] = each.trim().split('=');
      return [name, value] as const;
    }));
    // In-band FEC costs nothing until there is loss.
    const wanted = { useinbandfec: '1', ...parameters[use] };
    Object.entries(wanted).forEach(([name, value]) => all.set(name, value));
    return start + [...all].map(([name, value]) => `${name}=${value}`).join(';');
  });
}
