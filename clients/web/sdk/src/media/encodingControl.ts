import type { WantedLayers } from '../protocol/messages.ts';
import type { TrackSource } from '../protocol/participant.ts';
import { codecNamed, type VideoCodec } from './codecs.ts';
import { qualityOf } from './encodings.ts';
import { fitEncodings, sizeOf, type PictureSize } from './layers.ts';

/**
 * Keeps one picture's encoder set for what is captured and what somebody watches. Parameters are read, changed and written back
 * one after the other: a browser refuses what was read before another change (WebRTC 1.0, section 5.2).
 */
export class EncodingControl {
  readonly #sender: RTCRtpSender;
  readonly #source: TrackSource;
  readonly #wishedCodec: VideoCodec;
  #size: PictureSize | undefined;
  #contentHint: string | undefined;
  #wanted: WantedLayers | undefined;
  #isNegotiated = false;
  #isDirty = false;
  #isRunning = false;

  constructor(sender: RTCRtpSender, source: TrackSource, wishedCodec: VideoCodec) {
    this.#sender = sender;
    this.#source = source;
    this.#wishedCodec = wishedCodec;
  }

  /** What the answer settled for, which is the first of the list (WebRTC 1.0, section 5.2.1). */
  get codec(): VideoCodec | undefined {
    return codecOf(this.#sender.getParameters());
  }

  /** The answer is there: what it refused is known. */
  negotiated(): void {
    this.#isNegotiated = true;
    this.fit();
  }

  /** LY1: what somebody watches now. */
  want(wanted: WantedLayers | undefined): void {
    this.#wanted = wanted;
    this.#request();
  }

  /** The track is another one, or has another size: a camera turned, a window was resized. */
  fit(): void {
    const { track } = this.#sender;
    // While muted there is none; the last one is likely to come back.
    if (track !== null) {
      this.#size = sizeOf(track);
      this.#contentHint = track.contentHint;
    }
    this.#request();
  }

  #request(): void {
    this.#isDirty = true;
    if (this.#isNegotiated && !this.#isRunning) {
      this.#isRunning = true;
      void this.#applyAll();
    }
  }

  async #applyAll(): Promise<void> {
    while (this.#isDirty) {
      this.#isDirty = false;
      // Media matters more than the wish: not every browser knows all members, and one that does not may refuse the call.
      await this.#apply().catch(() => undefined);
    }
    this.#isRunning = false;
  }

  async #apply(): Promise<void> {
    const parameters: RTCRtpSendParameters & { degradationPreference?: string } = this.#sender.getParameters();
    const { degradation } = qualityOf(this.#source, this.#contentHint);
    const encodings = fitEncodings(parameters.encodings, {
      source: this.#source,
      size: this.#size,
      contentHint: this.#contentHint,
      wanted: this.#wanted,
      // Of the same parameters: whoever reads them anew may not write the first ones any more.
      codec: codecOf(parameters) ?? this.#wishedCodec,
    });
    if (parameters.degradationPreference !== degradation || !isSame(parameters.encodings, encodings)) {
      parameters.degradationPreference = degradation;
      parameters.encodings = encodings;
      await this.#sender.setParameters(parameters);
    }
  }
}

function codecOf({ codecs }: RTCRtpSendParameters): VideoCodec | undefined {
  const first = codecs[0]?.mimeType;
  return first === undefined ? undefined : codecNamed(first.slice('video/'.length));
}

function isSame(before: readonly object[], after: readonly object[]): boolean {
  return before.every((encoding, index) => {
    const old = new Map<string, unknown>(Object.entries(encoding));
    return Object.entries(after[index] ?? {}).every(([name, value]) => old.get(name) === value);
  });
}
