/** z of a two-sided bound of 95 %. */
const Z = 1.959963984540054;

/**
 * The bounds of a share by Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22, 1927), with 95 % confidence.
 *
 * @param hits  of `all`
 * @returns lower and upper bound, 0 to 1; 0 and 1 when `all` is 0
 */
export function wilson(hits: number, all: number): readonly [lower: number, upper: number] {
  if (all === 0) return [0, 1];
  const share = hits / all;
  const square = Z * Z;
  const middle = share + square / (2 * all);
  const spread = Z * Math.sqrt((share * (1 - share)) / all + square / (4 * all * all));
  const whole = 1 + square / all;
  return [Math.max(0, (middle - spread) / whole), Math.min(1, (middle + spread) / whole)];
}
