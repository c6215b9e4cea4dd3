import { describe } from 'vitest';
import type { Losses } from '../../../../kernels/losses/contract.ts';
import { openDevice } from '../../../../kernels/losses/gpujs/adapter.ts';
import { createGpujsLosses } from '../../../../kernels/losses/gpujs/gpujs-losses.ts';
import { gpuModes } from '../../../../kernels/losses/gpujs/open.ts';
import { describeLossContract } from '../../../support/loss-contract.ts';

// The modes of browsers are tested in one, test/browser.
for (const mode of ['cpu', 'webasm'] as const) {
  describeLossContract(`gpu.js in the mode ${mode}`, () => createGpujsLosses(openDevice(mode)), 12);
}

const headless = (await gpuModes()).find(({ mode }) => mode === 'headless-gl');

describe.skipIf(headless?.available !== true)('with the package gl and a GPU driver or Xvfb', () => {
  // A context of its own for each test would be more than a driver gives.
  let losses: Losses | null = null;
  const open = (): Losses => {
    losses ??= createGpujsLosses(openDevice('headless-gl'));
    return losses;
  };
  describeLossContract(`gpu.js in the mode headless-gl on ${headless?.renderer}`, open, 3);
});
