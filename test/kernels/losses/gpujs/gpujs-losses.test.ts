import { openDevice } from '../../../../kernels/losses/gpujs/adapter.ts';
import { createGpujsLosses } from '../../../../kernels/losses/gpujs/gpujs-losses.ts';
import { describeLossContract } from '../../../support/loss-contract.ts';

// The modes that run everywhere; those of graphics cards are tested in a browser, test/browser.
for (const mode of ['cpu', 'webasm'] as const) {
  describeLossContract(`gpu.js in the mode ${mode}`, () => createGpujsLosses(openDevice(mode)), 12);
}
