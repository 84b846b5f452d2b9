import type { Person } from './person.ts';

/** Where the time goes when a transport is lost: all in milliseconds since that moment, by the clock that pages use too. */
export class Comeback {
  readonly #person: Person;
  readonly #asked: number[] = [];
  readonly #answered: string[] = [];

  private constructor(person: Person) {
    this.#person = person;
  }

  /** Watches what a person's page asks of the system from now on. */
  static of(person: Person): Comeback {
    const comeback = new Comeback(person);
    person.page.on('request', (request) => {
      if (request.url().endsWith('/resume')) {
        comeback.#asked.push(Date.now());
      }
    });
    person.page.on('requestfinished', (request) => {
      if (request.url().endsWith('/resume')) {
        const now = Date.now();
        void request.response().then(async (response) => {
          const { timings = [] } = ((await response?.json()) ?? {}) as { timings?: { stage: string; milliseconds: number }[] };
          comeback.#answered.push(`${now}:${response?.status()}:${timings.map((each) => `${each.stage} ${Math.round(each.milliseconds)}`).join(', ')}`);
        });
      }
    });
    return comeback;
  }

  async describe(since: number): Promise<string> {
    const connected = await this.#person.page.evaluate(() => window.__probe.connected);
    const after = (moments: readonly number[]): string =>
      moments.filter((moment) => moment > since).map((moment) => moment - since).join(', ') || 'never';
    const answers = this.#answered.map((each) => each.split(':')).filter(([moment]) => Number(moment) > since)
      .map(([moment, status, stages]) => `${Number(moment) - since} (${status}; ${stages})`);
    return `resume asked at ${after(this.#asked)} ms, answered at ${answers.join(', ')}, connected at ${after(connected)}`;
  }
}
