import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, test } from 'vitest';
import { sharedBrowser } from './browser.ts';
import { People } from './people.ts';

/** A test whose people are sent home at its end; when it failed, it shows what they saw and what the server said. */
export const scenario = test.extend<{ people: People }>({
  people: async ({ task }, use) => {
    const people = new People(await sharedBrowser(), inject('studio'));
    await use(people);
    if (task.result?.state === 'fail') {
      const prefix = join(inject('artifacts'), task.name.replaceAll(/\W+/g, '-').slice(0, 80));
      await people.photograph(prefix);
      console.error(`Screenshots: ${prefix}-*.png\nThe server said last:\n${lastLines(readFileSync(inject('systemLog'), 'utf8'), 40)}`);
    }
    await people.goHome();
  },
});

function lastLines(text: string, count: number): string {
  return text.split('\n').slice(-count).join('\n');
}
