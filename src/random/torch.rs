//! PyTorch's CPU generator, [`Generator`], and the draws of `nn.Linear`, `randperm` and `randn`.
//!
//! Matches <https://docs.pytorch.org/docs/stable/generated/torch.Generator.html> on x86-64 with AVX2 or better,
//! where `uniform_` and the long `normal_` use fused multiply-add. Devices other than the CPU are not here.

use crate::fma::{fma32, fma64};
use crate::{Error, Result};
use rand_mt::Mt;

mod fresh;
mod normal;

pub(crate) use fresh::permute_each;

/// Bits of a float64 draw: the lower 53 of a pair of words.
const FLOAT64_BITS: u64 = (1 << 53) - 1;
/// One step of a float64 draw, 2^-53.
const FLOAT64_STEP: f64 = 1.0 / (1_u64 << 53) as f64;
/// Bits of a float32 draw: the lower 24 of a word.
const FLOAT32_BITS: u32 = (1 << 24) - 1;
/// One step of a float32 draw, 2^-24.
const FLOAT32_STEP: f64 = 1.0 / (1_u32 << 24) as f64;

/// `torch.Generator()` on the CPU.
///
/// Integers, permutations, uniforms and initial weights equal PyTorch's to the last bit; normals do not always
/// (see [`randn_f32`](Self::randn_f32), [`randn_f64`](Self::randn_f64)).
#[derive(Debug, Clone, PartialEq)]
pub struct Generator {
    twister: Mt,
    /// The sine half of a normal pair, kept for the next short `randn`.
    cached_normal: Option<f64>,
}

super::impl_rand_traits!(Generator);

impl Generator {
    /// A generator after `manual_seed(seed)`. Only the lower 32 bits of the seed matter, as in PyTorch.
    pub fn new(seed: u64) -> Self {
        Self { twister: Mt::new(seed as u32), cached_normal: None }
    }

    /// A generator after `manual_seed(seed)` with a seed that may be negative, which means `seed + 2^64`.
    pub fn from_i64(seed: i64) -> Self {
        Self::new(seed as u64)
    }

    /// `manual_seed(seed)`: starts over, and forgets a cached normal.
    pub fn manual_seed(&mut self, seed: u64) {
        self.twister.reseed(seed as u32);
        self.cached_normal = None;
    }

    /// The next raw word.
    pub fn random_u32(&mut self) -> u32 {
        self.twister.next_u32()
    }

    /// The next two raw words, the first in the upper half.
    pub fn random_u64(&mut self) -> u64 {
        self.twister.next_u64()
    }

    /// `torch.empty((), dtype=torch.int32).random_()`: 0 to 2^31 − 1.
    pub fn random_int32(&mut self) -> i32 {
        (self.random_u32() & i32::MAX as u32) as i32
    }

    /// `torch.empty((), dtype=torch.int64).random_()`: 0 to 2^63 − 1. `DataLoader` draws its seeds so.
    pub fn random_int64(&mut self) -> i64 {
        (self.random_u64() & i64::MAX as u64) as i64
    }

    /// One value of a float32 tensor's `uniform_(from, to)`: on [from, to), one word, multiply-add fused.
    ///
    /// `uniform_f32(0.0, 1.0)` is one value of `torch.rand`.
    pub fn uniform_f32(&mut self, from: f32, to: f32) -> f32 {
        let unit = f64::from(self.random_u32() & FLOAT32_BITS) * FLOAT32_STEP;
        let value = fma32(unit, f64::from(to - from), f64::from(from)) as f32;
        // Rounding can reach the open end; PyTorch then gives the closed one.
        if value == to { from } else { value }
    }

    /// One value of a float64 tensor's `uniform_(from, to)`: on [from, to), two words, multiply-add fused.
    pub fn uniform_f64(&mut self, from: f64, to: f64) -> f64 {
        let value = fma64(self.unit_f64(), to - from, from);
        if value == to { from } else { value }
    }

    fn unit_f64(&mut self) -> f64 {
        (self.random_u64() & FLOAT64_BITS) as f64 * FLOAT64_STEP
    }

    /// One value of `torch.randint(low, high, …)`: from `low` up to but not including `high`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) if `high` is not above `low`.
    pub fn randint(&mut self, low: i64, high: i64) -> Result<i64> {
        if high <= low {
            return Err(Error::out_of_range("high", high, format_args!("above low = {low}")));
        }
        let span = high.wrapping_sub(low) as u64;
        let word = if span >= 1 << 28 { self.random_u64() } else { u64::from(self.random_u32()) };
        Ok(low.wrapping_add((word % span) as i64))
    }

    /// `torch.randperm(n)`: the numbers 0 to `n − 1` in random order, `n − 1` words.
    ///
    /// From `n = 214 748 364` (2^32 / 20) on PyTorch uses another algorithm; the result is then still a
    /// permutation, but not PyTorch's.
    pub fn randperm(&mut self, n: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).collect();
        self.permute(&mut order);
        order
    }

    /// What `randperm` does to the sequence 0 … n−1, in place: Fisher–Yates from the front, by remainder.
    pub fn permute<T>(&mut self, order: &mut [T]) {
        let n = order.len();
        for i in 0..n.saturating_sub(1) {
            // Always fits where the order is PyTorch's; see `randperm`.
            let left = u32::try_from(n - i).unwrap_or(u32::MAX);
            let step = self.random_u32() % left;
            order.swap(i, i + step as usize);
        }
    }

    /// The values of `nn.Linear(in_features, out_features)` in float32 as its `reset_parameters` draws them:
    /// weight of shape (out_features, in_features) row by row, then bias of shape (out_features).
    ///
    /// With `bias` false nothing is drawn for it and it is empty.
    pub fn linear_reset_parameters_f32(
        &mut self,
        in_features: usize,
        out_features: usize,
        bias: bool,
    ) -> (Vec<f32>, Vec<f32>) {
        let (weight_bound, bias_bound) = linear_bounds(in_features);
        let mut fill = |n: usize, bound: f64| -> Vec<f32> {
            (0..n).map(|_| self.uniform_f32(-bound as f32, bound as f32)).collect()
        };
        let weight = fill(in_features * out_features, weight_bound);
        let bias = fill(if bias { out_features } else { 0 }, bias_bound);
        (weight, bias)
    }

    /// As [`linear_reset_parameters_f32`](Self::linear_reset_parameters_f32), for `dtype=torch.float64`.
    pub fn linear_reset_parameters_f64(
        &mut self,
        in_features: usize,
        out_features: usize,
        bias: bool,
    ) -> (Vec<f64>, Vec<f64>) {
        let (weight_bound, bias_bound) = linear_bounds(in_features);
        let mut fill =
            |n: usize, bound: f64| -> Vec<f64> { (0..n).map(|_| self.uniform_f64(-bound, bound)).collect() };
        let weight = fill(in_features * out_features, weight_bound);
        let bias = fill(if bias { out_features } else { 0 }, bias_bound);
        (weight, bias)
    }
}

/// Bounds of `nn.Linear`'s uniform weight and bias: both 1/sqrt(in_features) on paper, but PyTorch reaches the
/// weight's by way of `kaiming_uniform_(a=sqrt(5))`, which can round otherwise. No inputs: both are 0.
fn linear_bounds(in_features: usize) -> (f64, f64) {
    if in_features == 0 {
        return (0.0, 0.0);
    }
    let root = (in_features as f64).sqrt();
    let gain = (2.0_f64 / 6.0).sqrt();
    (3.0_f64.sqrt() * (gain / root), 1.0 / root)
}
