import { expect, test } from 'vitest';
import { GOLDEN_DIGEST, goldenDigest } from '../../../functions/compute/golden-digest.ts';

test.each(['js', 'wasm-f64'] as const)('the backend %s computes the golden digest', (backend) => {
  expect(goldenDigest(backend)).toBe(GOLDEN_DIGEST);
});
