// Users along a line, and users who answer several comparisons; blocks as in draw.ts.

/** t = x . mean + g (x . along) for each row, g the row's own. */
export function dotLine(t: usize, x: usize, g: usize, blocks: i32, d: i32, mean: usize, along: usize): void {
  for (let b = 0; b < blocks; b++) {
    for (let part: usize = 0; part < 64; part += 16) {
      let sum = f64x2.splat(0.0);
      let slope = f64x2.splat(0.0);
      for (let j = 0; j < d; j++) {
        const v = v128.load(x + part + (<usize>j << 6));
        sum = f64x2.add(sum, f64x2.mul(v, v128.load64_splat(mean + (<usize>j << 3))));
        slope = f64x2.add(slope, f64x2.mul(v, v128.load64_splat(along + (<usize>j << 3))));
      }
      v128.store(t + part, f64x2.add(sum, f64x2.mul(v128.load(g + part), slope)));
    }
    x += <usize>d << 6;
    g += 64;
    t += 64;
  }
}

/** x <- rows skip, skip + 1, ... of the list in which every user's row stands `times` times; skip < times. */
export function repeatRows(x: usize, users: usize, blocks: i32, d: i32, skip: u32, times: u32): void {
  const blockBytes = <usize>d << 6;
  let lane: usize = 0;
  let left = times - skip;
  for (let b = 0; b < blocks; b++) {
    for (let to = x; to < x + 64; to += 8) {
      const from = users + lane;
      for (let at: usize = 0; at < blockBytes; at += 64) store<f64>(to + at, load<f64>(from + at));
      left--;
      if (left === 0) {
        left = times;
        lane += 8;
        if (lane === 64) {
          lane = 0;
          users += blockBytes;
        }
      }
    }
    x += blockBytes;
  }
}
