import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { sdk } from './version.ts';

test('The library tells the version that its package has', () => {
  expect(sdk.version).toBe(manifest.version);
});
