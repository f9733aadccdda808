/**
 * Ridge regression (Hoerl & Kennard 1970), made robust by Huber weights (Huber 1964) in a few reweighted rounds.
 * @param rows predictors, row by row, `width` each; put the constant 1 in first, it is not shrunk
 * @param weights of the rows
 * @param shrink penalty as a share of the total weight; predictors should be of about unit scale
 * @returns coefficients
 */
export function ridge(
  rows: Float64Array,
  width: number,
  target: Float64Array,
  weights: Float64Array,
  shrink: number,
  rounds = 3,
): Float64Array {
  const n = target.length;
  let answer: Float64Array = new Float64Array(width);
  const now = Float64Array.from(weights);
  const residuals = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    answer = leastSquares(rows, width, target, now, shrink);
    if (round === rounds - 1) break;
    for (let i = 0; i < n; i++) residuals[i] = Math.abs(target[i]! - dot(rows, i * width, answer));
    const cut = 1.345 * 1.4826 * Float64Array.from(residuals).sort()[n >> 1]! + 1e-9;
    for (let i = 0; i < n; i++) now[i] = weights[i]! * Math.min(1, cut / Math.max(residuals[i]!, 1e-12));
  }
  return answer;
}

/** Row times coefficients. */
export function dot(rows: Float64Array, from: number, coefficients: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k++) sum += rows[from + k]! * coefficients[k]!;
  return sum;
}

function leastSquares(rows: Float64Array, p: number, y: Float64Array, w: Float64Array, shrink: number): Float64Array {
  const a = new Float64Array(p * p);
  const b = new Float64Array(p);
  let total = 0;
  for (let i = 0, at = 0; i < y.length; i++, at += p) {
    const wi = w[i]!;
    if (wi === 0) continue;
    total += wi;
    for (let j = 0; j < p; j++) {
      const xj = wi * rows[at + j]!;
      if (xj === 0) continue;
      b[j]! += xj * y[i]!;
      for (let k = 0; k <= j; k++) a[j * p + k]! += xj * rows[at + k]!;
    }
  }
  for (let j = 0; j < p; j++) a[j * p + j]! += (j === 0 ? 1e-9 : shrink) * total + 1e-12;
  return solve(a, b, p);
}

/** Cholesky: the lower triangle of `a` is overwritten. */
function solve(a: Float64Array, b: Float64Array, p: number): Float64Array {
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < j; k++) {
      let s = a[j * p + k]!;
      for (let m = 0; m < k; m++) s -= a[j * p + m]! * a[k * p + m]!;
      a[j * p + k] = s / a[k * p + k]!;
    }
    let d = a[j * p + j]!;
    for (let m = 0; m < j; m++) d -= a[j * p + m]! ** 2;
    a[j * p + j] = Math.sqrt(Math.max(d, 1e-12));
  }
  const x = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    let s = b[j]!;
    for (let m = 0; m < j; m++) s -= a[j * p + m]! * x[m]!;
    x[j] = s / a[j * p + j]!;
  }
  for (let j = p - 1; j >= 0; j--) {
    let s = x[j]!;
    for (let m = j + 1; m < p; m++) s -= a[m * p + j]! * x[m]!;
    x[j] = s / a[j * p + j]!;
  }
  return x;
}

/** Plain ridge regression of many targets on the same predictors; `targets[row][k]`. @returns coefficients per target */
export function leastSquaresMany(
  rows: Float64Array,
  width: number,
  targets: Float64Array[],
  weights: Float64Array,
  count: number,
  shrink: number,
): Float64Array[] {
  const n = targets.length;
  const a = new Float64Array(width * width);
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += weights[i]!;
    for (let j = 0; j < width; j++)
      for (let k = 0; k <= j; k++) a[j * width + k]! += weights[i]! * rows[i * width + j]! * rows[i * width + k]!;
  }
  for (let j = 0; j < width; j++) a[j * width + j]! += (j === 0 ? 1e-9 : shrink) * total + 1e-12;
  return Array.from({ length: count }, (_, t) => {
    const b = new Float64Array(width);
    for (let i = 0; i < n; i++) {
      const y = weights[i]! * targets[i]![t]!;
      for (let j = 0; j < width; j++) b[j]! += rows[i * width + j]! * y;
    }
    return solve(Float64Array.from(a), b, width);
  });
}
