//! The loops over elements that operations and their derivatives share: in double and without a condition inside, so
//! that the compiler makes vector instructions of them. Nothing is rounded here: whoever takes the result does it.

use super::super::operation::Stretched;

/// `compute` of each element of `a`.
#[inline(always)]
pub(super) fn map(out: &mut [f64], a: &[f64], compute: impl Fn(f64) -> f64) {
    out.iter_mut().zip(a).for_each(|(out, &a)| *out = compute(a));
}

/// `compute` of each two elements of `a` and `b`.
#[inline(always)]
pub(super) fn zip(out: &mut [f64], a: &[f64], b: &[f64], compute: impl Fn(f64, f64) -> f64) {
    out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (&a, &b))| *out = compute(a, b));
}

/// What stands in `out` for each element becomes `compute` of it and of the element of `a`.
#[inline(always)]
pub(super) fn merge(out: &mut [f64], a: &[f64], compute: impl Fn(f64, f64) -> f64) {
    out.iter_mut().zip(a).for_each(|(out, &a)| *out = compute(*out, a));
}

/// `compute` of each two elements. A number against a column is what the lesson's programs compute, and columns against
/// each other; the rest goes element by element.
#[inline(always)]
pub(super) fn combine(
    out: &mut [f64],
    a: &Stretched<'_>,
    b: &Stretched<'_>,
    compute: impl Fn(f64, f64) -> f64,
) {
    match (a, b) {
        (&Stretched::Constant(a), &Stretched::Direct(b)) => map(out, b, |b| compute(a, b)),
        (&Stretched::Direct(a), &Stretched::Constant(b)) => map(out, a, |a| compute(a, b)),
        (&Stretched::Direct(a), &Stretched::Direct(b)) => zip(out, a, b, compute),
        _ => out.iter_mut().enumerate().for_each(|(k, out)| *out = compute(a.get(k), b.get(k))),
    }
}
