/** A number in six digits, as a person compares it; all digits are in the JSON. */
export function numberText(value: number | null): string {
  if (value === null) return '';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
