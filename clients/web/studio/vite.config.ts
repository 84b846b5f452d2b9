import { defaultClientConditions, defineConfig, type ProxyOptions } from 'vite';

// The Studio is built from the SDK's source, so one build is enough and stack traces name the SDK's own files.
const sourceCondition = 'serverless-live:source';
const backEnd = 'http://127.0.0.1:8080';

/** The local process answers only its own pages. This server's pages are the same ones, so they are passed on as such. */
const toBackEnd: ProxyOptions = {
  target: backEnd,
  changeOrigin: true,
  configure: (proxy) => {
    proxy.on('proxyReq', (outgoing, { headers }) => {
      if (headers.origin === `http://${headers.host}`) {
        outgoing.setHeader('origin', backEnd);
      }
    });
  },
};

export default defineConfig({
  resolve: { conditions: [sourceCondition, ...defaultClientConditions] },
  build: { target: 'es2022', sourcemap: true },
  server: {
    proxy: {
      '/v2': toBackEnd,
      '/studio': toBackEnd,
    },
  },
});
