//! x − mean over standard deviation, with NumPy's order of summation.

/// Mean and population standard deviation of a series: `x.mean()` and `x.std()` of NumPy, to the last bit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardization {
    /// `x.mean()`, in the unit of x.
    pub mean: f64,
    /// `x.std()` with `ddof=0`, in the unit of x, above 0.
    pub std: f64,
}

impl Standardization {
    /// Measures x. `None` where standardising is not defined: no values, one, all equal, or a mean or standard
    /// deviation beyond the range of a double.
    pub fn of(x: &[f64]) -> Option<Self> {
        let n = x.len() as f64;
        let mean = pairwise_sum(x) / n;
        let squares: Vec<f64> = x.iter().map(|value| (value - mean) * (value - mean)).collect();
        let std = (pairwise_sum(&squares) / n).sqrt();
        // Equal values can leave a rounding error for a deviation (three times 0.1), so they are looked for.
        let varied = x.iter().any(|value| *value != x[0]);
        (varied && std > 0.0 && mean.is_finite() && std.is_finite()).then_some(Self { mean, std })
    }

    /// (x − mean)/std.
    pub fn apply(&self, x: f64) -> f64 {
        (x - self.mean) / self.std
    }
}

/// NumPy's sum over a contiguous series: up to 8 values left to right, up to 128 in eight running sums, longer
/// series in halves, the first of a length divisible by 8.
fn pairwise_sum(x: &[f64]) -> f64 {
    match x.len() {
        0..8 => x.iter().fold(0.0, |sum, value| sum + value),
        8..=128 => {
            let (lanes, rest) = x.as_chunks::<8>();
            let mut sums = [0.0; 8];
            for lane in lanes {
                for (sum, value) in sums.iter_mut().zip(lane) {
                    *sum += value;
                }
            }
            let [a, b, c, d, e, f, g, h] = sums;
            let total = ((a + b) + (c + d)) + ((e + f) + (g + h));
            rest.iter().fold(total, |sum, value| sum + value)
        }
        n => {
            let half = n / 2 - n / 2 % 8;
            pairwise_sum(&x[..half]) + pairwise_sum(&x[half..])
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_deviation_is_the_populations() {
        // Mean 5; squared deviations 9, 1, 1, 1, 0, 0, 4, 16: their mean is 4.
        let standard = Standardization::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]).unwrap();
        assert_eq!(standard, Standardization { mean: 5.0, std: 2.0 });
        assert_eq!(standard.apply(9.0), 2.0);
    }

    #[test]
    fn constant_and_single_values_have_no_standardization() {
        for x in [
            &[][..],
            &[3.0],
            &[3.0, 3.0],
            &[0.1; 3],
            &[0.1; 10],
            &[f64::MAX, f64::MAX, 0.0],
            &[f64::NAN, 1.0],
        ] {
            assert_eq!(Standardization::of(x), None, "{x:?}");
        }
    }
}
