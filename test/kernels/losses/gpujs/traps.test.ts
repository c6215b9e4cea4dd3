// biome-ignore lint/style/noRestrictedImports: the test looks at what the adapter asks of gpu.js
import { GPU } from 'gpu.js';
import { describe, expect, test, vi } from 'vitest';
import { blocksOf, comparisonsFromRows } from '../../../../kernels/comparisons.ts';
import { openDevice, rowsOf } from '../../../../kernels/losses/gpujs/adapter.ts';
import { createGpujsLosses } from '../../../../kernels/losses/gpujs/gpujs-losses.ts';
import * as kernels from '../../../../kernels/losses/gpujs/kernels.ts';
import { LINES, layoutOf, rowsVisited } from '../../../../kernels/losses/gpujs/layout.ts';
import { bestMode, GPU_MODES, isSoftware, type ModeStatus } from '../../../../kernels/losses/gpujs/modes.ts';
import { largeRows, largeSums } from '../../../support/large-rows.ts';
import { recipeRows } from '../../../support/samples.ts';

const MODES = ['cpu', 'webasm'] as const;

type Lines = ArrayLike<ArrayLike<number>>;

describe.each(MODES)('what gpu.js gets wrong silently, in the mode %s', (mode) => {
  test('it stops a loop at 1000 unless its bound is a constant', () => {
    const device = openDevice(mode);
    const values = device.array(new Float32Array(5000).fill(1), [5000, 1]);
    const bounded = device.kernel(
      function counted(this: { readonly constants: { readonly n: number } }, ones: Lines) {
        let sum = 0;
        for (let i = 0; i < this.constants.n; i++) sum += ones[0][i];
        return sum;
      },
      { output: [1], constants: { n: 5000 }, stays: false },
    );
    const unbounded = device.kernel(
      function counted(ones: Lines, n: number) {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += ones[0][i];
        return sum;
      },
      { output: [1], constants: {}, stays: false },
    );
    expect(rowsOf(unbounded(values, 5000))).toEqual([Float32Array.of(1000)]);
    expect(rowsOf(bounded(values))).toEqual([Float32Array.of(5000)]);
  });

  test('more than 1000 features are all read', () => {
    const d = 1500;
    const row = Array.from({ length: d }, (_, j) => (j < 1000 ? -1 : 4));
    const loaded = createGpujsLosses(openDevice(mode)).load(blocksOf(comparisonsFromRows(row, 1, d)));
    expect(loaded.score([Array<number>(d).fill(0.001)])).toEqual([1]);
    expect(loaded.logistic([Array<number>(d).fill(0.001)])[0].gradient[1499]).toBeCloseTo(
      -4 / (1 + Math.E),
      4,
    );
  });

  test.each([
    { what: 'more than 2^24 values, temperatures far out', n: 2_100_003, d: 8, lambda: 300 },
    { what: 'more rows than 65,536', n: 70_001, d: 3, lambda: 3 },
  ])('sums keep their digits: $what', ({ n, d, lambda }) => {
    const theta = Array.from({ length: d }, (_, j) => (j === 0 ? 0.8 : 0.1 * (j % 3)));
    const loaded = createGpujsLosses(openDevice(mode)).load(largeRows(n, d));
    const exact = largeSums(n, theta, lambda);
    const [annealed] = loaded.annealed([{ direction: theta, lambda }]);
    expect(Math.abs(annealed.sum - exact.annealed) / n).toBeLessThan(1e-7);
    expect(Math.abs(loaded.logistic([theta])[0].sum - exact.logistic) / n).toBeLessThan(1e-7);
    for (let j = 0; j < d; j++) {
      expect(Math.abs(annealed.gradient[j] - exact.gradient[j]) / n / lambda).toBeLessThan(1e-7);
    }
    loaded.dispose();
  });
});

test('a kernel that gpu.js executes in another mode than was asked for is an error, not a result', () => {
  const kernel = openDevice('webasm').kernel(
    function copied(this: { readonly thread: { readonly x: number } }, values: Lines) {
      return values[0][this.thread.x];
    },
    { output: [2], constants: {}, stays: false },
  );
  // The mode webasm takes no textures: gpu.js falls back to plain code, and only logs that.
  const texture = { type: 'NumberTexture', output: [2, 1], toArray: () => [Float32Array.of(3, 4)] };
  const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
  expect(() => kernel(texture)).toThrow(
    /did not execute a kernel in the mode webasm: argument "values" of type NumberTexture/,
  );
  log.mockRestore();
});

