//! PyTorch's order of summation for contiguous elements, so that sums agree to the last bit.
//!
//! `torch.sum` on an x86-64 CPU adds in lanes: 8 for float32, 4 for float64. With fewer elements than lanes it
//! adds scalars. The lanes (or scalars) go round-robin into four running sums, which cascade into coarser ones
//! once they are long; what is left over goes to the first; then `((p0 + p1) + p2) + p3`, the tail, the lanes.
//!
//! Here are the sums of the tape, any length, and those of the fused path over one batch.

use crate::full::IS_FULL;
use crate::real::{Dtype, Real};
use std::ops::{Add, Mul, Sub};

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

type Row = [f64; LANES_F32];

/// The sum of values of type `dtype` held widened: what the tape's operations use.
#[inline(never)]
pub(crate) fn sum_of(dtype: Dtype, terms: &[f64]) -> f64 {
    match dtype {
        Dtype::Float32 => rounded_sum(LANES_F32, terms, |sum| f64::from(sum as f32)),
        Dtype::Float64 => rounded_sum(LANES_F64, terms, |sum| sum),
    }
}

/// The sum in rows of `lanes`, each addition followed by `round`. Long running sums spill into coarser ones every
/// `step` quads of rows, which keeps the rounding error small.
#[inline(always)]
fn rounded_sum(lanes: usize, terms: &[f64], round: impl Fn(f64) -> f64) -> f64 {
    let add = |into: &mut Row, row: &[f64]| {
        for (into, term) in into.iter_mut().zip(row) {
            *into = round(*into + term);
        }
    };
    let width = if terms.len() < lanes { 1 } else { lanes };
    let (rows, quads) = (terms.len() / width, terms.len() / width / RUNNING);
    // ⌈log2(quads)⌉, a quarter of it for each of the four levels, at least 16 quads a step.
    let log2 = usize::BITS - quads.saturating_sub(1).leading_zeros();
    let power = (log2 / LEVELS as u32).max(CASCADE_ABOVE.ilog2());
    let whole = quads >> power << power;

    let mut running = [[0.0; LANES_F32]; RUNNING];
    let mut coarser: Vec<[Row; RUNNING]> = Vec::new();
    let (by_quad, rest) = terms[..rows * width].split_at(quads * RUNNING * width);
    for (quad, terms) in by_quad.chunks_exact(RUNNING * width).enumerate() {
        for (sum, row) in running.iter_mut().zip(terms.chunks_exact(width)) {
            add(sum, row);
        }
        let done = quad + 1;
        if done & ((1 << power) - 1) != 0 || done > whole {
            continue;
        }
        // Into the next level; that into the one after it when it is full; and so on.
        coarser.resize(LEVELS - 1, [[0.0; LANES_F32]; RUNNING]);
        let mut finer = &mut running;
        for (level, coarse) in (1..).zip(&mut coarser) {
            for (into, from) in coarse.iter_mut().zip(finer.iter_mut()) {
                add(into, from);
                *from = [0.0; LANES_F32];
            }
            if done & (((1 << power) - 1) << (level * power)) != 0 {
                break;
            }
            finer = coarse;
        }
    }
    for level in &coarser {
        for (sum, coarse) in running.iter_mut().zip(level) {
            add(sum, coarse);
        }
    }
    let [mut total, others @ ..] = running;
    for row in rest.chunks_exact(width) {
        add(&mut total, row);
    }
    for sum in others {
        add(&mut total, &sum[..width]);
    }
    let tail = &terms[rows * width..];
    tail.iter().chain(&total[..width]).fold(0.0, |sum, &term| round(sum + term))
}

