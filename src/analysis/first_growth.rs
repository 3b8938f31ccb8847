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
    pub(super) fn first_growth(
        &self,
        hint: f64,
        safe: f64,
        growth: &mut dyn FnMut(f64) -> Result<f64, Paused>,
    ) -> Result<Option<f64>, Paused> {
        // Batches that are stable each can be unstable together with momentum, so start well below.
        let mut low = hint / 64.0;
        // The same places as ever, so that the same one is found to the last bit; three of them below what is safe.
        while low * self.step.powi(3) < safe {
            low *= self.step;
        }
        for _ in 0..64 {
            if growth(low)? <= TOLERANCE {
                break;
            }
            low /= 2.0;
        }
        let (mut before, mut here) = (f64::NEG_INFINITY, growth(low)?);
        if here > TOLERANCE {
            return Ok(None);
        }
        // Far enough out every product grows; 2^64 times the hint is never reached.
        for _ in 0..2880 {
            let high = low * self.step;
            let next = growth(high)?;
            if next > TOLERANCE {
                return self.bisect(growth, low, high).map(Some);
            }
            if self.peaks && before < here && here > next {
                let (left, peak) = (low / self.step, highest(growth, low / self.step, high)?);
                if growth(peak)? > TOLERANCE {
                    return self.bisect(growth, left, peak).map(Some);
                }
            }
            (before, here, low) = (here, next, high);
        }
        Ok(None)
    }

    fn bisect(
        &self,
        growth: &mut dyn FnMut(f64) -> Result<f64, Paused>,
        mut low: f64,
        mut high: f64,
    ) -> Result<f64, Paused> {
        for _ in 0..self.bisections {
            let middle = (low + high) / 2.0;
            if growth(middle)? > TOLERANCE {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(low)
    }
}

/// Answers of a search so far. A search always asks the same, so one that was paused is begun again: what it knows it
/// is told at once, and the rest is worked out until the budget is spent.
#[derive(Debug, Clone, Default)]
pub(super) struct Answers {
    known: Vec<f64>,
}

impl Answers {
    /// Answers from `growth` where it is not known yet, `budget` times at most.
    pub(super) fn within(
        &mut self,
        mut budget: usize,
        growth: impl Fn(f64) -> f64,
    ) -> impl FnMut(f64) -> Result<f64, Paused> {
        let mut asked = 0;
        move |lr| {
            if asked == self.known.len() {
                budget = budget.checked_sub(1).ok_or(Paused)?;
                self.known.push(growth(lr));
            }
            asked += 1;
            Ok(self.known[asked - 1])
        }
    }
}

/// A search that has spent its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paused;

/// Growth by less than this an epoch can't be told from rounding where a slow direction stays close to 1.
const TOLERANCE: f64 = 1e-10;

/// The place of a single peak between two learning rates, by thirds.
fn highest(
    growth: &mut dyn FnMut(f64) -> Result<f64, Paused>,
    mut low: f64,
    mut high: f64,
) -> Result<f64, Paused> {
    for _ in 0..24 {
        let third = (high - low) / 3.0;
        let (a, b) = (low + third, high - third);
        if growth(a)? < growth(b)? {
            low = a;
        } else {
            high = b;
        }
    }
    Ok((low + high) / 2.0)
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
                let mut counted = |lr: f64| {
                    asked.set(asked.get() + 1);
                    Ok(growth(lr))
                };
                let found = search.first_growth(1.0, safe, &mut counted).unwrap();
                (found.map(f64::to_bits), asked.get())
            };
            let ((all, asked), (rest, fewer)) = (count(0.0), count(1.0));
            assert_eq!(all, rest);
            assert!(all.is_some() && fewer < asked / 2, "{fewer} of {asked}");
        }
    }

    #[test]
    fn a_search_that_is_paused_again_and_again_finds_the_same_place_and_asks_nothing_twice() {
        use std::cell::Cell;
        let growth = |lr: f64| (lr - 1.7) - 0.2 * (20.0 * (lr - 1.2)).abs().min(1.0);
        let whole = CLOSE.first_growth(1.0, 0.0, &mut |lr| Ok(growth(lr))).unwrap();
        let asked = Cell::new(0);
        let counted = |lr: f64| {
            asked.set(asked.get() + 1);
            growth(lr)
        };
        let mut answers = Answers::default();
        let mut pauses = 0;
        let found = loop {
            match CLOSE.first_growth(1.0, 0.0, &mut answers.within(3, counted)) {
                Ok(found) => break found,
                Err(Paused) => pauses += 1,
            }
        };
        assert_eq!(found.map(f64::to_bits), whole.map(f64::to_bits));
        assert_eq!(asked.get(), answers.known.len());
        assert_eq!(pauses, (asked.get() - 1) / 3);
    }
}
