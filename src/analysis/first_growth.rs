//! The smallest learning rate at which errors begin to grow, where growth is known one learning rate at a time.
//!
//! Growth need not be monotone: batches in a fixed order can resonate within a narrow band.

/// How closely to look for the first growth.
pub(super) struct Search {
    /// Factor from one learning rate to the next.
    step: f64,
    /// Whether to look at peaks that do not reach growth at any step.
    peaks: bool,
    /// Halvings of the step in which growth begins.
    bisections: u32,
}

/// 40 halvings of 1/64 leave about 1e-14 of the learning rate.
pub(super) const CLOSE: Search = Search { step: 1.0 + 1.0 / 64.0, peaks: true, bisections: 40 };

/// 1/16 in 6 halvings is a thousandth: enough for a guide, in a tenth of the time.
pub(super) const ROUGH: Search = Search { step: 1.0 + 1.0 / 16.0, peaks: false, bisections: 6 };

impl Search {
    /// The smallest lr at which `growth` (log₂ of the spectral radius) becomes positive. `hint` is about where a
    /// single batch does so. Up to `safe` there is known to be none; 0 where nothing is known.
    pub(super) fn first_growth(&self, growth: impl Fn(f64) -> f64, hint: f64, safe: f64) -> Option<f64> {
        // Growth by less than this an epoch can't be told from rounding where a slow direction stays close to 1.
        const TOLERANCE: f64 = 1e-10;
        let grows = |lr: f64| growth(lr) > TOLERANCE;

        // Batches that are stable each can be unstable together with momentum, so start well below.
        let mut low = hint / 64.0;
        // The same places as ever, so that the same one is found to the last bit; three of them below what is safe.
        while low * self.step.powi(3) < safe {
            low *= self.step;
        }
        for _ in 0..64 {
            if !grows(low) {
                break;
            }
            low /= 2.0;
        }
        if grows(low) {
            return None;
        }
        let (mut before, mut here) = (f64::NEG_INFINITY, growth(low));
        // Far enough out every product grows; 2^64 times the hint is never reached.
        for _ in 0..2880 {
            let high = low * self.step;
            let next = growth(high);
            if next > TOLERANCE {
                return Some(self.bisect(grows, low, high));
            }
            if self.peaks && before < here && here > next {
                let (left, peak) = (low / self.step, highest(&growth, low / self.step, high));
                if grows(peak) {
                    return Some(self.bisect(grows, left, peak));
                }
            }
            (before, here, low) = (here, next, high);
        }
        None
    }

    fn bisect(&self, grows: impl Fn(f64) -> bool, mut low: f64, mut high: f64) -> f64 {
        for _ in 0..self.bisections {
            let middle = (low + high) / 2.0;
            if grows(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        low
    }
}

/// The place of a single peak between two learning rates, by thirds.
fn highest(growth: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..24 {
        let third = (high - low) / 3.0;
        let (a, b) = (low + third, high - third);
        if growth(a) < growth(b) {
            low = a;
        } else {
            high = b;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_known_to_be_safe_is_passed_by_and_the_same_place_is_found_to_the_last_bit() {
        use std::cell::Cell;
        // Grows from 1.7 on, with a peak below 0 at 1.2; up to 1 it is known not to.
        let growth = |lr: f64| (lr - 1.7) - 0.2 * (20.0 * (lr - 1.2)).abs().min(1.0);
        for search in [CLOSE, ROUGH] {
            let count = |safe: f64| {
                let asked = Cell::new(0);
                let counted = |lr: f64| {
                    asked.set(asked.get() + 1);
                    growth(lr)
                };
                (search.first_growth(counted, 1.0, safe).map(f64::to_bits), asked.get())
            };
            let ((all, asked), (rest, fewer)) = (count(0.0), count(1.0));
            assert_eq!(all, rest);
            assert!(all.is_some() && fewer < asked / 2, "{fewer} of {asked}");
        }
    }
}
