//! The sums of one batch on the fused path: terms and sums in vectors, in PyTorch's order.

use super::{CASCADE_ABOVE, RUNNING, sum_of};
use crate::full::IS_FULL;
use crate::real::Real;
use std::array::from_fn;
use std::ops::{Add, Mul, Sub};

/// A type whose batches have sums here.
pub(crate) trait BatchSums: Real {
    /// Σ r², Σ s·r·x and Σ s·r over a batch, in this type's vectors: see [`batch_sums`].
    fn batch_sums(x: &[Self], y: &[Self], line: Line<Self>, terms: &mut Vec<f64>) -> [Self; 3];
}

impl BatchSums for f32 {
    #[inline(always)]
    fn batch_sums(x: &[Self], y: &[Self], line: Line<Self>, terms: &mut Vec<f64>) -> [Self; 3] {
        batch_sums::<Self, 4>(x, y, line, terms)
    }
}

impl BatchSums for f64 {
    #[inline(always)]
    fn batch_sums(x: &[Self], y: &[Self], line: Line<Self>, terms: &mut Vec<f64>) -> [Self; 3] {
        batch_sums::<Self, 2>(x, y, line, terms)
    }
}

/// Σ r², Σ s·r·x and Σ s·r over a batch, where r = (w·x + b) − y and s is `scale`: each in PyTorch's order.
///
/// A vector has `L` elements, a row of lanes two vectors. Batches without a row, and those long enough for the sums to
/// cascade, go through `terms`, memory of the caller's. So does all in the lean build, which has no room for the same sums
/// twice.
#[inline(never)]
fn batch_sums<T: Real, const L: usize>(x: &[T], y: &[T], line: Line<T>, terms: &mut Vec<f64>) -> [T; 3]
where
    T::Vector: From<[T; L]> + Into<[T; L]>,
{
    let rows = x.len() / (2 * L);
    if !IS_FULL || rows == 0 || rows / RUNNING > CASCADE_ABOVE {
        return [0, 1, 2].map(|k| {
            terms.clear();
            terms.extend(x.iter().zip(y).map(|(&x, &y)| line.terms(x, y)[k].to_f64()));
            T::from_f64(sum_of(T::DTYPE, terms))
        });
    }
    let (x_rows, x_tail) = x.split_at(rows * 2 * L);
    let (y_rows, y_tail) = y.split_at(rows * 2 * L);
    let vectors = line.in_vectors();
    let (x_quads, x_rest) = x_rows.as_chunks::<L>().0.as_chunks::<8>();
    let (y_quads, y_rest) = y_rows.as_chunks::<L>().0.as_chunks::<8>();
    let mut p0 = Sums::zero::<T>();
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
    from_fn(|k| {
        let tail = x_tail.iter().zip(y_tail).map(|(&x, &y)| line.terms(x, y)[k]);
        let lanes = p0.low[k].into().into_iter().chain(p0.high[k].into());
        tail.chain(lanes).fold(T::ZERO, |sum, term| sum + term)
    })
}

/// A line and the factor of its residuals, of scalars or of vectors that hold the same number throughout.
#[derive(Clone, Copy)]
pub(crate) struct Line<T> {
    pub(crate) w: T,
    pub(crate) b: T,
    pub(crate) scale: T,
}

impl<T: Real> Line<T> {
    #[inline(always)]
    fn in_vectors(self) -> Line<T::Vector> {
        Line { w: T::splat(self.w), b: T::splat(self.b), scale: T::splat(self.scale) }
    }
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
    fn zero<T: Real<Vector = V>>() -> Self {
        let zero = T::splat(T::ZERO);
        Self { low: [zero; 3], high: [zero; 3] }
    }

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
