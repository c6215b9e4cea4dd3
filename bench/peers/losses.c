// The annealed sign loss with its gradient in float64, as plain a use of 128-bit vectors as WebAssembly allows: SSE4.1, no
// fused multiply-add. Rows in blocks of 8, column by column; the same polynomial for exp as kernels/math.
//   cc -O3 -msse4.1 -ffp-contract=off -o losses losses.c && ./losses N D SETS
// Answers each line of its input, a number of evaluations, by one line: nanoseconds a row and evaluation, and the value's
// sum over the data sets, so that a wrong answer shows. bench/kernels.mjs asks.

#define _POSIX_C_SOURCE 199309L
#include <smmintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double EXP[10] = {0.5000000000000001,     0.16666666666666669,    0.041666666666624164,  0.008333333333330065,
                               0.0013888888917196719,  0.00019841269863040545, 2.480152132236793e-05, 2.755726848030944e-06,
                               2.762007588034591e-07,  2.5100375832840034e-08};
#define LN2_HI 0.6931471803691238
#define LN2_LO 1.9082149292705877e-10

static inline __m128d c(double v) { return _mm_set1_pd(v); }
static inline __m128d join(__m128d a, __m128d b, __m128d x) { return _mm_add_pd(a, _mm_mul_pd(b, x)); }

// exp(-|v|), by Estrin's scheme.
static inline __m128d exp_minus_abs(__m128d v) {
  __m128d x = _mm_max_pd(_mm_or_pd(v, c(-0.0)), c(-700));
  __m128d shifted = _mm_add_pd(_mm_mul_pd(x, c(1.4426950408889634)), c(6755399441055744.0));
  __m128d k = _mm_sub_pd(shifted, c(6755399441055744.0));
  __m128d r = _mm_sub_pd(_mm_sub_pd(x, _mm_mul_pd(k, c(LN2_HI))), _mm_mul_pd(k, c(LN2_LO)));
  __m128d r2 = _mm_mul_pd(r, r), r4 = _mm_mul_pd(r2, r2);
  __m128d low = join(join(c(EXP[0]), c(EXP[1]), r), join(c(EXP[2]), c(EXP[3]), r), r2);
  __m128d middle = join(join(c(EXP[4]), c(EXP[5]), r), join(c(EXP[6]), c(EXP[7]), r), r2);
  __m128d p = join(join(low, middle, r4), join(c(EXP[8]), c(EXP[9]), r), _mm_mul_pd(r4, r4));
  p = _mm_add_pd(_mm_add_pd(_mm_mul_pd(p, r2), r), c(1));
  __m128i scale = _mm_slli_epi64(_mm_add_epi64(_mm_castpd_si128(shifted), _mm_set1_epi64x(1023)), 52);
  return _mm_mul_pd(p, _mm_castsi128_pd(scale));
}

static inline double total(__m128d v) { return _mm_cvtsd_f64(_mm_add_sd(v, _mm_unpackhi_pd(v, v))); }

// Sums of tanh(v / 2) and of its derivative times z, v = z . theta.
static void annealed(const double *x, long blocks, int d, const double *theta, double *out) {
  __m128d sums[d + 1];
  for (int q = 0; q <= d; q++) sums[q] = c(0);
  for (long b = 0; b < blocks; b++, x += 8 * d) {
    __m128d v[4] = {c(0), c(0), c(0), c(0)}, w[4], t[4];
    for (int j = 0; j < d; j++) {
      __m128d s = c(theta[j]);
      for (int i = 0; i < 4; i++) v[i] = _mm_add_pd(v[i], _mm_mul_pd(_mm_load_pd(x + 8 * j + 2 * i), s));
    }
    for (int i = 0; i < 4; i++) {
      __m128d e = exp_minus_abs(v[i]), r = _mm_div_pd(c(1), _mm_add_pd(c(1), e));
      t[i] = _mm_xor_pd(_mm_mul_pd(_mm_sub_pd(c(1), e), r), _mm_and_pd(v[i], c(-0.0)));
      w[i] = _mm_mul_pd(c(2), _mm_mul_pd(_mm_mul_pd(e, r), r));
    }
    sums[0] = _mm_add_pd(sums[0], _mm_add_pd(_mm_add_pd(t[0], t[1]), _mm_add_pd(t[2], t[3])));
    for (int j = 0; j < d; j++) {
      const double *z = x + 8 * j;
      __m128d a = _mm_add_pd(_mm_mul_pd(w[0], _mm_load_pd(z)), _mm_mul_pd(w[1], _mm_load_pd(z + 2)));
      __m128d e = _mm_add_pd(_mm_mul_pd(w[2], _mm_load_pd(z + 4)), _mm_mul_pd(w[3], _mm_load_pd(z + 6)));
      sums[j + 1] = _mm_add_pd(sums[j + 1], _mm_add_pd(a, e));
    }
  }
  for (int q = 0; q <= d; q++) out[q] = total(sums[q]);
}

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

// The features of bench/kernels.mjs: a linear congruential generator, row by row, and the theta that goes with them.
static void draw(double *x, long n, int d, uint32_t state) {
  for (long i = 0; i < n; i++)
    for (int j = 0; j < d; j++) {
      state = state * 1664525u + 1013904223u;
      x[(i / 8 * d + j) * 8 + i % 8] = state / 1073741824.0 - 2;
    }
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  long n = atol(argv[1]), sets = atol(argv[3]), evaluations;
  int d = atoi(argv[2]);
  long blocks = (n + 7) / 8;
  double *x = aligned_alloc(64, sizeof(double) * 8 * d * blocks * sets);
  double theta[d], out[d + 1];
  memset(x, 0, sizeof(double) * 8 * d * blocks * sets);
  for (long s = 0; s < sets; s++) draw(x + 8 * d * blocks * s, n, d, s + 1);
  for (int j = 0; j < d; j++) theta[j] = 7 * (1 - 2.0 * j / d) / 2;
  while (scanf("%ld", &evaluations) == 1) {
    double sum = 0, start = seconds();
    for (long k = 0; k < evaluations; k++)
      for (long s = 0; s < sets; s++) {
        annealed(x + 8 * d * blocks * s, blocks, d, theta, out);
        sum += out[0];
      }
    double ns = 1e9 * (seconds() - start) / ((double)n * sets * evaluations);
    printf("{\"nsPerRow\":%.4f,\"sum\":%.17g}\n", ns, sum / evaluations);
    fflush(stdout);
  }
}
