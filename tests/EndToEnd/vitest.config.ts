import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['scenarios/**/*.test.ts'],
    globalSetup: 'support/system.ts',
    // One at a time: each scenario has several pages that encode and decode video.
    fileParallelism: false,
    // One process, and so one browser, for all of them. What must not be shared is a context or a room of a scenario's own.
    isolate: false,
    testTimeout: 120_000,
    // A shared machine may stand still for seconds. Who needed the second chance is named in the report.
    retry: 1,
    hookTimeout: 30_000,
    // Measured numbers belong on the screen.
    disableConsoleIntercept: true,
  },
});
