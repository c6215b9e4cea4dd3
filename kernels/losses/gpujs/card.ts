import type { DeviceKernel, GpuDevice, KernelShape, KernelSource } from './adapter.ts';
import * as kernels from './kernels.ts';
import type { Layout } from './layout.ts';

/** What a kernel computes a row or a line of sums of. */
export interface Work {
  readonly layout: Layout;
  /** Lines visited: 0, stride, 2 stride, ... */
  readonly stride: number;
  /** Points evaluated in one go. */
  readonly points: number;
}

/** The compiled kernels of kernels.ts, with the threads that each has. */
export interface Card {
  readonly device: GpuDevice;
  readonly upload: (layout: Layout, planes: number) => DeviceKernel;
  readonly margins: (work: Work) => DeviceKernel;
  /** Of margins and weights. */
  readonly terms: (loss: TermsOf, work: Work) => DeviceKernel;
  readonly norms: (work: Work) => DeviceKernel;
  readonly termSums: (work: Work) => DeviceKernel;
  readonly productSums: (work: Work) => DeviceKernel;
  readonly plainSums: (work: Work, planes: number) => DeviceKernel;
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
  const compiled = (name: string, source: KernelSource, shape: KernelShape): DeviceKernel => {
    const key = `${name} ${JSON.stringify(shape)}`;
    const kernel = made.get(key) ?? device.kernel(source, shape);
    made.set(key, kernel);
    return kernel;
  };
  const ofRows = ({ layout, stride }: Work, planes: number): KernelShape => ({
    output: [layout.chunks, linesOf(layout, stride), planes],
    constants: { d: layout.d, stride },
    stays: true,
  });
  const ofSums = ({ layout, stride }: Work, ...threads: readonly number[]): KernelShape => ({
    output: [layout.chunks, ...threads],
    constants: { d: layout.d, stride, lines: linesOf(layout, stride) },
    stays: false,
  });
  return {
    device,
    upload: ({ chunks, lines }, planes) =>
      compiled('upload', kernels.upload, { output: [chunks, lines, planes], constants: {}, stays: true }),
    margins: (work) => compiled('margins', kernels.margins, ofRows(work, work.points)),
    terms: (loss, work) =>
      compiled(loss, TERMS[loss], ofRows(work, loss === 'sign' ? work.points : 2 * work.points)),
    norms: (work) => compiled('norms', kernels.normTerms, ofRows(work, 2)),
    termSums: (work) => compiled('termSums', kernels.termSums, ofSums(work, work.layout.d + 1, work.points)),
    productSums: (work) =>
      compiled('productSums', kernels.productSums, ofSums(work, work.layout.d, work.layout.d)),
    plainSums: (work, planes) => compiled('plainSums', kernels.plainSums, ofSums(work, planes)),
  };
}

const linesOf = ({ lines }: Layout, stride: number): number => Math.ceil(lines / stride);
