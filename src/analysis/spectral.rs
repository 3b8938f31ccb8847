//! The spectral radius of a product of small matrices, as its base-2 logarithm.
//!
//! ρ = lim |Mᵏ|^(1/k), by repeated squaring. Each square is brought back near 1 by a power of two; the exponents
//! are the logarithm, so no logarithm is taken and every target gets the same bits. Nothing over- or underflows.

/// A square matrix, row by row.
pub(super) type Matrix<const N: usize> = [[f64; N]; N];

/// The logarithm is then right to about 2⁻⁴⁸ (48 times that for a defective matrix), beside rounding.
const SQUARINGS: u32 = 48;

/// log₂ ρ(… · M₂ · M₁ · M₀). −∞ for a product that vanishes, +∞ if an entry is not finite.
pub(super) fn growth<const N: usize>(matrices: impl Iterator<Item = Matrix<N>>) -> f64 {
    let mut product = [[0.0; N]; N];
    for (i, row) in product.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    let mut log2 = 0.0;
    for m in matrices {
        product = multiply(&m, &product);
        match normalise(&mut product) {
            Ok(shift) => log2 += shift,
            Err(limit) => return limit,
        }
    }
    let mut weight = 1.0;
    for _ in 0..SQUARINGS {
        product = multiply(&product, &product);
        weight /= 2.0;
        match normalise(&mut product) {
            Ok(shift) => log2 += weight * shift,
            Err(limit) => return limit,
        }
    }
    log2
}

fn multiply<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    let mut product = [[0.0; N]; N];
    for (row, a) in product.iter_mut().zip(a) {
        for (a, b) in a.iter().zip(b) {
            for (sum, b) in row.iter_mut().zip(b) {
                *sum += a * b;
            }
        }
    }
    product
}

/// Divides by the power of two that leaves the largest entry in 1 … 2, and returns its exponent; or the logarithm
/// that needs no more work.
fn normalise<const N: usize>(m: &mut Matrix<N>) -> Result<f64, f64> {
    let largest =
        m.iter().flatten().fold(0.0_f64, |l, v| if v.is_nan() { f64::INFINITY } else { l.max(v.abs()) });
    if !largest.is_finite() {
        return Err(f64::INFINITY);
    }
    let biased = (largest.to_bits() >> 52).clamp(1, 2045);
    if largest < f64::MIN_POSITIVE {
        return Err(f64::NEG_INFINITY);
    }
    let factor = f64::from_bits((2046 - biased) << 52);
    for v in m.iter_mut().flatten() {
        *v *= factor;
    }
    Ok(biased as f64 - 1023.0)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_radius_of_matrices_with_known_eigenvalues() {
        let of = |m: Matrix<2>| growth([m].into_iter());
        // A defective matrix's k-th power is of size k: 48 bits after 48 squarings, hence 48·2⁻⁴⁸.
        let close = |a: f64, b: f64| (a - b).abs() < 2e-13;
        assert!(close(of([[0.25, 7.0], [0.0, -0.5]]), -1.0));
        assert!(close(of([[0.0, -4.0], [4.0, 0.0]]), 2.0)); // a rotation, scaled by 4
        assert!(close(of([[1.0, 1.0], [0.0, 1.0]]), 0.0)); // defective
        assert_eq!(of([[0.0, 1.0], [0.0, 0.0]]), f64::NEG_INFINITY);
        assert_eq!(of([[f64::NAN, 0.0], [0.0, 0.0]]), f64::INFINITY);
    }

    #[test]
    fn long_products_neither_overflow_nor_vanish() {
        let up = [[1e9, 0.0], [0.0, 1.0]];
        let down = [[1e-9, 0.0], [0.0, 0.5]];
        let all = std::iter::repeat_n(up, 100).chain(std::iter::repeat_n(down, 100));
        // 1e9·1e-9 a hundred times is 1 to rounding.
        assert!(growth(all).abs() < 1e-12);
    }
}
