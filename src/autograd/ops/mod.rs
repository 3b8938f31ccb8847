//! The operations: each one's formula, derivative and shapes stand in its static, its vjp beside it.
//!
//! g is the gradient of the loss with respect to the result ("upstream"). Shapes follow broadcasting unless said.

mod elementwise;
mod linear;
mod loss;
mod reduce;
mod shape;

use super::operation::{Attribute, Operation, View};
use crate::error::{Error, Result};
use crate::real::Dtype;
use crate::tensor::Shape;

pub use loss::Reduction;

/// A tensor that no operation made.
pub(super) static LEAF: Operation = Operation {
    name: "leaf",
    formula: "given",
    derivative: "accumulated into .grad",
    saves: false,
    output: |_, _| Ok((Shape::SCALAR, Dtype::Float64)),
    forward: |_, _| {},
    vjp: |_| {},
};

/// PyTorch converts mixed element types where every operand is a number or the types agree; the lesson's programs
/// never mix them on purpose, so here a mixture is always the error that `nn.Linear` raises.
fn same_dtype(op: &'static str, inputs: &[View<'_>]) -> Result<Dtype> {
    let first = inputs[0].dtype;
    match inputs.iter().find(|input| input.dtype != first) {
        None => Ok(first),
        Some(other) => Err(Error::dtype(op, format_args!("{first} and {}", other.dtype))),
    }
}

fn broadcast(op: &'static str, inputs: &[View<'_>]) -> Result<(Shape, Dtype)> {
    Ok((Shape::broadcast(op, inputs[0].shape, inputs[1].shape)?, same_dtype(op, inputs)?))
}

fn like_input(inputs: &[View<'_>], _: Attribute) -> Result<(Shape, Dtype)> {
    Ok((inputs[0].shape, inputs[0].dtype))
}
