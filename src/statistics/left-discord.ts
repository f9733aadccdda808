/**
 * How far the stretch of `length` values that ends at `end` lies from its `rank`-th nearest among earlier stretches, as a
 * Euclidean distance of the values as they are: the left matrix profile, whose peaks are left discords (Yeh et al. 2016, ICDM;
 * Lu et al. 2022, "Matrix Profile XXIV", KDD). Without normalisation a level counts, not only a shape (Akbarinia & Cloez 2019).
 * Sums are abandoned as soon as they exceed the nearest so far (Rakthanmanon et al. 2012, KDD): exact, with no running sum to drift.
 *
 * @param ends where the earlier stretches end, all `end - length` or before
 * @param rank 1 = nearest; the 2nd nearest forgives a fault that was seen once before ("twin freak")
 * @param comparable leaves stretches out
 * @param enough a distance of which it need not be known how much smaller it is
 * @returns NaN where fewer than `rank` stretches are comparable (a NaN among the values makes one incomparable)
 */
export function leftDiscord(
  values: Float64Array,
  end: number,
  length: number,
  ends: ArrayLike<number>,
  rank: 1 | 2 = 1,
  comparable: (other: number) => boolean = () => true,
  enough = Number.NEGATIVE_INFINITY,
): number {
  let first = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  // the latest are the likeliest to be near
  for (let c = ends.length - 1; c >= 0; c--) {
    const other = ends[c]!;
    const worst = rank === 1 ? first : second;
    let sum = 0;
    for (let k = 0; k < length && sum < worst; k++) sum += (values[end - k]! - values[other - k]!) ** 2;
    if (!(sum < worst) || !comparable(other)) continue;
    if (sum < first) {
      second = first;
      first = sum;
    } else second = sum;
    if (Math.sqrt(rank === 1 ? first : second) <= enough) break;
  }
  const nearest = rank === 1 ? first : second;
  return nearest < Number.POSITIVE_INFINITY ? Math.sqrt(nearest) : Number.NaN;
}
