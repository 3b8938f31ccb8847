//! Permutations by fresh generators: what `DataLoader` makes one for, epoch after epoch, several at a time.
//!
//! Seeding the Mersenne Twister fills 624 words, each from the one before it, and takes longer than all that an epoch of
//! the lesson does with it. But the first words drawn need only the beginning: word i comes of the state's words i, i + 1
//! and i + 397. And seeds that are known side by side fill their states side by side, in vectors.

use super::Generator;
use crate::full::IS_FULL;
use wide::u32x8;

/// States that are filled side by side.
const LANES: usize = 8;
/// Words of the state.
const STATE: usize = 624;
/// How far ahead in the state a new word looks.
const AHEAD: usize = 397;

/// Permutes each order of `n` elements as `Generator::from_i64(seed).permute(order)` does, with the next of `seeds`.
pub(crate) fn permute_each(orders: &mut [u32], n: usize, mut seeds: impl Iterator<Item = i64>) {
    if n <= 1 {
        // Nothing to permute, but the seeds are drawn all the same.
        seeds.for_each(drop);
        return;
    }
    if !IS_FULL || n > STATE - AHEAD {
        // Beyond this the last words drawn are themselves made of words drawn. The lean build's runs are short.
        for (order, seed) in orders.chunks_exact_mut(n).zip(seeds) {
            Generator::from_i64(seed).permute(order);
        }
        return;
    }
    let mut state: Vec<u32x8> = Vec::with_capacity(AHEAD + n);
    for orders in orders.chunks_mut(LANES * n) {
        let mut group = [0; LANES];
        for (lane, seed) in group.iter_mut().zip(seeds.by_ref().take(orders.len() / n)) {
            *lane = seed as u32;
        }
        fill(&mut state, AHEAD + n, u32x8::new(group));
        for i in 0..n - 1 {
            let words = word(&state, i).to_array();
            let left = (n - i) as u32;
            for (order, word) in orders.chunks_exact_mut(n).zip(words) {
                order.swap(i, i + (word % left) as usize);
            }
        }
    }
}

/// The first `len` words of the state, as `init_genrand` fills it.
fn fill(state: &mut Vec<u32x8>, len: usize, seeds: u32x8) {
    let mut word = seeds;
    state.clear();
    state.extend((1..=len as u32).map(|next| {
        let current = word;
        word = u32x8::splat(1_812_433_253) * (word ^ (word >> 30)) + u32x8::splat(next);
        current
    }));
}

/// The `i`th word drawn.
#[inline(always)]
fn word(state: &[u32x8], i: usize) -> u32x8 {
    let mixed = (state[i] & u32x8::splat(1 << 31)) | (state[i + 1] & u32x8::splat(u32::MAX >> 1));
    let odd = u32x8::splat(0) - (mixed & u32x8::splat(1));
    let mut word = state[i + AHEAD] ^ (mixed >> 1) ^ (odd & u32x8::splat(0x9908_b0df));
    word ^= word >> 11;
    word ^= (word << 7) & u32x8::splat(0x9d2c_5680);
    word ^= (word << 15) & u32x8::splat(0xefc6_0000);
    word ^ (word >> 18)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn orders_permuted_side_by_side_are_those_permuted_one_by_one() {
        for n in [0, 1, 2, 3, 100, 226, 227, 228, 300] {
            for count in [1, 2, 7, 8, 9, 20] {
                let seeds = (0..count).map(|k: i64| (k - 3) * 0x1234_5678_9abc);
                let mut orders: Vec<u32> = (0..count).flat_map(|_| 0..n as u32).collect();
                let mut expected = orders.clone();
                permute_each(&mut orders, n, seeds.clone());
                for (order, seed) in expected.chunks_mut(n.max(1)).zip(seeds) {
                    Generator::from_i64(seed).permute(order);
                }
                assert_eq!(orders, expected, "{count} of {n}");
            }
        }
    }
}
