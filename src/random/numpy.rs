//! NumPy's legacy generator, [`RandomState`]: what `np.random.seed` and scikit-learn's `random_state=` use.
//!
//! Matches <https://numpy.org/doc/stable/reference/random/legacy.html>, whose streams NumPy has frozen. Seeds are
//! single integers below 2^32, as scikit-learn documents; array seeds and the newer `Generator` are not here.

use super::res53;
use crate::elementary::ln;
use crate::{Error, Result};
use rand_mt::Mt;
use std::ops::Range;

/// `numpy.random.RandomState(seed)`.
///
/// Integers, shuffles and uniforms equal NumPy's to the last bit. So do normals but for about 0.04 % of them,
/// where glibc's logarithm, which NumPy calls, is not correctly rounded and this crate's is.
#[derive(Debug, Clone, PartialEq)]
pub struct RandomState {
    twister: Mt,
    /// The second normal of a pair, kept for the next call; it survives other draws, as in NumPy.
    cached_normal: Option<f64>,
}

super::impl_rand_traits!(RandomState);

impl RandomState {
    /// Starts the stream of `seed`; all of 0 to 2^32 − 1 are allowed, as in NumPy.
    pub fn new(seed: u32) -> Self {
        Self { twister: Mt::new(seed), cached_normal: None }
    }

    /// `random_sample()`: uniform on [0, 1), 53 random bits, two words.
    pub fn random_sample(&mut self) -> f64 {
        res53(&mut self.twister)
    }

    /// `uniform(low, high)`: `low + (high − low)·random_sample()`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random_sample()
    }

    /// `standard_normal()`: mean 0, standard deviation 1, by Marsaglia's polar method.
    ///
    /// Normals come in pairs; every second call returns the cached one and draws nothing.
    pub fn standard_normal(&mut self) -> f64 {
        if let Some(normal) = self.cached_normal.take() {
            return normal;
        }
        loop {
            let x1 = 2.0 * self.random_sample() - 1.0;
            let x2 = 2.0 * self.random_sample() - 1.0;
            let r2 = x1 * x1 + x2 * x2;
            if r2 > 0.0 && r2 < 1.0 {
                let factor = (-2.0 * ln(r2) / r2).sqrt();
                self.cached_normal = Some(factor * x1);
                return factor * x2;
            }
        }
    }

    /// `normal(loc, scale)`: `loc + scale·standard_normal()`. NumPy refuses a negative `scale`; here it mirrors.
    pub fn normal(&mut self, loc: f64, scale: f64) -> f64 {
        loc + scale * self.standard_normal()
    }

    /// An integer from 0 to `max`, both included: words are masked to `max`'s bits and redrawn until they fit.
    ///
    /// `max = 0` draws nothing; a `max` of 2^32 or more takes two words per try, the upper first.
    pub fn interval(&mut self, max: u64) -> u64 {
        if max == 0 {
            return 0;
        }
        let mask = u64::MAX >> max.leading_zeros();
        loop {
            let word = if max > u64::from(u32::MAX) {
                self.twister.next_u64()
            } else {
                u64::from(self.twister.next_u32())
            };
            if word & mask <= max {
                return word & mask;
            }
        }
    }

    /// `randint(low, high)`: an integer from `low` up to but not including `high`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `high` is not above `low`.
    pub fn randint(&mut self, low: i64, high: i64) -> Result<i64> {
        if high <= low {
            return Err(Error::out_of_range("high", high, format_args!("above low = {low}")));
        }
        let span = high.wrapping_sub(1).wrapping_sub(low) as u64;
        Ok(low.wrapping_add(self.interval(span) as i64))
    }

    /// `shuffle(x)`: Fisher–Yates from the end, in place.
    pub fn shuffle<T>(&mut self, x: &mut [T]) {
        self.shuffle_places(x, 1..x.len());
    }

    /// That part of [`shuffle`](Self::shuffle) which settles these places, the last one first; place 0 settles itself.
    pub(crate) fn shuffle_places<T>(&mut self, x: &mut [T], places: Range<usize>) {
        for i in places.rev() {
            let j = self.interval(i as u64) as usize;
            x.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_interval_of_one_value_draws_nothing() {
        let mut random = RandomState::new(3);
        assert_eq!(random.interval(0), 0);
        assert_eq!(random.randint(-7, -6), Ok(-7));
        assert_eq!(random, RandomState::new(3));
    }

    #[test]
    fn the_widest_range_of_integers_takes_a_whole_pair_of_words() {
        let (mut random, mut words) = (RandomState::new(3), Mt::new(3));
        let pair = words.next_u64();
        assert_eq!(random.interval(u64::MAX), pair);
        // MIN..MAX leaves out one value, so the pair is used as it is unless all its bits are set.
        assert_eq!(random.randint(i64::MIN, i64::MAX), Ok(i64::MIN.wrapping_add(words.next_u64() as i64)));
    }

    #[test]
    fn an_empty_range_is_refused_with_its_bounds() {
        let error = RandomState::new(0).randint(4, 4).unwrap_err();
        assert_eq!(error.to_string(), "high is 4; it must be above low = 4");
    }
}
