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
/// Quads of rows up to which a running sum is plain: the cascade's first step.
const CASCADE_ABOVE: usize = 16;

/// `K` sums over the same `n` elements at once: `get(i)` gives the `K` terms of element `i`.
#[inline(always)]
pub(crate) fn sums<T: Real, const K: usize>(n: usize, get: impl Fn(usize) -> [T; K]) -> [T; K] {
    match T::DTYPE {
        Dtype::Float32 => lanes::<T, LANES_F32, K>(n, get),
        Dtype::Float64 => lanes::<T, LANES_F64, K>(n, get),
    }
}

/// The sum of values of type `dtype` held widened: what the tape's operations use. Not generic, so that the many
/// operations share one copy of it.
#[inline(never)]
pub(crate) fn sum_of(dtype: Dtype, terms: &[f64]) -> f64 {
    match dtype {
        Dtype::Float32 => sums::<f32, 1>(terms.len(), |i| [terms[i] as f32])[0].to_f64(),
        Dtype::Float64 => sums::<f64, 1>(terms.len(), |i| [terms[i]])[0],
    }
}

#[inline(always)]
fn lanes<T: Real, const W: usize, const K: usize>(n: usize, get: impl Fn(usize) -> [T; K]) -> [T; K] {
    if n < W {
        let total = row_sum::<T, 1, K>(n, |i| get(i).map(|term| [term]));
        return total.map(|[only]| only);
    }
    if n / W / RUNNING > CASCADE_ABOVE {
        return long_sums::<T, W, K>(n, get);
    }
    let whole = n / W;
    let total = row_sum::<T, W, K>(whole, |i| {
        let mut row = [[T::ZERO; W]; K];
        for lane in 0..W {
            let terms = get(i * W + lane);
            for (row, term) in row.iter_mut().zip(terms) {
                row[lane] = term;
            }
        }
        row
    });
    let mut out = [T::ZERO; K];
    for i in whole * W..n {
        for (out, term) in out.iter_mut().zip(get(i)) {
            *out = *out + term;
        }
    }
    for (out, total) in out.iter_mut().zip(total) {
        for lane in total {
            *out = *out + lane;
        }
    }
    out
}

#[inline(always)]
fn add<T: Real, const W: usize>(into: &mut [T; W], row: &[T; W]) {
    for (into, term) in into.iter_mut().zip(row) {
        *into = *into + *term;
    }
}

#[inline(always)]
fn row_sum<T: Real, const W: usize, const K: usize>(
    rows: usize,
    get: impl Fn(usize) -> [[T; W]; K],
) -> [[T; W]; K] {
    let quads = rows / RUNNING;
    let mut running = [[[T::ZERO; W]; K]; RUNNING];
    for i in 0..quads {
        for (p, sums) in running.iter_mut().enumerate() {
            for (sum, row) in sums.iter_mut().zip(get(RUNNING * i + p)) {
                add(sum, &row);
            }
        }
    }
    for i in quads * RUNNING..rows {
        for (sum, row) in running[0].iter_mut().zip(get(i)) {
            add(sum, &row);
        }
    }
    let [mut total, rest @ ..] = running;
    for sums in &rest {
        for (total, sum) in total.iter_mut().zip(sums) {
            add(total, sum);
        }
    }
    total
}

/// Sums long enough to cascade, one after the other over a buffer. Batches of ordinary size never come here, so it is
/// kept out of their loops.
#[inline(never)]
fn long_sums<T: Real, const W: usize, const K: usize>(n: usize, get: impl Fn(usize) -> [T; K]) -> [T; K] {
    let mut buffers: [Vec<T>; K] = std::array::from_fn(|_| Vec::with_capacity(n));
    for i in 0..n {
        for (buffer, term) in buffers.iter_mut().zip(get(i)) {
            buffer.push(term);
        }
    }
    buffers.map(|buffer| long_sum::<T, W>(&buffer))
}

fn long_sum<T: Real, const W: usize>(terms: &[T]) -> T {
    let (rows, tail) = terms.as_chunks::<W>();
    let total = cascade(rows);
    tail.iter().chain(&total).fold(T::ZERO, |sum, &term| sum + term)
}

/// Long running sums spill into coarser ones every `step` quads of rows, which keeps the rounding error small.
#[inline(never)]
fn cascade<T: Real, const W: usize>(rows: &[[T; W]]) -> [T; W] {
    let (quads, left_over) = rows.as_chunks::<RUNNING>();
    // ⌈log2(quads)⌉, a quarter of it for each of the four levels, at least 16 quads a step.
    let log2 = usize::BITS - (quads.len() - 1).leading_zeros();
    let power = (log2 / LEVELS as u32).max(4);
    let step = 1usize << power;
    let mut levels = [[[T::ZERO; W]; RUNNING]; LEVELS];
    let whole = quads.len() / step * step;
    for (i, quad) in quads.iter().enumerate() {
        for (sum, row) in levels[0].iter_mut().zip(quad) {
            add(sum, row);
        }
        let done = i + 1;
        if done > whole || done % step != 0 {
            continue;
        }
        for level in 1..LEVELS {
            let (finer, coarser) = levels.split_at_mut(level);
            for (into, from) in coarser[0].iter_mut().zip(finer[level - 1].iter_mut()) {
                add(into, from);
                *from = [T::ZERO; W];
            }
            if done & ((step - 1) << (level as u32 * power)) != 0 {
                break;
            }
        }
    }
    let [mut running, rest @ ..] = levels;
    for level in &rest {
        for (into, from) in running.iter_mut().zip(level) {
            add(into, from);
        }
    }
    for row in left_over {
        add(&mut running[0], row);
    }
    let [mut total, rest @ ..] = running;
    for sum in &rest {
        add(&mut total, sum);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_float64_are_added_left_to_right() {
        let x = [0.1, 0.2, 0.3];
        assert_eq!(sum_of(Dtype::Float64, &x), (0.1 + 0.2) + 0.3);
    }

    #[test]
    fn eight_float64_are_added_in_four_lanes_then_across() {
        let x: Vec<f64> = (0..8).map(|i| 1.0 / f64::from(i + 3)).collect();
        // Two rows of four lanes: both go to the first running sum, as fewer than four rows fill no quad.
        let lane = |k: usize| x[k] + x[k + 4];
        assert_eq!(sum_of(Dtype::Float64, &x), ((lane(0) + lane(1)) + lane(2)) + lane(3));
    }

    #[test]
    fn the_cascade_of_a_long_sum_is_closer_to_the_truth_than_adding_left_to_right() {
        let n = 1_000_003;
        let total = sum_of(Dtype::Float32, &vec![f64::from(0.1f32); n]);
        let truth = n as f64 * f64::from(0.1f32);
        let naive = (0..n).fold(0.0f32, |s, _| s + 0.1);
        assert!((total - truth).abs() < 0.02, "{total} {truth}");
        assert!((f64::from(naive) - truth).abs() > 100.0);
    }
}
