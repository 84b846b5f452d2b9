import { expect } from 'vitest';
import { hearsVoices } from '../support/media.ts';
import type { Person } from '../support/person.ts';
import { scenario } from '../support/scenario.ts';

/** By a host link, with the options of the green room. */
async function goLiveWith(person: Person, ...options: readonly ('voice-only' | 'music-mode')[]): Promise<void> {
  await person.page.getByRole('button', { name: 'Microphone', pressed: true }).waitFor();
  for (const option of options) {
    await person.on(option).check();
  }
  await person.page.getByRole('button', { name: 'Microphone', pressed: true }).waitFor();
  await person.on('display-name').fill(person.name);
  await person.on('go-live').click();
  await person.inRoom();
}

/** The kinds of sections that a person negotiated, and what was answered about the Opus of the first. */
async function negotiated(person: Person): Promise<{ readonly kinds: readonly string[]; readonly opus: string }> {
  return person.page.evaluate(() => {
    const peer = window.__probe.peers.at(-1);
    const answer = peer?.remoteDescription?.sdp ?? '';
    return {
      kinds: [...new Set([...(peer?.localDescription?.sdp ?? '').matchAll(/^m=(\w+)/gm)].map(([, kind = '']) => kind))],
      opus: /^a=fmtp:111 (.*)$/m.exec(answer)?.[1]?.trim() ?? '',
    };
  });
}

scenario('A room for voices has no video at all, and everybody hears everybody', async ({ people }) => {
  const ann = await people.visitor('Ann');
  await ann.createRoom();
  await goLiveWith(ann, 'voice-only');
  const ben = await people.guest('Ben', await ann.hostLink());
  await goLiveWith(ben, 'voice-only');
  const vic = await people.viewer('Vic', await ann.viewerLink());
  await hearsVoices(vic, 2);
  await hearsVoices(ann, 1);
  await hearsVoices(ben, 1);
  expect((await negotiated(ann)).kinds).toEqual(['audio']);
  await ann.on('camera-toggle').waitFor({ state: 'detached' });
  expect(await vic.tile('Ann').locator('.avatar').textContent()).toBe('A');
});

scenario('Music is stereo and never pauses, a voice is mono and may', async ({ people }) => {
  const ann = await people.moderator('Ann');
  const ben = await people.guest('Ben', await ann.hostLink());
  await goLiveWith(ben, 'music-mode');
  await hearsVoices(ann, 1);
  const [voice, music] = [await negotiated(ann), await negotiated(ben)];
  console.log(`Opus as answered: a voice ${voice.opus}; music ${music.opus}`);
  expect(voice.opus).toContain('usedtx=1');
  expect(voice.opus).not.toContain('stereo=1');
  expect(music.opus).toContain('stereo=1');
  expect(music.opus).not.toContain('usedtx=1');
  const settings = await ben.page.evaluate(() => window.__live?.room.localTrack('microphone')?.getSettings());
  expect(settings).toMatchObject({ echoCancellation: false, noiseSuppression: false, autoGainControl: false });
});
