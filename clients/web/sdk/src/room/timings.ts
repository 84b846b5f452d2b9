export interface Timing {
  readonly side: 'client' | 'server';
  readonly stage: string;
  /** `stage`: from the end of the stage before. `sinceStart`: of something that ran beside the stages, since the join began. */
  readonly span: 'stage' | 'sinceStart';
  readonly milliseconds: number;
}

/** Where the time of a join went, by stage. */
export class Timings {
  readonly #now: () => number;
  readonly #start: number;
  readonly #list: Timing[] = [];
  #last: number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#start = now();
    this.#last = this.#start;
  }

  get list(): readonly Timing[] {
    return [...this.#list];
  }

  /** Ends a stage that began where the one before ended. */
  mark(stage: string): void {
    const now = this.#now();
    this.#list.push({ side: 'client', stage, span: 'stage', milliseconds: now - this.#last });
    this.#last = now;
  }

  /** Ends something that ran beside the stages since the join began. Only its first time counts. */
  markSinceStart(stage: string): void {
    if (!this.#list.some((each) => each.stage === stage)) {
      this.#list.push({ side: 'client', stage, span: 'sinceStart', milliseconds: this.#now() - this.#start });
    }
  }

  server(timings: readonly { readonly stage: string; readonly milliseconds: number }[]): void {
    this.#list.push(...timings.map((each) => ({ side: 'server' as const, span: 'stage' as const, ...each })));
  }
}
