//! *First Descent*: a small linear-regression trainer whose numbers are the real libraries' numbers.
//!
//! The whole training loop, written out: data with a known answer, batches of 16, w·x + b, the squared loss,
//! `backward()`, the update. It ends where PyTorch ends, to the last bit.
//!
//! ```
//! use first_descent::data::{MakeRegression, make_regression};
//! use first_descent::{Shape, Tape, Tensor};
//!
//! // make_regression(n_samples=100, n_features=1, noise=10, bias=14.5, random_state=0)
//! let data = make_regression(&MakeRegression {
//!     n_samples: 100,
//!     n_features: 1,
//!     noise: 10.0,
//!     bias: 14.5,
//!     random_state: Some(0),
//!     ..MakeRegression::default()
//! })?;
//!
//! let mut tape = Tape::new();
//! let w = tape.parameter(Tensor::scalar(0.1));
//! let b = tape.parameter(Tensor::scalar(0.0));
//! let mark = tape.mark();
//! let (lr, batch_size) = (0.01, 16);
//! for _epoch in 0..100 {
//!     let (x, y) = (data.x.chunks_exact(batch_size), data.y.chunks_exact(batch_size)); // the last 4 are dropped
//!     for (xb, yb) in x.zip(y) {
//!         tape.rewind(mark); // the last batch's graph goes, the parameters stay
//!         let xb = tape.constant(Tensor::column(xb));
//!         let yb = tape.constant(Tensor::vector(yb));
//!
//!         let product = tape.mul(w, xb)?;
//!         let y_pred = tape.add(product, b)?; // (16, 1)
//!         let column = tape.reshape(yb, Shape::matrix(batch_size, 1))?;
//!         let residual = tape.sub(y_pred, column)?;
//!         let squared = tape.square(residual);
//!         let loss = tape.sum(squared);
//!
//!         tape.zero_grad(w);
//!         tape.zero_grad(b);
//!         tape.backward(loss)?;
//!
//!         for parameter in [w, b] {
//!             let gradient = tape.grad_item(parameter).unwrap_or(0.0);
//!             let moved = tape.item(parameter) - lr * gradient / batch_size as f64;
//!             tape.set_data(parameter, &[moved])?;
//!         }
//!     }
//! }
//! assert_eq!((tape.item(w), tape.item(b)), (42.887112362029214, 13.341959365533667));
//! # Ok::<(), first_descent::Error>(())
//! ```
//!
//! [`Session`] runs the same program, and others, with a cursor: step, seek, fork, and look at everything.
//!
//! | module | what |
//! |---|---|
//! | [`random`] | one Mersenne Twister, three dialects: NumPy's, CPython's, PyTorch's |
//! | [`data`] | `make_regression`, data loaders, built-in sets, edits, standardisation |
//! | [`autograd`] | the tape and its operations |
//! | [`nn`], [`optim`], [`linear_model`] | `Linear`, `MSELoss`, `SGD`; least squares, `SGDRegressor` |
//! | [`program`] | the training loop as a list of statements |
//! | [`listing`] | a run as Python: listing, script, notebook |
//! | [`settings`], [`session`] | what decides a run, and the run |
//! | [`analysis`] | loss surface, stability limit, gradient noise, sweeps, very many points |
//!
//! The feature `full`, on by default, is all of this. Without it the crate is the lean build that the page fetches
//! first: right programs without a look inside them; the rest is an [`ErrorKind::NotInThisBuild`].
//!
//! Layers, one direction:
//! `random, data, tensor → autograd → nn, optim, linear_model → program → settings → listing, session → analysis → wasm`.

pub mod analysis;
pub mod autograd;
pub mod data;
mod decimal;
mod elementary;
mod error;
mod fma;
mod full;
pub mod linear_model;
pub mod listing;
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

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;
