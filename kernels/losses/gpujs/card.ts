import type { DeviceKernel, GpuDevice } from './adapter.ts';
import * as kernels from './kernels.ts';
import type { Layout } from './layout.ts';

/** Compiled kernels of one layout, made when first called. */
export interface Card {
  readonly device: GpuDevice;
  readonly upload: (width: number, height: number) => DeviceKernel;
  /** Every stride-th eight columns of a matrix of this height and the layout's width. */
  readonly everyEighth: (from: Layout, to: Layout, stride: number, height: number) => DeviceKernel;
  /** Output rows x 2. */
  readonly normTerms: (layout: Layout) => DeviceKernel;
  readonly terms: (loss: TermsOf, layout: Layout, points: number) => DeviceKernel;
  /** Of the terms, with z: output chunks x (d + 1) x points. */
  readonly termSums: (layout: Layout, points: number) => DeviceKernel;
  /** Output chunks x d x d. */
  readonly productSums: (layout: Layout) => DeviceKernel;
  /** Output chunks x points. */
  readonly plainSums: (layout: Layout, points: number) => DeviceKernel;
}

const TERMS = {
  annealed: kernels.annealedTerms,
  logistic: kernels.logisticTerms,
  curvature: kernels.curvatureTerms,
  sign: kernels.signTerms,
} as const;

export type TermsOf = keyof typeof TERMS;

/** Remembers every kernel it compiled: a study evaluates sample after sample of one size. */
export function createCard(device: GpuDevice): Card {
  const made = new Map<string, DeviceKernel>();
  const compiled = (
    name: string,
    source: Parameters<GpuDevice['kernel']>[0],
    shape: Parameters<GpuDevice['kernel']>[1],
  ): DeviceKernel => {
    const key = `${name} ${JSON.stringify(shape)}`;
    const kernel = made.get(key) ?? device.kernel(source, shape);
    made.set(key, kernel);
    return kernel;
  };
  const sums = ({ d, rowsPerThread, chunks }: Layout) => ({ d, rows: rowsPerThread, chunks });
  return {
    device,
    upload: (width, height) =>
      compiled('upload', kernels.upload, { output: [width, height], constants: {}, stays: true }),
    everyEighth: (from, to, stride, height) =>
      compiled('everyEighth', kernels.everyEighth, {
        output: [to.rowsPerSegment, height],
        constants: { stride, width: from.rowsPerSegment },
        stays: true,
      }),
    normTerms: ({ d, rowsPerSegment }) =>
      compiled('normTerms', kernels.normTerms, {
        output: [rowsPerSegment, 2],
        constants: { d },
        stays: true,
      }),
    terms: (loss, { d, rowsPerSegment }, points) =>
      compiled(loss, TERMS[loss], {
        output: loss === 'sign' ? [rowsPerSegment, points] : [rowsPerSegment, 2, points],
        constants: { d },
        stays: true,
      }),
    termSums: (layout, points) =>
      compiled('termSums', kernels.termSums, {
        output: [layout.chunks, layout.d + 1, points],
        constants: sums(layout),
        stays: false,
      }),
    productSums: (layout) =>
      compiled('productSums', kernels.productSums, {
        output: [layout.chunks, layout.d, layout.d],
        constants: sums(layout),
        stays: false,
      }),
    plainSums: (layout, points) =>
      compiled('plainSums', kernels.plainSums, {
        output: [layout.chunks, points],
        constants: sums(layout),
        stays: false,
      }),
  };
}
