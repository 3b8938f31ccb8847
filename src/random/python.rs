//! CPython's generator, [`Random`]: what `import random` uses.
//!
//! Matches <https://docs.python.org/3/library/random.html> for integer seeds (Python 3.2 and later). Seeds that are
//! strings, bytes or floats are hashed by CPython first; they are not here.

use super::res53;
use crate::{Error, Result};
use rand_mt::Mt;

/// The longest seed: the twister's own 624 words, 19 968 bits.
const SEED_WORDS: usize = 624;

/// `random.Random(seed)`. Everything equals CPython's to the last bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Random {
    twister: Mt,
}

super::impl_rand_traits!(Random);

impl Random {
    /// Starts the stream of `seed`.
    pub fn from_u64(seed: u64) -> Self {
        Self::from_key(&[seed as u32, (seed >> 32) as u32])
    }

    /// Starts the stream of a seed that may be negative. CPython drops the sign: −5 and 5 give one stream.
    pub fn from_i64(seed: i64) -> Self {
        Self::from_u64(seed.unsigned_abs())
    }

    /// Starts the stream of an integer of any size, given as the 32-bit words of its magnitude, lowest first.
    /// Zero words at the end do not matter; no words at all mean 0.
    ///
    /// # Errors
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above 624 words.
    pub fn from_words(words: &[u32]) -> Result<Self> {
        if words.len() > SEED_WORDS {
            return Err(Error::too_large(
                "seed",
                format_args!("{} words", words.len()),
                format_args!("{SEED_WORDS} words of 32 bits"),
            ));
        }
        Ok(Self::from_key(words))
    }

    fn from_key(words: &[u32]) -> Self {
        let used = words.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
        // CPython's key for 0 is one word of zero, not an empty one.
        let key = if used == 0 { &[0] } else { &words[..used] };
        Self { twister: Mt::new_with_key(key.iter().copied()) }
    }

    /// `random()`: uniform on [0, 1), 53 random bits, two words.
    pub fn random(&mut self) -> f64 {
        res53(&mut self.twister)
    }

    /// `getrandbits(k)` for `k` up to 64; `k = 0` gives 0 and draws nothing.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for `k` above 64; use [`getrandbits_words`](Self::getrandbits_words).
    pub fn getrandbits(&mut self, k: u32) -> Result<u64> {
        if k > 64 {
            return Err(Error::out_of_range("k", k, "at most 64"));
        }
        Ok(self.bits(k))
    }

    /// `getrandbits(k)` of any size, as 32-bit words, lowest first: `k / 32` of them, rounded up.
    pub fn getrandbits_words(&mut self, k: u32) -> Vec<u32> {
        let (whole, rest) = (k / 32, k % 32);
        let mut words: Vec<u32> = (0..whole).map(|_| self.twister.next_u32()).collect();
        if rest > 0 {
            words.push(self.twister.next_u32() >> (32 - rest));
        }
        words
    }

    /// `k` ≤ 64 bits; the first word drawn is the lowest.
    fn bits(&mut self, k: u32) -> u64 {
        let mut word = |bits: u32| u64::from(self.twister.next_u32() >> (32 - bits));
        match k {
            0 => 0,
            1..=32 => word(k),
            _ => word(32) | word(k - 32) << 32,
        }
    }

    /// An integer from 0 up to but not including `n`, as `randrange(n)` and `_randbelow(n)`; 0 for `n = 0`.
    ///
    /// As many bits as `n` has are redrawn until they are below `n`.
    pub fn randbelow(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let k = n.ilog2() + 1;
        loop {
            let draw = self.bits(k);
            if draw < n {
                return draw;
            }
        }
    }

    /// `shuffle(x)`: Fisher–Yates from the end, in place.
    pub fn shuffle<T>(&mut self, x: &mut [T]) {
        for i in (1..x.len()).rev() {
            let j = self.randbelow(i as u64 + 1) as usize;
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
    fn zero_words_at_the_end_of_a_seed_do_not_matter() {
        assert_eq!(Random::from_words(&[7, 0, 0]), Ok(Random::from_u64(7)));
        assert_eq!(Random::from_words(&[]), Ok(Random::from_u64(0)));
        assert_ne!(Random::from_words(&[0, 7]), Ok(Random::from_u64(7)));
    }

    #[test]
    fn a_seed_of_625_words_is_refused_and_one_of_624_is_not() {
        assert!(Random::from_words(&[1; 624]).is_ok());
        let error = Random::from_words(&[1; 625]).unwrap_err();
        assert_eq!(error.to_string(), "seed asks for 625 words; the limit is 624 words of 32 bits");
    }

    #[test]
    fn more_than_64_bits_at_once_are_refused() {
        let error = Random::from_u64(0).getrandbits(65).unwrap_err();
        assert_eq!(error.to_string(), "k is 65; it must be at most 64");
    }

    #[test]
    fn no_bits_draw_nothing() {
        let mut random = Random::from_u64(1);
        assert_eq!(random.getrandbits(0), Ok(0));
        assert_eq!(random.randbelow(0), 0);
        assert_eq!(random, Random::from_u64(1));
    }
}
