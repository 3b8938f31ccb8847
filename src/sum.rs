//! PyTorch's order of summation for contiguous elements, so that sums agree to the last bit.
//!
//! `torch.sum` on an x86-64 CPU adds in lanes: 8 for float32, 4 for float64. With fewer elements than lanes it
//! adds scalars. The lanes (or scalars) go round-robin into four running sums, which cascade into coarser ones
//! once they are long; what is left over goes to the first; then `((p0 + p1) + p2) + p3`, the tail, the lanes.
//!
//! Here are the sums of the tape, any length; those of the fused path over one batch are in `batch`.

mod batch;

pub(crate) use batch::{BatchSums, Line};

use crate::real::Dtype;

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

/// The sum of values of type `dtype` held widened: what the tape's operations use.
#[inline(never)]
pub(crate) fn sum_of(dtype: Dtype, terms: &[f64]) -> f64 {
    match dtype {
        Dtype::Float32 if terms.len() >= LANES_F32 => sum_in_rows::<LANES_F32>(Dtype::Float32, terms),
        Dtype::Float64 if terms.len() >= LANES_F64 => sum_in_rows::<LANES_F64>(Dtype::Float64, terms),
        _ => sum_in_rows::<1>(dtype, terms),
    }
}

/// The sum in rows of `W` lanes and of the elements that fill no row, each addition rounded.
#[inline(always)]
fn sum_in_rows<const W: usize>(dtype: Dtype, terms: &[f64]) -> f64 {
    let (rows, tail) = terms.as_chunks::<W>();
    let (by_quad, rest) = rows.as_chunks::<RUNNING>();
    let [mut total, others @ ..] = if by_quad.len() <= CASCADE_ABOVE {
        let mut running = [[0.0; W]; RUNNING];
        for quad in by_quad {
            add_each(dtype, &mut running, quad);
        }
        running
    } else {
        cascade(dtype, by_quad)
    };
    for row in rest {
        add(dtype, &mut total, row);
    }
    for sum in &others {
        add(dtype, &mut total, sum);
    }
    tail.iter().chain(&total).fold(0.0, |sum, term| dtype.round(sum + term))
}

#[inline(always)]
fn add<const W: usize>(dtype: Dtype, into: &mut [f64; W], row: &[f64; W]) {
    for (into, term) in into.iter_mut().zip(row) {
        *into = dtype.round(*into + term);
    }
}

#[inline(always)]
fn add_each<const W: usize>(dtype: Dtype, into: &mut [[f64; W]; RUNNING], rows: &[[f64; W]; RUNNING]) {
    for (into, row) in into.iter_mut().zip(rows) {
        add(dtype, into, row);
    }
}

/// The running sums over many quads of rows. Every so many of them they spill into coarser sums, which keeps the rounding
/// error small.
#[inline(never)]
fn cascade<const W: usize>(dtype: Dtype, by_quad: &[[[f64; W]; RUNNING]]) -> [[f64; W]; RUNNING] {
    // ⌈log2(quads)⌉, a quarter of it for each of the four levels, at least 16 quads a step.
    let quads = by_quad.len();
    let log2 = usize::BITS - quads.saturating_sub(1).leading_zeros();
    let power = (log2 / LEVELS as u32).max(CASCADE_ABOVE.ilog2());
    let whole = quads >> power << power;

    let mut running = [[0.0; W]; RUNNING];
    let mut coarser = [[[0.0; W]; RUNNING]; LEVELS - 1];
    for (done, quad) in (1..).zip(by_quad) {
        add_each(dtype, &mut running, quad);
        if done & ((1 << power) - 1) != 0 || done > whole {
            continue;
        }
        // Into the next level; that into the one after it when it is full; and so on.
        let mut finer = &mut running;
        for (level, coarse) in (1..).zip(&mut coarser) {
            add_each(dtype, coarse, finer);
            *finer = [[0.0; W]; RUNNING];
            if done & (((1 << power) - 1) << (level * power)) != 0 {
                break;
            }
            finer = coarse;
        }
    }
    for level in &coarser {
        add_each(dtype, &mut running, level);
    }
    running
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