/// Σ r², Σ s·r·x and Σ s·r over a batch, where r = (w·x + b) − y and s is `scale`: each in PyTorch's order.
///
/// A vector has `L` elements, a row of lanes two vectors.
#[inline(never)]
pub(crate) fn batch_sums<T: Real, const L: usize>(x: &[T], y: &[T], line: Line<T>) -> [T; 3]
where
    T::Vector: From<[T; L]> + Into<[T; L]>,
{
    let rows = x.len() / (2 * L);
    // The lean build has no room for the same sums twice.
    if !IS_FULL || rows == 0 || rows / RUNNING > CASCADE_ABOVE {
        return other_batch_sums(x, y, line);
    }
    let vectors = Line { w: T::splat(line.w), b: T::splat(line.b), scale: T::splat(line.scale) };
    let (x_rows, x_tail) = x.split_at(rows * 2 * L);
    let (y_rows, y_tail) = y.split_at(rows * 2 * L);
    let (x_quads, x_rest) = x_rows.as_chunks::<L>().0.as_chunks::<8>();
    let (y_quads, y_rest) = y_rows.as_chunks::<L>().0.as_chunks::<8>();
    let zero = T::splat(T::ZERO);
    let mut p0 = Sums { low: [zero; 3], high: [zero; 3] };
    let (mut p1, mut p2, mut p3) = (p0, p0, p0);
    // Written out: a loop over the four would keep their vectors in memory.
    for (&[x0, x1, x2, x3, x4, x5, x6, x7], &[y0, y1, y2, y3, y4, y5, y6, y7]) in x_quads.iter().zip(y_quads)
    {
        p0.add_terms([x0, x1], [y0, y1], vectors);
        p1.add_terms([x2, x3], [y2, y3], vectors);
        p2.add_terms([x4, x5], [y4, y5], vectors);
        p3.add_terms([x6, x7], [y6, y7], vectors);
    }
    for (&x, &y) in x_rest.as_chunks::<2>().0.iter().zip(y_rest.as_chunks::<2>().0) {
        p0.add_terms(x, y, vectors);
    }
    p0.add(p1);
    p0.add(p2);
    p0.add(p3);
    let mut sums = [T::ZERO; 3];
    for (&x, &y) in x_tail.iter().zip(y_tail) {
        for (sum, term) in sums.iter_mut().zip(line.terms(x, y)) {
            *sum = *sum + term;
        }
    }
    for (sum, vector) in sums.iter_mut().zip(p0.low) {
        *sum = vector.into().into_iter().fold(*sum, |sum, lane| sum + lane);
    }
    for (sum, vector) in sums.iter_mut().zip(p0.high) {
        *sum = vector.into().into_iter().fold(*sum, |sum, lane| sum + lane);
    }
    sums
}

/// Batches shorter than a row, or long enough to cascade, by the tape's sums.
#[cold]
#[inline(never)]
fn other_batch_sums<T: Real>(x: &[T], y: &[T], line: Line<T>) -> [T; 3] {
    [0, 1, 2].map(|k| {
        let terms: Vec<f64> = x.iter().zip(y).map(|(&x, &y)| line.terms(x, y)[k].to_f64()).collect();
        T::from_f64(sum_of(T::DTYPE, &terms))
    })
}

/// A line and the factor of its residuals, of scalars or of vectors that hold the same number throughout.
#[derive(Clone, Copy)]
pub(crate) struct Line<T> {
    pub(crate) w: T,
    pub(crate) b: T,
    pub(crate) scale: T,
}

impl<T: Copy + Add<Output = T> + Sub<Output = T> + Mul<Output = T>> Line<T> {
    #[inline(always)]
    fn terms(&self, x: T, y: T) -> [T; 3] {
        let residual = (self.w * x + self.b) - y;
        let slope = self.scale * residual;
        [residual * residual, slope * x, slope]
    }
}

/// A running sum of the three terms: a row of lanes is two vectors.
#[derive(Clone, Copy)]
struct Sums<V> {
    low: [V; 3],
    high: [V; 3],
}

impl<V: Copy + Add<Output = V> + Sub<Output = V> + Mul<Output = V>> Sums<V> {
    #[inline(always)]
    fn add(&mut self, other: Self) {
        let ([a, b, c], [d, e, f]) = (self.low, other.low);
        self.low = [a + d, b + e, c + f];
        let ([a, b, c], [d, e, f]) = (self.high, other.high);
        self.high = [a + d, b + e, c + f];
    }

    #[inline(always)]
    fn add_terms<A: Into<V>>(&mut self, [x_low, x_high]: [A; 2], [y_low, y_high]: [A; 2], line: Line<V>) {
        self.add(Self {
            low: line.terms(x_low.into(), y_low.into()),
            high: line.terms(x_high.into(), y_high.into()),
        });
    }
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
