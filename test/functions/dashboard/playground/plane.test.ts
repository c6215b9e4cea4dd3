import { describe, expect, it } from 'vitest';
import { planeSvg } from '../../../../functions/dashboard/playground/plane.ts';
import { PLANE, placeOf, tasteAt } from '../../../../functions/dashboard/playground/plane-places.ts';
import { DEFAULTS } from '../../../../functions/dashboard/playground/settings.ts';
import { elementsOf } from '../../../support/well-formed.ts';

describe('the plane of tastes', () => {
  it('gives the taste back whose place it drew, and keeps to its edges', () => {
    for (let x = -4.5; x <= 4.5; x += 0.3) {
      const taste = { x: Math.round(10 * x) / 10, y: Math.round(-7 * x) / 10 };
      const [px, py] = placeOf(taste);
      expect(tasteAt(px, py)).toEqual({ x: taste.x + 0, y: taste.y + 0 });
    }
    expect(tasteAt(-500, -500)).toEqual({ x: -4.5, y: 4.5 });
    expect(tasteAt(5000, 5000)).toEqual({ x: 4.5, y: -4.5 });
  });

  it('draws a disc for each share, as large as it is, and says all in words', () => {
    const types = [
      { x: 3, y: 2, share: 80 },
      { x: 1, y: -2, share: 20 },
      { x: 0, y: 0, share: 0 },
    ];
    const rays = [
      { name: 'mean', tone: 'ink' as const, degrees: 0 },
      { name: 'R<HF', tone: 'rlhf' as const, degrees: -10.79 },
    ];
    const svg = planeSvg({ types, rays, score: [] });
    const elements = elementsOf(svg);
    expect(elements[0].name).toBe('svg');
    const radii = [...svg.matchAll(/class="type"[^>]* r="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(radii).toHaveLength(2);
    // Radii are rounded to a tenth of a pixel.
    expect(Math.abs(radii[0] / radii[1] - 2)).toBeLessThan(0.03);
    expect(svg).toContain('80 %');
    expect(svg).toContain('\u221210.8 degrees');
    expect(svg).not.toContain('R<HF');
  });

  it('draws the score outside the circle where it is positive', () => {
    const score = [0, 90, 180, 270].map((degrees) => ({ degrees, score: degrees === 0 ? 0.5 : -0.5 }));
    const svg = planeSvg({ types: DEFAULTS.types, rays: [], score });
    const path =
      /class="score" d="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)/.exec(svg)?.slice(1).map(Number) ?? [];
    expect(path[0] - PLANE.width / 2).toBeGreaterThan(PLANE.ring);
    expect(PLANE.height / 2 - path[3]).toBeLessThan(PLANE.ring);
  });
});
