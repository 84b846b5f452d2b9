import { beforeEach, expect, it, vi } from 'vitest';
import { EncodingControl } from './encodingControl.ts';
import { initialEncodings, type Encoding } from './layers.ts';

interface Parameters {
  readonly encodings: readonly Encoding[];
  readonly codecs: readonly { readonly mimeType: string }[];
}

/** A sender that, as browsers do, refuses parameters that were read before another change. */
class StrictSender {
  track: { getSettings(): { width: number; height: number }; contentHint: string } | null = null;
  parameters: Parameters = {
    encodings: initialEncodings({ source: 'camera', size: undefined, contentHint: undefined, wanted: undefined, codec: 'vp8' }),
    codecs: [{ mimeType: 'video/VP8' }],
  };
  sets = 0;
  refusals = 0;
  #transaction = 0;

  getParameters(): object {
    // As Chromium does: each reading is a new one, also within a task.
    this.#transaction += 1;
    return { ...structuredClone(this.parameters), transactionId: this.#transaction };
  }

  async setParameters(next: Parameters & { readonly transactionId: number }): Promise<void> {
    if (next.transactionId !== this.#transaction) {
      this.refusals += 1;
      throw new DOMException('Stale.', 'InvalidModificationError');
    }
    this.#transaction += 1;
    await Promise.resolve();
    this.parameters = next;
    this.sets += 1;
  }

  get on(): string {
    return this.parameters.encodings.filter(({ active }) => active).map(({ rid }) => rid).join('');
  }
}

let sender: StrictSender;
let control: EncodingControl;

beforeEach(() => {
  sender = new StrictSender();
  control = new EncodingControl(sender as unknown as RTCRtpSender, 'camera', 'vp8');
});

it('LY1_many_wishes_in_a_row_end_with_the_last_and_none_is_refused', async () => {
  control.negotiated();
  for (const rids of [['q'], [], ['q', 'h', 'f'], ['h']]) {
    control.want({ source: 'camera', rids });
  }
  await vi.waitFor(() => expect(sender.on).toBe('h'));
  expect(sender.refusals).toBe(0);
});

it('LY2_without_a_wish_everything_is_sent', async () => {
  control.negotiated();
  control.want({ source: 'camera', rids: [] });
  await vi.waitFor(() => expect(sender.on).toBe(''));
  control.want(undefined);
  await vi.waitFor(() => expect(sender.on).toBe('qhf'));
});

it('a_wish_before_the_answer_waits_for_it', async () => {
  control.want({ source: 'camera', rids: ['q'] });
  await Promise.resolve();
  expect(sender.sets).toBe(0);
  control.negotiated();
  await vi.waitFor(() => expect(sender.on).toBe('q'));
});

it('another_camera_gets_the_layers_of_its_size_and_nothing_is_set_twice', async () => {
  control.negotiated();
  sender.track = { getSettings: () => ({ width: 640, height: 360 }), contentHint: 'motion' };
  control.fit();
  await vi.waitFor(() => expect(sender.on).toBe('qh'));
  const { sets } = sender;
  control.fit();
  control.fit();
  await Promise.resolve();
  await Promise.resolve();
  expect(sender.sets).toBe(sets);
});

it('a_browser_that_refuses_a_wish_is_asked_again_with_the_next', async () => {
  control.negotiated();
  await vi.waitFor(() => expect(sender.sets).toBe(1));
  const refuse = vi.spyOn(sender, 'setParameters').mockRejectedValueOnce(new DOMException('No.', 'OperationError'));
  control.want({ source: 'camera', rids: ['q'] });
  await vi.waitFor(() => expect(refuse).toHaveBeenCalledOnce());
  control.want({ source: 'camera', rids: ['h'] });
  await vi.waitFor(() => expect(sender.on).toBe('h'));
});

it('a_shared_screen_gives_up_frames_before_pixels_unless_its_content_is_motion', async () => {
  const screen = new StrictSender();
  screen.parameters = {
    encodings: initialEncodings({ source: 'screen', size: undefined, contentHint: undefined, wanted: undefined, codec: 'vp8' }),
    codecs: [{ mimeType: 'video/VP8' }],
  };
  const picture = new EncodingControl(screen as unknown as RTCRtpSender, 'screen', 'vp8');
  const sends = (): object => {
    const { encodings, degradationPreference } = screen.parameters as Parameters & { degradationPreference?: string };
    return { degradationPreference, rates: encodings.map(({ maxFramerate }) => maxFramerate), on: screen.on };
  };
  screen.track = { getSettings: () => ({ width: 1920, height: 1080 }), contentHint: 'detail' };
  picture.fit();
  picture.negotiated();
  await vi.waitFor(() => expect(sends()).toEqual({ degradationPreference: 'maintain-resolution', rates: [10, 10], on: 'hf' }));

  screen.track = { ...screen.track, contentHint: 'text' };
  picture.fit();
  screen.track = { ...screen.track, contentHint: 'motion' };
  picture.fit();
  await vi.waitFor(() => expect(sends()).toEqual({ degradationPreference: 'maintain-framerate', rates: [30, 30], on: 'hf' }));
});

it('a_camera_keeps_its_frames_whatever_it_says_of_its_content', async () => {
  sender.track = { getSettings: () => ({ width: 1280, height: 720 }), contentHint: 'detail' };
  control.fit();
  control.negotiated();
  await vi.waitFor(() => expect(sender.parameters).toMatchObject({ degradationPreference: 'maintain-framerate' }));
  expect(sender.parameters.encodings.map(({ maxFramerate }) => maxFramerate)).toEqual([30, 30, 30]);
});
