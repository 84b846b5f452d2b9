import { expect, it } from 'vitest';
import { codeOf, parseRoute } from './router.ts';

it.each([
  ['/', { page: 'home' }],
  ['/i/k7w2-9fqp-x3md', { page: 'invite', code: 'k7w2-9fqp-x3md' }],
  ['/i/k7w2-9fqp-x3md/', { page: 'invite', code: 'k7w2-9fqp-x3md' }],
  ['/i/', { page: 'unknown' }],
  ['/rooms', { page: 'rooms' }],
  ['/rooms/1', { page: 'unknown' }],
  ['/sign-in/', { page: 'sign-in' }],
  ['/sessions', { page: 'sessions', roomId: undefined }],
  ['/sessions/s-1', { page: 'session', sessionId: 's-1' }],
  ['/sessions/s-1/more', { page: 'unknown' }],
  ['/i/%E0%A4', { page: 'invite', code: '%E0%A4' }],
])('%s is %j', (path, route) => {
  expect(parseRoute(path)).toEqual(route);
});

it.each([
  ['k7w2-9fqp-x3md', 'k7w2-9fqp-x3md'],
  ['  https://live.example/i/k7w2-9fqp-x3md?utm=1 ', 'k7w2-9fqp-x3md'],
  ['/i/k7w2-9fqp-x3md#top', 'k7w2-9fqp-x3md'],
  ['', undefined],
  ['https://live.example/', undefined],
  ['what is this', undefined],
])('%j pasted means %j', (pasted, code) => {
  expect(codeOf(pasted)).toBe(code);
});
