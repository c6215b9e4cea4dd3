/** The kinds of floating-point numbers that arrays come in, little-endian; bf2 is bfloat16. */
export type FloatType = 'f2' | 'bf2' | 'f4' | 'f8';

export const bytesOf = (type: FloatType): number => (type === 'f8' ? 8 : type === 'f4' ? 4 : 2);

/** Where numbers go: `out[to]`, `out[to + step]`, ... */
export interface Place {
  readonly out: Float64Array;
  readonly to: number;
  readonly step: number;
}

/** Writes the numbers in `bytes` to their places. Every one of these types is exact in float64. */
export function decodeFloats(kind: FloatType, bytes: Uint8Array, { out, to, step }: Place): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / bytesOf(kind);
  switch (kind) {
    case 'f8':
      for (let i = 0; i < count; i++) out[to + i * step] = view.getFloat64(8 * i, true);
      return;
    case 'f4':
      for (let i = 0; i < count; i++) out[to + i * step] = view.getFloat32(4 * i, true);
      return;
    case 'f2':
      for (let i = 0; i < count; i++) out[to + i * step] = HALVES[view.getUint16(2 * i, true)];
      return;
    case 'bf2': {
      const whole = new DataView(new ArrayBuffer(4));
      for (let i = 0; i < count; i++) {
        whole.setUint16(2, view.getUint16(2 * i, true), true);
        out[to + i * step] = whole.getFloat32(0, true);
      }
      return;
    }
    default: {
      kind satisfies never;
    }
  }
}

/** The value of each of the 65,536 patterns of binary16, IEEE 754. */
const HALVES = Float64Array.from({ length: 65_536 }, (_, bits) => half(bits));

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return (sign * fraction) / 16_777_216;
  return (sign * (1024 + fraction) * (1 << exponent)) / 33_554_432;
}
