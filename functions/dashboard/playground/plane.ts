import { sincos } from '../../../kernels/math/trigonometry.ts';
import { escaped } from '../../../results/charts/drawing.ts';
import { DEGREES, minus } from '../../../results/charts/numbers.ts';
import type { ScorePoint } from '../../../results/charts/score-landscape.ts';
import { PLANE, placeOf } from './plane-places.ts';
import type { PlayedType } from './settings.ts';

/** Pixels by which the highest score stands out. */
const LIFT = 34;
/** Scores below this are not drawn higher than they are. */
const FLAT = 0.2;

/** A direction with a name, drawn as a ray. */
export interface Ray {
  readonly name: string;
  readonly tone: 'ink' | 'sign' | 'rlhf';
  /** Counter-clockwise from the first axis. */
  readonly degrees: number;
}

export interface Plane {
  readonly types: readonly PlayedType[];
  readonly rays: readonly Ray[];
  /** Over the circle, in degrees from the first axis. */
  readonly score: readonly ScorePoint[];
}

const at = (degrees: number, radius: number): readonly [number, number] => {
  const { sin, cos } = sincos(degrees / DEGREES);
  return [PLANE.width / 2 + radius * cos, PLANE.height / 2 - radius * sin];
};

const px = (value: number): string => value.toFixed(1);

/** The plane of tastes: types as discs whose area is their share, the score as a ring outside whose circle more users agree than disagree, and the directions. SVG text. */
export function planeSvg({ types, rays, score }: Plane): string {
  const { width, height, ring } = PLANE;
  const [cx, cy] = [width / 2, height / 2];
  const circle = `M${cx - ring},${cy}a${ring},${ring} 0 1,0 ${2 * ring},0a${ring},${ring} 0 1,0 ${-2 * ring},0Z`;
  const top = score.reduce((most, point) => Math.max(most, point.score), FLAT);
  const band =
    score.length === 0
      ? ''
      : `M${score
          .map((point) =>
            at(point.degrees, ring + (LIFT * point.score) / top)
              .map(px)
              .join(','),
          )
          .join('L')}Z`;
  return [
    `<svg class="plane" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(nameOf({ types, rays }))}">`,
    `<path class="axis" d="M${cx - ring},${cy}H${cx + ring}M${cx},${cy - ring}V${cy + ring}"/>`,
    band === '' ? '' : `<path class="band" d="${band}${circle}"/>`,
    `<path class="axis" d="${circle}"/>`,
    band === '' ? '' : `<path class="score" d="${band}"/>`,
    ...rays.map(rayLine),
    ...types.map((type, i) => disc(type, i, types)),
    ...rayLabels(rays),
    '</svg>',
  ].join('');
}

function nameOf({ types, rays }: Pick<Plane, 'types' | 'rays'>): string {
  const users = types.flatMap(({ x, y, share }, i) =>
    share > 0 ? [`type ${i + 1} at ${x}, ${y} with ${share} per cent`] : [],
  );
  const directions = rays.map(({ name, degrees }) => `${name} at ${degrees.toFixed(1)} degrees`);
  return minus(`Types of users in the plane: ${[...users, ...directions].join('; ')}.`);
}

function rayLine({ tone, degrees }: Ray): string {
  const [x, y] = at(degrees, PLANE.ring + (tone === 'ink' ? 0 : LIFT));
  return `<path class="ray ${tone}" d="M${PLANE.width / 2},${PLANE.height / 2}L${px(x)},${px(y)}"/>`;
}

function disc(type: PlayedType, i: number, types: readonly PlayedType[]): string {
  if (type.share <= 0) return '';
  const all = types.reduce((sum, { share }) => sum + share, 0);
  const part = type.share / all;
  const [x, y] = placeOf(type);
  const r = 18 * Math.sqrt(part);
  return (
    `<circle class="type" cx="${px(x)}" cy="${px(y)}" r="${px(r)}"/>` +
    `<text class="share" x="${px(x + r + 5)}" y="${px(y + 5)}">${i + 1}: ${Math.round(100 * part)} %</text>`
  );
}

/** Pixels between the middles of two names that would lie on each other. */
const LINE = 15;

function rayLabels(rays: readonly Ray[]): readonly string[] {
  const labels = rays
    .map((ray) => ({ ...ray, place: [...at(ray.degrees, PLANE.ring + LIFT + 12)] }))
    .sort((a, b) => a.place[1] - b.place[1]);
  for (let pass = 0; pass < labels.length; pass++) {
    for (let i = 1; i < labels.length; i++) {
      const [a, b] = [labels[i - 1].place, labels[i].place];
      const gap = LINE - (b[1] - a[1]);
      if (gap <= 0 || Math.abs(a[0] - b[0]) > 44) continue;
      a[1] -= gap / 2;
      b[1] += gap / 2;
    }
  }
  return labels.map(({ name, tone, place: [x, y] }) => {
    const anchor = x >= PLANE.width / 2 ? 'start' : 'end';
    return `<text class="${tone}" x="${px(x)}" y="${px(y + 4)}" text-anchor="${anchor}">${escaped(name)}</text>`;
  });
}
