//! *First Descent*: a small linear-regression trainer whose numbers are the real libraries' numbers.
//!
//! Layers, one direction:
//! `random, data, tensor → autograd → nn, optim, linear_model → program → session → wasm`.

mod error;
mod fma;

pub use error::{Error, Result};

/// The crate's version, as in `Cargo.toml`.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
