import * as Plot from '@observablehq/plot';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../results/charts/drawing.ts';
import { type Frame, pixelX, pixelY, plotOptions, sizesDomain } from '../../../results/charts/frame.ts';
import { elementsOf } from '../../support/well-formed.ts';

const frame: Frame = {
  width: 720,
  height: 440,
  left: 46,
  right: 28,
  top: 28,
  bottom: 46,
  fontSize: 13,
  x: [80, 1.3e6],
  y: [1.2, 40],
  logY: true,
};

describe('the pixels that labels reckon with', () => {
  for (const logY of [true, false]) {
    it(`are those of the drawing, ${logY ? 'log' : 'linear'} y`, () => {
      const here = { ...frame, logY };
      const points = [
        { n: 100, value: 2 },
        { n: 31_623, value: 17.5 },
      ];
      const svg = draw('dots', { ...plotOptions(here), marks: [Plot.dot(points, { x: 'n', y: 'value' })] });
      const circles = elementsOf(svg).filter(({ name }) => name === 'circle');
      for (const [i, { n, value }] of points.entries()) {
        expect(Math.abs(Number(circles[i].attributes.cx) - pixelX(here, n))).toBeLessThan(0.06);
        expect(Math.abs(Number(circles[i].attributes.cy) - pixelY(here, value))).toBeLessThan(0.06);
      }
    });
  }

  it('leave a decade around a single size', () => {
    const [low, high] = sizesDomain([1000]);
    expect(high / low).toBeCloseTo(10, 8);
  });
});

describe('draw', () => {
  it('rounds coordinates, never the words between the tags', () => {
    const svg = draw('10.79123 degrees', {
      ...plotOptions(frame),
      marks: [Plot.text(['settles 10.79123'], { frameAnchor: 'middle', dx: 1.23456 }), Plot.ruleY([7.77])],
    });
    expect(svg).toContain('>settles 10.79123<');
    expect(svg).not.toMatch(/<[^>]*[xy]\d?="-?\d+\.\d{2,}/);
  });

  it('raises ^{...} and gives it a true minus sign', () => {
    const svg = draw('law', {
      ...plotOptions(frame),
      marks: [Plot.text(['n^{-1/3}'], { frameAnchor: 'middle' })],
    });
    expect(svg).toMatch(/n<tspan [^>]*>\u22121\/3<\/tspan>/);
  });
});
