//! Operations that leave the values alone: reshape, and conversion between float32 and float64.

use super::super::operation::Operation;
use super::super::tape::{Tape, Var};
use crate::error::{Error, Result};
use crate::real::Dtype;
use crate::tensor::{Kind, Shape};

/// The same values in another shape. The gradient keeps its values, too.
static RESHAPE: Operation = Operation {
    name: "reshape",
    formula: "a, in another shape",
    derivative: "a: g, in a's shape",
    saves: false,
    forward: |f, out| out.copy_from_slice(f.values(0)),
    vjp: |v| v.pass_on(0),
};

/// The same values rounded to another element type. The gradient is rounded back.
static TO: Operation = Operation {
    name: "to",
    formula: "a, rounded to another dtype",
    derivative: "a: g, rounded to a's dtype",
    saves: false,
    forward: |f, out| out.copy_from_slice(f.values(0)),
    vjp: |v| v.pass_on(0),
};

impl Tape {
    /// The same elements, row-major, in another shape: `a.reshape(…)`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the number of elements differs.
    pub fn reshape(&mut self, a: Var, shape: Shape) -> Result<Var> {
        let from = *self.kind(a);
        if from.elements != shape.elements() {
            return Err(Error::shape(
                "reshape",
                format_args!("{} to {shape}", from.shape),
                format_args!("a shape of {} elements", from.elements),
            ));
        }
        Ok(self.record(&RESHAPE, [a], Kind { shape, ..from }))
    }

    /// The same values in another element type: `a.to(dtype)`, `a.float()`.
    pub fn to(&mut self, a: Var, dtype: Dtype) -> Var {
        self.record(&TO, [a], Kind { dtype, ..*self.kind(a) })
    }
}
