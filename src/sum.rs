//! PyTorch's order of summation for contiguous elements, so that sums agree to the last bit.
//!
//! `torch.sum` on an x86-64 CPU adds in lanes: 8 for float32, 4 for float64. With fewer elements than lanes it
//! adds scalars. The lanes (or scalars) go round-robin into four running sums, which cascade into coarser ones
//! once they are long; what is left over goes to the first; then `((p0 + p1) + p2) + p3`, the tail, the lanes.

use crate::real::{Dtype, Real};

/// Lanes of a float32 sum on AVX2.
const LANES_F32: usize = 8;
/// Lanes of a float64 sum on AVX2.
const LANES_F64: usize = 4;
/// Running sums that are filled round-robin.
const RUNNING: usize = 4;
/// Levels of the cascade.
const LEVELS: usize = 4;

/// `K` sums over the same `n` elements at once: `get(i)` gives the `K` terms of element `i`.
#[inline(always)]
pub(crate) fn sums<T: Real, const K: usize>(n: usize, get: impl Fn(usize) -> [T; K]) -> [T; K] {
    match T::DTYPE {
        Dtype::Float32 => lanes::<T, LANES_F32, K>(n, get),
        Dtype::Float64 => lanes::<T, LANES_F64, K>(n, get),
    }
}

/// The sum of `n` values of type `dtype` held widened: `get(i)` gives element `i`.
pub(crate) fn sum_of(dtype: Dtype, n: usize, get: impl Fn(usize) -> f64) -> f64 {
    match dtype {
        Dtype::Float32 => sums::<f32, 1>(n, |i| [get(i) as f32])[0].to_f64(),
        Dtype::Float64 => sums::<f64, 1>(n, |i| [get(i)])[0],
    }
}

type Lanes<T, const W: usize, const K: usize> = [[T; W]; K];

#[inline(always)]
#[allow(clippy::needless_range_loop, reason = "terms are turned into lanes: both indices are needed")]
fn lanes<T: Real, const W: usize, const K: usize>(n: usize, get: impl Fn(usize) -> [T; K]) -> [T; K] {
    if n < W {
        let total = row_sum::<T, 1, K>(n, |i| get(i).map(|term| [term]));
        return total.map(|[only]| only);
    }
    let whole = n / W;
    let total = row_sum::<T, W, K>(whole, |i| {
        let mut row = [[T::ZERO; W]; K];
        for lane in 0..W {
            let terms = get(i * W + lane);
            for k in 0..K {
                row[k][lane] = terms[k];
            }
        }
        row
    });
    let mut out = [T::ZERO; K];
    for i in whole * W..n {
        let terms = get(i);
        for k in 0..K {
            out[k] = out[k] + terms[k];
        }
    }
    for (sum, lanes) in out.iter_mut().zip(&total) {
        for &lane in lanes {
            *sum = *sum + lane;
        }
    }
    out
}

#[inline(always)]
fn add<T: Real, const W: usize, const K: usize>(into: &mut Lanes<T, W, K>, row: &Lanes<T, W, K>) {
    for k in 0..K {
        for lane in 0..W {
            into[k][lane] = into[k][lane] + row[k][lane];
        }
    }
}

#[inline(always)]
fn row_sum<T: Real, const W: usize, const K: usize>(
    rows: usize,
    get: impl Fn(usize) -> Lanes<T, W, K>,
) -> Lanes<T, W, K> {
    let quads = rows / RUNNING;
    let mut running = if quads > 16 {
        cascade(quads, &get)
    } else {
        let mut running = [[[T::ZERO; W]; K]; RUNNING];
        for i in 0..quads {
            for (p, sum) in running.iter_mut().enumerate() {
                add(sum, &get(RUNNING * i + p));
            }
        }
        running
    };
    for i in quads * RUNNING..rows {
        add(&mut running[0], &get(i));
    }
    let [mut total, rest @ ..] = running;
    for sum in &rest {
        add(&mut total, sum);
    }
    total
}

/// Long running sums spill into coarser ones every `step` rows, which keeps the rounding error small. Up to 16 rows
/// this is the plain running sum. Kept out of line: training batches of ordinary size never come here.
#[inline(never)]
fn cascade<T: Real, const W: usize, const K: usize>(
    quads: usize,
    get: &impl Fn(usize) -> Lanes<T, W, K>,
) -> [Lanes<T, W, K>; RUNNING] {
    // ⌈log2(quads)⌉, a quarter of it for each of the four levels, at least 16 rows a step.
    let log2 = usize::BITS - (quads - 1).leading_zeros();
    let power = (log2 / LEVELS as u32).max(4);
    let step = 1usize << power;
    let mut levels = [[[[T::ZERO; W]; K]; RUNNING]; LEVELS];
    let mut i = 0;
    while i + step <= quads {
        for _ in 0..step {
            for (p, sum) in levels[0].iter_mut().enumerate() {
                add(sum, &get(RUNNING * i + p));
            }
            i += 1;
        }
        for level in 1..LEVELS {
            let (finer, coarser) = levels.split_at_mut(level);
            for (into, from) in coarser[0].iter_mut().zip(finer[level - 1].iter_mut()) {
                add(into, from);
                *from = [[T::ZERO; W]; K];
            }
            if i & ((step - 1) << (level as u32 * power)) != 0 {
                break;
            }
        }
    }
    while i < quads {
        for (p, sum) in levels[0].iter_mut().enumerate() {
            add(sum, &get(RUNNING * i + p));
        }
        i += 1;
    }
    let [mut total, rest @ ..] = levels;
    for level in &rest {
        for (into, from) in total.iter_mut().zip(level) {
            add(into, from);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_float64_are_added_left_to_right() {
        let x = [0.1, 0.2, 0.3];
        assert_eq!(sum_of(Dtype::Float64, 3, |i| x[i]), (0.1 + 0.2) + 0.3);
    }

    #[test]
    fn eight_float64_are_added_in_four_lanes_then_across() {
        let x: Vec<f64> = (0..8).map(|i| 1.0 / f64::from(i + 3)).collect();
        // Two rows of four lanes: both go to the first running sum, as fewer than four rows fill no quad.
        let lane = |k: usize| x[k] + x[k + 4];
        assert_eq!(sum_of(Dtype::Float64, 8, |i| x[i]), ((lane(0) + lane(1)) + lane(2)) + lane(3));
    }

    #[test]
    fn the_cascade_of_a_long_sum_is_closer_to_the_truth_than_adding_left_to_right() {
        let n = 1_000_003;
        let total = sum_of(Dtype::Float32, n, |_| f64::from(0.1f32));
        let truth = n as f64 * f64::from(0.1f32);
        let naive = (0..n).fold(0.0f32, |s, _| s + 0.1);
        assert!((total - truth).abs() < 0.02, "{total} {truth}");
        assert!((f64::from(naive) - truth).abs() > 100.0);
    }
}
