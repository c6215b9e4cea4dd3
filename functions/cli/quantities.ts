const PREFIXES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** A count in three digits with a metric prefix, for instance `450 M`. */
export function shortCount(count: number): string {
  const [unit, prefix] = PREFIXES.find(([size]) => count >= size * 0.9995) ?? [1, ''];
  const value = count / unit;
  const digits = prefix === '' || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)}${prefix === '' ? '' : ` ${prefix}`}`;
}

/** A duration in the unit a person would use, for instance `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function shortDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
