/** One kind of user: a taste in the plane and the share of users who have it. */
export interface PlayedType {
  readonly x: number;
  readonly y: number;
  /** Per cent, relative to the sum of all; 0 where there are no such users. */
  readonly share: number;
}

/** What computes in the browser: the WASM kernels, or gpu.js in a mode whose results come at once. */
type PlayedOn = 'wasm' | 'webgl2';

/** What a visitor chooses; it is all in the address. */
export interface Settings {
  readonly types: readonly PlayedType[];
  /** Factor of all tastes: how rarely users choose against their taste. */
  readonly confidence: number;
  /** The largest of the sizes. */
  readonly n: number;
  readonly replicates: number;
  readonly seed: number;
  readonly on: PlayedOn;
}

/** A number that a visitor may choose: its name in the address, its range, and the step of its field. */
export interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

/** Coordinates of a taste. */
export const COORDINATE = { least: -4.5, most: 4.5, step: 0.1 } as const;
export const SHARE = { least: 0, most: 100, step: 1 } as const;
export const CONFIDENCE: Field = { name: 'c', least: 0.1, most: 10, step: 0.1 };
export const SIZE: Field = { name: 'n', least: 30, most: 100_000, step: 1 };
export const REPLICATES: Field = { name: 'replicates', least: 10, most: 2000, step: 10 };
const SEED: Field = { name: 'seed', least: 0, most: 2 ** 53 - 1, step: 1 };

/** Two types of users, one of them loud; the third has no share. */
export const DEFAULTS: Settings = {
  types: [
    { x: 3, y: 2, share: 50 },
    { x: 1, y: -2, share: 50 },
    { x: -1, y: 1, share: 0 },
  ],
  confidence: 1,
  n: 10_000,
  replicates: 200,
  seed: 20251028,
  on: 'wasm',
};

/** The settings of an address: what is absent or no number is the default, what is out of range is moved into it. */
export function parseSettings(query: URLSearchParams): Settings {
  const number = (field: Field, otherwise: number): number =>
    numberOf(query.get(field.name), field, otherwise);
  const types = DEFAULTS.types.map((type, i) => ({
    x: number({ name: `x${i + 1}`, ...COORDINATE }, type.x),
    y: number({ name: `y${i + 1}`, ...COORDINATE }, type.y),
    share: number({ name: `w${i + 1}`, ...SHARE }, type.share),
  }));
  return {
    types,
    confidence: number(CONFIDENCE, DEFAULTS.confidence),
    n: Math.round(number(SIZE, DEFAULTS.n)),
    replicates: Math.round(number(REPLICATES, DEFAULTS.replicates)),
    seed: Math.round(number(SEED, DEFAULTS.seed)),
    on: query.get('on') === 'webgl2' ? 'webgl2' : 'wasm',
  };
}

/** Digits after the point of a coordinate, a share and the confidence that an address keeps. */
const KEPT = 1000;

function numberOf(text: string | null, { least, most }: Field, otherwise: number): number {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) return otherwise;
  const kept = Math.abs(value) < 1e9 ? Math.round(value * KEPT) / KEPT : value;
  // Minus zero would be another bit pattern of the same place.
  return Math.min(most, Math.max(least, kept)) + 0;
}

/** The query of settings, everything named, in one order. */
export function settingsQuery({ types, confidence, n, replicates, seed, on }: Settings): string {
  const pairs = [
    ...types.flatMap(({ x, y, share }, i) => [
      [`x${i + 1}`, x],
      [`y${i + 1}`, y],
      [`w${i + 1}`, share],
    ]),
    ['c', confidence],
    ['n', n],
    ['replicates', replicates],
    ['seed', seed],
    ['on', on],
  ];
  return `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`;
}
