import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap } from '../../../kernels/losses/heap.ts';

const [BASE, LIMIT] = [128, 128 + 64 * 40];

/** Takes so many bytes, or gives back the range taken at this place among those still held. */
const steps = fc.array(
  fc.oneof(fc.record({ take: fc.integer({ min: 0, max: 900 }) }), fc.record({ free: fc.nat({ max: 50 }) })),
  { maxLength: 80 },
);

describe('a heap', () => {
  it('gives ranges on 64-byte boundaries that never overlap, and has all its bytes again in the end', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const heap = createHeap(BASE, LIMIT);
        const held: { readonly address: number; readonly bytes: number }[] = [];
        for (const step of list) {
          if ('take' in step) {
            const address = heap.take(step.take);
            if (address === null) continue;
            const one = { address, bytes: step.take };
            expect(address % 64).toBe(0);
            expect(address).toBeGreaterThanOrEqual(BASE);
            expect(address + step.take).toBeLessThanOrEqual(LIMIT);
            for (const other of held) {
              const apart = address + one.bytes <= other.address || other.address + other.bytes <= address;
              expect(apart || one.bytes === 0 || other.bytes === 0).toBe(true);
            }
            held.push(one);
          } else {
            for (const { address, bytes } of held.splice(step.free, 1)) heap.free(address, bytes);
          }
        }
        for (const { address, bytes } of held) heap.free(address, bytes);
        expect(heap.take(LIMIT - BASE)).toBe(BASE);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('uses the first range that is large enough, and says null where none is', () => {
    const heap = createHeap(0, 640);
    const addresses = [64, 128, 64].map((bytes) => heap.take(bytes));
    expect(addresses).toEqual([0, 64, 192]);
    heap.free(64, 128);
    expect(heap.take(64)).toBe(64);
    expect(heap.take(128)).toBe(256);
    expect(heap.take(512)).toBeNull();
  });
});
