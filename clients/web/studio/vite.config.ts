import { defaultClientConditions, defineConfig } from 'vite';

// The Studio is built from the SDK's source, so one build is enough and stack traces name the SDK's own files.
const sourceCondition = 'serverless-live:source';
const backEnd = 'http://127.0.0.1:8080';

export default defineConfig({
  resolve: { conditions: [sourceCondition, ...defaultClientConditions] },
  build: { target: 'es2022', sourcemap: true },
  server: {
    proxy: {
      '/v2': backEnd,
      '/studio': backEnd,
      '/client': { target: backEnd, ws: true },
    },
  },
});
