// Features that are not normal or on a sphere; blocks as in draw.ts.

/** dst <- shift + scale src, a column each, strides from block to block; dst may be src. */
export function placeColumn(
  dst: usize, stride: usize, src: usize, srcStride: usize, blocks: i32, scale: f64, shift: f64,
): void {
  const scales = f64x2.splat(scale);
  const shifts = f64x2.splat(shift);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      v128.store(dst + part, f64x2.add(shifts, f64x2.mul(scales, v128.load(src + part))));
    }
    dst += stride;
    src += srcStride;
  }
}

/** x <- x / sqrt(factor g) for each row. */
export function divideByRoot(x: usize, blocks: i32, d: i32, g: usize, factor: f64): void {
  const factors = f64x2.splat(factor);
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      const size = f64x2.sqrt(f64x2.mul(factors, v128.load(g + part)));
      for (let j = 0; j < d; j++) {
        const at = x + part + (<usize>j << 6);
        v128.store(at, f64x2.div(v128.load(at), size));
      }
    }
    x += <usize>d << 6;
    g += 64;
  }
}

/**
 * Row floor(u rows) of a row-major table for each u, an open uniform. The product stays below `rows`: u is at most
 * 1 - 2^-53, and rows (1 - 2^-53) is a float64 where rows is a power of two, else more than half a unit in the last
 * place below it. The 2^52 values of u fall into `rows` cells whose counts differ by two at most: the probability of a
 * row is within 2^-51 of 1 / rows.
 */
export function tableRows(x: usize, u: usize, blocks: i32, d: i32, table: usize, rows: f64): void {
  const rowBytes = <usize>d << 3;
  for (let b = 0; b < blocks; b++) {
    for (let lane: usize = 0; lane < 64; lane += 8) {
      const from = table + rowBytes * <usize>(load<f64>(u + lane) * rows);
      for (let j = 0; j < d; j++) {
        store<f64>(x + lane + (<usize>j << 6), load<f64>(from + (<usize>j << 3)));
      }
    }
    x += <usize>d << 6;
    u += 64;
  }
}
