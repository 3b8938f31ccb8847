//! Training programs against PyTorch's own histories: right ones, changed in mid-run, and broken ones.
//!
//! Whole histories are compared, bit for bit: loss, both gradients, both parameters, after every update. Wrong
//! logarithms and wrong orders of summation reach the same final pair. float32 results depend on PyTorch's CPU (they
//! were made on x86-64 with AVX2); ours do not depend on anything, so they must be equal everywhere.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a fixture or a setting that cannot be read fails its test"
)]

mod by_hand;
mod classic;
mod fused;
mod golden;
mod more;
mod parabola;
#[path = "../settings_json/mod.rs"]
mod settings_json;
mod torch;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
