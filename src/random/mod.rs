//! Random numbers: one Mersenne Twister (MT19937, from the crate `rand_mt`), three dialects.
//!
//! NumPy, CPython and PyTorch all draw from the same twister, but seed it and read its words differently:
//!
//! | dialect | seeded as | type |
//! |---|---|---|
//! | [`numpy`] | `np.random.RandomState(seed)` (the legacy generator) | [`numpy::RandomState`] |
//! | [`python`] | `random.Random(seed)` | [`python::Random`] |
//! | [`torch`] | `torch.Generator().manual_seed(seed)` (CPU) | [`torch::Generator`] |
//!
//! Each also implements `rand_core`'s [`TryRng`](rand_core::TryRng) without errors, hence `Rng`, so it can feed
//! anything written for the crate `rand`; and it can be cloned, which keeps its place in the stream.
//!
//! Logarithms are this crate's own, sines and cosines (which only `torch` needs) come from `pxfm`, all in pure Rust:
//! the standard library's differ between a native build and `wasm32`. None of this is fit for cryptography.

pub mod numpy;
pub mod python;
pub mod torch;

use crate::full::only_in_full;
use crate::{Error, Result};
use rand_mt::Mt;

/// A seed nobody has seen before, from the operating system or the browser (`crypto.getRandomValues`).
///
/// Any value of `u32` comes out equally often; every dialect takes all of them.
///
/// # Errors
/// [`ErrorKind::Missing`](crate::ErrorKind::Missing) where the platform has no source of randomness.
pub fn fresh_seed() -> Result<u32> {
    only_in_full("random_state", "left out")?;
    getrandom::u32()
        .map_err(|_| Error::missing("seed", "a number, as this platform has no source of randomness"))
}

/// A double in [0, 1) with 53 random bits from two words, as `genrand_res53` of NumPy and CPython.
fn res53(twister: &mut Mt) -> f64 {
    let upper = twister.next_u32() >> 5;
    let lower = twister.next_u32() >> 6;
    (f64::from(upper) * 67_108_864.0 + f64::from(lower)) / 9_007_199_254_740_992.0 // 2^26 and 2^53
}

/// Makes a dialect usable wherever `rand` takes a generator.
macro_rules! impl_rand_traits {
    ($dialect:ty) => {
        impl rand_core::TryRng for $dialect {
            type Error = core::convert::Infallible;

            fn try_next_u32(&mut self) -> core::result::Result<u32, Self::Error> {
                Ok(self.twister.next_u32())
            }

            fn try_next_u64(&mut self) -> core::result::Result<u64, Self::Error> {
                Ok(self.twister.next_u64())
            }

            fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> core::result::Result<(), Self::Error> {
                self.twister.fill_bytes(bytes);
                Ok(())
            }
        }
    };
}
use impl_rand_traits;

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use rand_core::Rng;

    #[test]
    fn fresh_seeds_come_and_differ() {
        let seeds: Vec<u32> = (0..4).map(|_| fresh_seed().unwrap()).collect();
        // All four equal by chance: once in 2^96 runs.
        assert!(seeds.iter().any(|&seed| seed != seeds[0]), "{seeds:?}");
    }

    #[test]
    fn each_dialect_feeds_rands_traits_with_its_own_words() {
        let words = |rng: &mut dyn Rng| [rng.next_u32(), rng.next_u32()];
        let numpy = words(&mut numpy::RandomState::new(5489));
        // The first outputs of the reference mt19937.c with its default seed, 5489.
        assert_eq!(numpy, [3_499_211_612, 581_869_302]);
        assert_eq!(words(&mut torch::Generator::new(5489)), numpy, "torch seeds as NumPy does");
        assert_ne!(words(&mut python::Random::from_u64(5489)), numpy, "CPython seeds by array");
    }
}
