import { type DeviceValue, GpuError, type Pending } from './adapter.ts';

/** A computation on the card: it yields what kernels give, now or later, and is resumed with the value. */
export type Steps<T> = Generator<Pending, T, DeviceValue>;

/** Runs a computation whose kernels all have their results at once. */
export function runNow<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) {
    if (step.value instanceof Promise) {
      step.value.catch(() => {});
      throw new GpuError('the mode webgpu has its results later; use the asynchronous losses');
    }
    step = steps.next(step.value);
  }
  return step.value;
}

/** Runs a computation, waiting for each kernel. */
export async function runLater<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next();
  while (!step.done) step = steps.next(await step.value);
  return step.value;
}
