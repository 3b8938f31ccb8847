//! Operations that leave the values alone: reshape, and conversion between float32 and float64.

use super::super::operation::{Attribute, Operation};
use super::super::tape::{Tape, Var};
use super::like_input;
use crate::error::{Error, Result};
use crate::real::Dtype;
use crate::tensor::Shape;

/// The same values in another shape. The gradient keeps its values, too.
static RESHAPE: Operation = Operation {
    name: "reshape",
    formula: "a, in another shape",
    derivative: "a: g, in a's shape",
    saves: false,
    output: |inputs, attribute| match attribute {
        Attribute::Shape(shape) => Ok((shape, inputs[0].dtype)),
        _ => like_input(inputs, attribute),
    },
    forward: |f, out| out.copy_from_slice(f.inputs[0].values),
    vjp: |v| {
        let g = v.upstream;
        v.contribute(0, |k| g[k]);
    },
};

/// The same values rounded to another element type. The gradient is rounded back.
static TO: Operation = Operation {
    name: "to",
    formula: "a, rounded to another dtype",
    derivative: "a: g, rounded to a's dtype",
    saves: false,
    output: |inputs, attribute| match attribute {
        Attribute::Dtype(dtype) => Ok((inputs[0].shape, dtype)),
        _ => like_input(inputs, attribute),
    },
    forward: |f, out| {
        for (out, &a) in out.iter_mut().zip(f.inputs[0].values) {
            *out = f.dtype.round(a);
        }
    },
    vjp: |v| {
        let g = v.upstream;
        v.contribute(0, |k| g[k]);
    },
};

impl Tape {
    /// The same elements, row-major, in another shape: `a.reshape(…)`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the number of elements differs.
    pub fn reshape(&mut self, a: Var, shape: Shape) -> Result<Var> {
        let from = self.node(a).shape;
        if from.elements() != shape.elements() {
            return Err(Error::shape(
                "reshape",
                format_args!("{from} to {shape}"),
                format_args!("a shape of {} elements", from.elements()),
            ));
        }
        self.record(&RESHAPE, &[a], Attribute::Shape(shape))
    }

    /// The same values in another element type: `a.to(dtype)`, `a.float()`.
    ///
    /// # Errors
    /// None at present.
    pub fn to(&mut self, a: Var, dtype: Dtype) -> Result<Var> {
        self.record(&TO, &[a], Attribute::Dtype(dtype))
    }
}
