//! *First Descent*: a small linear-regression trainer whose numbers are the real libraries' numbers.
//!
//! Layers, one direction:
//! `random, data, tensor → autograd → nn, optim, linear_model → program → session → wasm`.

pub mod analysis;
pub mod autograd;
pub mod data;
mod elementary;
mod error;
mod fma;
pub mod linear_model;
pub mod nn;
pub mod optim;
pub mod program;
pub mod random;
mod real;
pub mod session;
pub mod settings;
mod sum;
mod tensor;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use autograd::{Reduction, Tape, Var};
pub use error::{Error, ErrorKind, Result};
pub use program::Program;
pub use real::Dtype;
pub use session::Session;
pub use settings::Settings;
pub use tensor::{MAX_RANK, Shape, Tensor};

/// The crate's version, as in `Cargo.toml`.
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
