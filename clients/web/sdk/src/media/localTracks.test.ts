import { expect, it } from 'vitest';
import { fakeTrack } from '../testing/fakePeerConnection.ts';
import { LocalTracks } from './localTracks.ts';

it('a_track_that_does_not_say_what_it_shows_is_told_by_its_source', () => {
  const tracks = new LocalTracks('music');
  const hints = (['camera', 'screen', 'microphone', 'screenAudio'] as const).map((source) => {
    const track = fakeTrack(source === 'camera' || source === 'screen' ? 'video' : 'audio');
    tracks.publish(source, track);
    return track.contentHint;
  });
  expect(hints).toEqual(['motion', 'detail', 'music', 'music']);
});

it('what_the_page_said_of_a_track_stays', () => {
  const film = fakeTrack('video');
  film.contentHint = 'motion';
  new LocalTracks().publish('screen', film);
  expect(film.contentHint).toBe('motion');
});
