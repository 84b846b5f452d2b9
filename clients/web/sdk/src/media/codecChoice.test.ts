import { expect, it } from 'vitest';
import { CodecChoice } from './codecChoice.ts';

it('what_the_answer_took_and_everybody_decodes_stays', () => {
  const codec = new CodecChoice('vp9');
  codec.decoded(['vp8', 'vp9']);
  expect(codec.reconsider({ offered: 'vp9', answered: 'vp9' })).toBe(false);
  expect(codec.choice).toBe('vp9');
});

it('CD3_what_somebody_cannot_decode_is_replaced_by_the_first_that_everybody_can', () => {
  const codec = new CodecChoice('av1');
  codec.decoded(['vp8', 'h264']);
  expect(codec.reconsider({ offered: 'av1', answered: 'av1' })).toBe(true);
  expect(codec.choice).toBe('vp8');
  expect(codec.reconsider({ offered: 'vp8', answered: 'vp8' })).toBe(false);
  codec.decoded(['vp8', 'h264', 'av1']);
  expect(codec.reconsider({ offered: 'vp8', answered: 'vp8' })).toBe(false);
});

it('CD2_a_scalable_codec_that_the_room_refuses_gives_way_to_several_sizes_of_another', () => {
  const codec = new CodecChoice('vp9');
  expect(codec.reconsider({ offered: 'vp9', answered: 'h264' })).toBe(true);
  expect(codec.choice).toBe('h264');
});

it('a_simple_codec_that_the_room_refuses_needs_no_other_transport', () => {
  expect(new CodecChoice('h264').reconsider({ offered: 'h264', answered: 'vp8' })).toBe(false);
});

it('CD3_a_browser_that_cannot_send_what_is_asked_for_is_not_asked_twice', () => {
  const codec = new CodecChoice('vp9');
  codec.decoded(['h264']);
  expect(codec.reconsider({ offered: 'vp9', answered: 'vp9' })).toBe(true);
  expect(codec.reconsider({ offered: 'h264', answered: 'vp8' })).toBe(false);
});

it('who_sends_no_pictures_has_no_codec_to_change', () => {
  const codec = new CodecChoice('vp9');
  codec.decoded(['vp8']);
  expect(codec.reconsider({ offered: 'vp9', answered: undefined })).toBe(false);
});
