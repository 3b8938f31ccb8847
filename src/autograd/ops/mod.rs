//! The operations: each one's formula, derivative and shapes stand in its static, its vjp beside it.
//!
//! g is the gradient of the loss with respect to the result ("upstream"). Shapes follow broadcasting unless said.

mod elementwise;
mod linear;
mod loops;
mod loss;
mod reduce;
mod shape;

use super::operation::Operation;

pub use loss::Reduction;

/// A tensor that no operation made.
pub(super) static LEAF: Operation = Operation {
    name: "leaf",
    formula: "given",
    derivative: "accumulated into .grad",
    saves: false,
    forward: |_, _| {},
    vjp: |_| {},
};
