// Made by kernels/math/coefficients.py; do not edit.
// Constants are loaded from memory: as immediates they would be rebuilt in every turn of a loop.
@inline export const TABLE: usize = memory.data<f64>([
  0.5000000000000001,
  0.16666666666666669,
  0.041666666666624164,
  0.008333333333330065,
  0.0013888888917196719,
  0.00019841269863040545,
  2.480152132236793e-05,
  2.755726848030944e-06,
  2.762007588034591e-07,
  2.5100375832840034e-08,
  0.666666666666667,
  0.39999999999899505,
  0.2857142862597549,
  0.2222221113479354,
  0.18182889125373952,
  0.15331721596825484,
  0.14616449731154732,
  6.283185307179586,
  -41.341702240399634,
  81.60524927594804,
  -76.70585970427454,
  42.058685020160894,
  -15.093804209987114,
  3.7808689593022957,
  -19.739208802178716,
  64.93939402266824,
  -85.4568172066438,
  60.24464135270201,
  -26.426253275854723,
  7.903206911569678,
  -1.6990343940660637,
  -0.3333333333333333,
  0.19999999999999804,
  -0.14285714285659828,
  0.11111111105155447,
  -0.09090908753500863,
  0.07692296375031735,
  -0.0666642488573094,
  0.058789289977506626,
  -0.05230454270030748,
  0.0455159321780069,
  -0.0345705619087522,
  0.016285756774679666,
  1.4426950408889634,
  0.6931471803691238,
  1.9082149292705877e-10,
  6755399441055744.0,
  1.0,
  2.0,
  0.25,
  0.5,
  0.7071067811865476,
  -700.0,
]);
export const EXP_0: usize = 0;
export const EXP_1: usize = 8;
export const EXP_2: usize = 16;
export const EXP_3: usize = 24;
export const EXP_4: usize = 32;
export const EXP_5: usize = 40;
export const EXP_6: usize = 48;
export const EXP_7: usize = 56;
export const EXP_8: usize = 64;
export const EXP_9: usize = 72;
export const LOG_0: usize = 80;
export const LOG_1: usize = 88;
export const LOG_2: usize = 96;
export const LOG_3: usize = 104;
export const LOG_4: usize = 112;
export const LOG_5: usize = 120;
export const LOG_6: usize = 128;
export const SIN_0: usize = 136;
export const SIN_1: usize = 144;
export const SIN_2: usize = 152;
export const SIN_3: usize = 160;
export const SIN_4: usize = 168;
export const SIN_5: usize = 176;
export const SIN_6: usize = 184;
export const COS_0: usize = 192;
export const COS_1: usize = 200;
export const COS_2: usize = 208;
export const COS_3: usize = 216;
export const COS_4: usize = 224;
export const COS_5: usize = 232;
export const COS_6: usize = 240;
export const ATAN_0: usize = 248;
export const ATAN_1: usize = 256;
export const ATAN_2: usize = 264;
export const ATAN_3: usize = 272;
export const ATAN_4: usize = 280;
export const ATAN_5: usize = 288;
export const ATAN_6: usize = 296;
export const ATAN_7: usize = 304;
export const ATAN_8: usize = 312;
export const ATAN_9: usize = 320;
export const ATAN_10: usize = 328;
export const ATAN_11: usize = 336;
export const LOG2_E: usize = 344;
export const LN2_HI: usize = 352;
export const LN2_LO: usize = 360;
export const ROUND: usize = 368;
export const ONE: usize = 376;
export const TWO: usize = 384;
export const QUARTER: usize = 392;
export const HALF: usize = 400;
export const SQRT_HALF: usize = 408;
export const MINUS_700: usize = 416;
