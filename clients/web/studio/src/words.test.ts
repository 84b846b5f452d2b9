import { LiveError } from '@serverless-live/sdk';
import { expect, it } from 'vitest';
import problemCodes from '../../../../contracts/Rest/ProblemCodes.cs?raw';
import { entryInWords, farewell, inWords } from './words.ts';

const codes = [...problemCodes.matchAll(/const string \w+ = "(\w+)"/g)].map(([, code]) => code ?? '');

// Only a broken client meets these; the server's own sentence says more than ours could.
const leftToTheServer = ['invalid_json', 'invalid_request', 'unsupported_media_type', 'not_found', 'method_not_allowed', 'stale_epoch', 'stale_sequence'];

it('the contract is read', () => {
  expect(codes).toContain('room_closed');
});

it.each(codes)('%s is said in words', (code) => {
  const sentence = inWords(new LiveError(code, 'From the server.'));
  expect(sentence).toMatch(/^[A-Z].+\.$/);
  expect(sentence === 'From the server.').toBe(leftToTheServer.includes(code));
});

it('a code of a newer server brings its own sentence', () => {
  expect(inWords(new LiveError('too_sunny', 'Close the blinds.'))).toBe('Close the blinds.');
});

it.each([
  [1006, false], [1009, true], [1010, false], [1011, true], [4242, true],
])('leave reason %i allows a way back: %s', (code, mayReturn) => {
  expect(farewell({ kind: 'ended', reason: { code, name: '' } }).mayReturn).toBe(mayReturn);
});

it.each([
  ['sign_in_wrong', 'password', 0, 'That e-mail address and password do not belong together.'],
  ['sign_in_wrong', 'code', 0, 'That code does not belong to this e-mail address'],
  ['rate_limited', 'password', 42, 'You can try again in 42 seconds.'],
  ['rate_limited', 'password', 1, 'You can try again in 1 second.'],
  ['tenant_disabled', 'password', 0, 'Your account has been disabled.'],
  ['network', 'code', 0, 'The server cannot be reached.'],
] as const)('%s at the sign-in by %s is said to whom it concerns', (code, kind, left, words) => {
  expect(entryInWords(new LiveError(code, 'From the server.'), kind, left)).toContain(words);
});
