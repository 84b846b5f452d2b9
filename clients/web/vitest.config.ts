import { defineConfig } from 'vitest/config';

export default defineConfig({
  server: { fs: { allow: ['../..'] } },
  resolve: { conditions: ['serverless-live:source', 'browser', 'import', 'module', 'default'] },
  test: {
    environment: 'happy-dom',
    include: ['{sdk,studio}/src/**/*.test.ts'],
    restoreMocks: true,
  },
});
