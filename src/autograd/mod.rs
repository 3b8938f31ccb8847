//! Reverse-mode automatic differentiation, define-by-run.
//!
//! - [`Tape`] records each operation as it is computed, and walks the record back. The walk knows no operation.
//! - `ops`: each operation, its formula and its vector–Jacobian product stand side by side.
//!
//! ```
//! use first_descent::{Tape, Tensor};
//!
//! // f(x) = x² at x = 10: the smallest example of what `backward()` does.
//! let mut tape = Tape::new();
//! let x = tape.parameter(Tensor::scalar(10.0));
//! let f = tape.pow(x, 2.0)?;
//! tape.backward(f)?;
//! assert_eq!(tape.grad(x), Some(&[20.0][..]));
//! # Ok::<(), first_descent::Error>(())
//! ```

mod operation;
mod ops;
mod tape;

pub use operation::Operation;
pub use ops::Reduction;
pub(crate) use tape::Replay;
pub use tape::{NodeView, Tape, Var};
