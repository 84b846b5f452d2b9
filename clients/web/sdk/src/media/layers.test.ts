import { expect, it } from 'vitest';
import { fitEncodings, initialEncodings, type Encoding, type PictureState } from './layers.ts';

function state(height: number, parts: Partial<PictureState> = {}): PictureState {
  const width = Math.round((height * 16) / 9);
  return { source: 'camera', size: { width, height }, contentHint: 'motion', wanted: undefined, codec: 'vp8', ...parts };
}

/** RID and scale of those that are on. */
function sizes(encodings: readonly Encoding[]): readonly string[] {
  return encodings.filter(({ active }) => active).map(({ rid, scaleResolutionDownBy }) => `${rid}/${scaleResolutionDownBy}`);
}

it.each([
  [1080, ['q/4', 'h/2', 'f/1']],
  [720, ['q/4', 'h/2', 'f/1']],
  [480, ['q/2', 'h/1']],
  [360, ['q/2', 'h/1']],
  [180, ['q/1']],
])('a_camera_of_%i_lines_has_the_layers_that_its_size_supports', (height, expected) => {
  const encodings = initialEncodings(state(height));
  expect(encodings.map(({ rid }) => rid)).toEqual(['q', 'h', 'f']);
  expect(sizes(encodings)).toEqual(expected);
});

it.each([
  [720, [180, 360, 720]],
  [540, [134, 270, 540]],
  [1080, [270, 540, 1080]],
])('h264_of_%i_lines_has_even_sizes_only', (height, expected) => {
  const encodings = initialEncodings(state(height, { codec: 'h264' }));
  const width = (height * 16) / 9;
  const pictures = encodings.map(({ scaleResolutionDownBy = 1 }) => [width, height].map((side) => Math.round(side / scaleResolutionDownBy)));
  expect(pictures.map(([, lines]) => lines)).toEqual(expected);
  expect(pictures.flat().filter((side) => side % 2 !== 0)).toEqual([]);
});

it('each_layer_costs_less_than_in_proportion_to_its_pixels', () => {
  expect(initialEncodings(state(720)).map(({ maxBitrate }) => maxBitrate)).toEqual([187_500, 530_330, 1_500_000]);
});

it('without_a_track_all_layers_are_negotiated_for_the_camera_that_may_come', () => {
  expect(sizes(initialEncodings(state(720, { size: undefined })))).toEqual(['q/4', 'h/2', 'f/1']);
});

it.each([
  [['q', 'h'], ['q/4', 'h/2']],
  [['f'], ['f/1']],
  [[], []],
  [['q', 'x'], ['q/4']],
])('LY1_of_%j_wanted_%j_are_on', (rids, expected) => {
  expect(sizes(fitEncodings(initialEncodings(state(720)), state(720, { wanted: { rids } })))).toEqual(expected);
});

it('LY1_what_is_wanted_again_is_as_it_was', () => {
  const all = initialEncodings(state(720));
  const none = fitEncodings(all, state(720, { wanted: { rids: [] } }));
  expect(fitEncodings(none, state(720, { wanted: { rids: ['q', 'h', 'f'] } }))).toEqual(all);
});

it('a_smaller_camera_that_takes_over_moves_its_picture_into_the_lower_layers', () => {
  expect(sizes(fitEncodings(initialEncodings(state(720)), state(480)))).toEqual(['q/2', 'h/1']);
});

it('an_answer_without_simulcast_leaves_one_encoding_that_sends_the_whole_picture', () => {
  const [first] = initialEncodings(state(720));
  const [only] = fitEncodings([first ?? {}], state(720));
  expect(only).toMatchObject({ rid: 'q', active: true, scaleResolutionDownBy: 1, maxBitrate: 1_500_000 });
  expect(fitEncodings([first ?? {}], state(720, { wanted: { rids: [] } }))[0]?.active).toBe(false);
});

it('a_screen_to_read_has_few_frames_and_no_size_that_cannot_be_read', () => {
  const reading = initialEncodings(state(1080, { source: 'screen', contentHint: 'detail' }));
  expect(sizes(reading)).toEqual(['h/2', 'f/1']);
  expect(reading.map(({ maxFramerate }) => maxFramerate)).toEqual([10, 10]);
  expect(sizes(initialEncodings(state(600, { source: 'screen', contentHint: 'text' })))).toEqual(['h/1']);
});

it('a_screen_in_motion_keeps_its_frames', () => {
  const moving = initialEncodings(state(1080, { source: 'screen', contentHint: 'motion' }));
  expect(moving.map(({ maxFramerate }) => maxFramerate)).toEqual([30, 30]);
});

it.each([
  [undefined, { active: true, scalabilityMode: 'L3T3_KEY', scaleResolutionDownBy: 1 }],
  [2, { active: true, scalabilityMode: 'L2T3_KEY', scaleResolutionDownBy: 2 }],
  [1, { active: true, scalabilityMode: 'L1T3', scaleResolutionDownBy: 4 }],
  [0, { active: false }],
])('LY1_of_a_scalable_stream_%s_layers_are_sent_at_their_sizes', (spatialLayers, expected) => {
  const vp9 = state(720, { codec: 'vp9', ...(spatialLayers === undefined ? {} : { wanted: { spatialLayers } }) });
  const encodings = fitEncodings(initialEncodings(state(720, { codec: 'vp9' })), vp9);
  expect(encodings).toHaveLength(1);
  expect(encodings[0]).toMatchObject(expected);
});

it('a_scalable_codec_that_the_room_refuses_becomes_one_whole_picture', () => {
  const [only] = fitEncodings(initialEncodings(state(720, { codec: 'av1' })), state(720));
  expect(only).toMatchObject({ active: true, scalabilityMode: 'L1T3', scaleResolutionDownBy: 1 });
});