test('a kernel whose result stays on the card is immutable: deleting one result leaves the next alone', () => {
  const made = vi.spyOn(GPU.prototype, 'createKernel');
  const loaded = createGpujsLosses(openDevice('cpu')).load(
    blocksOf(comparisonsFromRows([1, 2, 3, 4], 2, 2)),
    [1, 2],
  );
  const theta = [0.5, -1];
  loaded.annealed([{ direction: theta, lambda: 2 }]);
  loaded.logisticCurvature([theta]);
  loaded.score([theta]);
  const settings = made.mock.calls.map(([, options]) => options ?? {});
  made.mockRestore();
  expect(settings.filter(({ pipeline }) => pipeline).length).toBeGreaterThan(3);
  expect(settings.filter(({ pipeline }) => !pipeline).length).toBeGreaterThan(2);
  for (const { pipeline, immutable } of settings) expect(immutable).toBe(pipeline);
});

describe('the kernels', () => {
  const sources = Object.entries(kernels).map(([name, kernel]) => [name, kernel.toString()] as const);

  test.each(sources)(
    '%s is a function of its own that calls nothing but exact and exponential functions',
    (_, text) => {
      expect(text).toMatch(/^function \w+\(/);
      const calls = [...text.matchAll(/([\w.]+)\(/g)].map(([, called]) => called);
      const allowed = ['Math.exp', 'Math.log', 'Math.abs', 'Math.floor', 'for', 'if'];
      expect(calls.slice(1).filter((called) => !allowed.includes(called))).toEqual([]);
    },
  );

  test.each(sources)('%s loops to constants only', (_, text) => {
    for (const [, bound] of text.matchAll(/for \(let \w+ = 0; \w+ < ([^;]+);/g)) {
      expect(bound).toMatch(/^this\.constants\.(d|lines)$/);
    }
    expect(text.split('for (').length).toBe(text.split(/for \(let \w+ = 0; \w+ < this\.constants\./).length);
  });

  test('no thread adds more than 1000 rows', () => {
    expect(LINES).toBeLessThanOrEqual(1000);
  });
});

describe('the layout of rows on a card', () => {
  test('no piece has as many as 2^24 values, and every row has a place', () => {
    for (const n of [0, 1, 127, 128, 129, 5000, 100_000, 1_000_000, 43_834, 2_100_003, 50_000_000]) {
      for (const d of [1, 2, 5, 10, 40, 2880]) {
        const layout = layoutOf(n, d);
        expect(layout.rowsPerSegment * Math.max(d, 8)).toBeLessThan(2 ** 24);
        // A texture of two dimensions is this wide and high; cards take 4096 everywhere, and seldom more than 16,384.
        expect(layout.chunks).toBeLessThanOrEqual(4096);
        expect(layout.rowsPerSegment * layout.segments).toBeGreaterThanOrEqual(n);
        expect(rowsVisited(layout, n, 1)).toBe(n);
      }
    }
  });
});

test.each(MODES)('a stride visits every stride-th line of rows and no other, in the mode %s', (mode) => {
  const losses = createGpujsLosses(openDevice(mode));
  const [n, d] = [1000, 3];
  const rows = recipeRows({ n, d, seed: 5, beta: [1, -1, 0.5] });
  const { chunks } = layoutOf(n, d);
  const load = (some: readonly (readonly number[])[]) =>
    losses.load(blocksOf(comparisonsFromRows(some.flat(), some.length, d)));
  const theta = [0.7, -0.4, 0.2];
  for (const stride of [2, 4, 7, 32]) {
    const [found] = load(rows).logisticCurvature([theta], stride);
    const visited = rows.filter((_, i) => Math.floor(i / chunks) % stride === 0);
    const [expected] = load(visited).logisticCurvature([theta]);
    expect(found.rows).toBe(visited.length);
    for (let j = 0; j < d; j++) expect(found.gradient[j]).toBeCloseTo(expected.gradient[j], 3);
    for (let k = 0; k < d * d; k++) expect(found.hessian[k]).toBeCloseTo(expected.hessian[k], 3);
    expect(found.second / expected.second).toBeCloseTo(1, 5);
    expect(found.fourth / expected.fourth).toBeCloseTo(1, 5);
  }
});

describe('renderers', () => {
  test.each([
    ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)', true],
    ['google swiftshader', true],
    ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
    ['Microsoft Basic Render Driver', true],
    ['', true],
    ['ANGLE (NVIDIA, NVIDIA H100, OpenGL 4.6)', false],
    ['Apple M2', false],
    ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
  ])('%j: in software, %s', (renderer, software) => {
    expect(isSoftware(renderer)).toBe(software);
  });

  test('the best mode is the first on graphics hardware, and cpu where all is software', () => {
    const status = (mode: ModeStatus['mode'], available: boolean, software: boolean): ModeStatus => ({
      mode,
      available,
      reason: available ? null : 'none',
      renderer: null,
      software,
    });
    expect(bestMode(GPU_MODES.map((mode) => status(mode, true, mode !== 'headless-gl')))).toBe('headless-gl');
    expect(bestMode(GPU_MODES.map((mode) => status(mode, true, true)))).toBe('cpu');
    expect(bestMode(GPU_MODES.map((mode) => status(mode, mode === 'cpu', false)))).toBe('cpu');
  });
});
