import { Emitter } from '../emitter.ts';
import type { Slot } from './slots.ts';

export interface AudioOutputEvents {
  /** True while the browser refuses to play sound before the person touched the page. */
  blocked: boolean;
}

/** Plays the audio slots through the page's elements, and copes with browsers that want a click first. */
export class AudioOutput extends Emitter<AudioOutputEvents> {
  readonly #elements = new Set<HTMLMediaElement>();
  #isBlocked = false;

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Call once for each audio slot; answers the function that lets go. */
  attach(slot: Pick<Slot, 'stream'>, element: HTMLMediaElement): () => void {
    element.srcObject = slot.stream;
    this.#elements.add(element);
    void this.#play(element);
    return () => {
      this.#elements.delete(element);
      element.srcObject = null;
    };
  }

  /** Call it from a click or a key press. */
  async unlock(): Promise<void> {
    await Promise.all([...this.#elements].map((element) => this.#play(element)));
  }

  /** Another speaker or headset, where the browser can choose. */
  async setSink(deviceId: string): Promise<void> {
    await Promise.all(
      [...this.#elements].map(async (element) => {
        if ('setSinkId' in element) {
          await element.setSinkId(deviceId);
        }
      }),
    );
  }

  async #play(element: HTMLMediaElement): Promise<void> {
    try {
      element.muted = false;
      await element.play();
      this.#setBlocked([...this.#elements].some((each) => each.muted));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        element.muted = true;
        this.#setBlocked(true);
      }
    }
  }

  #setBlocked(blocked: boolean): void {
    if (blocked !== this.#isBlocked) {
      this.#isBlocked = blocked;
      this.emit('blocked', blocked);
    }
  }
}
