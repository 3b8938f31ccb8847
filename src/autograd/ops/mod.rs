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
use super::tape::{Tape, Var};
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
    forward: |_, _| {},
    vjp: |_| {},
};

impl Tape {
    /// The type that all of `inputs` have.
    ///
    /// PyTorch converts mixed element types where every operand is a number or the types agree; the lesson's programs
    /// never mix them on purpose, so here a mixture is always the error that `nn.Linear` raises.
    fn same_dtype(&self, op: &'static str, inputs: &[Var]) -> Result<Dtype> {
        let (_, first) = self.kind(inputs[0]);
        match inputs.iter().map(|&input| self.kind(input).1).find(|&other| other != first) {
            None => Ok(first),
            Some(other) => Err(Error::dtype(op, format_args!("{first} and {other}"))),
        }
    }

    /// Shape and type of what two tensors make element by element.
    fn broadcast(&self, op: &'static str, a: Var, b: Var) -> Result<(Shape, Dtype)> {
        let shape = Shape::broadcast(op, self.kind(a).0, self.kind(b).0)?;
        Ok((shape, self.same_dtype(op, &[a, b])?))
    }
}
