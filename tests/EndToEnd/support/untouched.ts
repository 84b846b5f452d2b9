import type { CDPSession } from 'playwright-core';
import type { Person } from './person.ts';

/**
 * Reads from a page that nobody has touched. Everything else here counts as a touch: Playwright evaluates with the rights of
 * a click, and a page that was clicked may play sound.
 */
export class Untouched {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async page(person: Person): Promise<Untouched> {
    return new Untouched(await person.page.context().newCDPSession(person.page));
  }

  async read<T>(expression: () => T | Promise<T>): Promise<T> {
    const { result, exceptionDetails } = await this.#session.send('Runtime.evaluate', {
      expression: `(${String(expression)})()`, awaitPromise: true, returnByValue: true, userGesture: false,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value as T;
  }
}
