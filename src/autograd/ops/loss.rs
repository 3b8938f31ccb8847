//! The mean squared error as one operation, `torch.nn.functional.mse_loss`.

use super::super::operation::{Forward, Operation, Vjp};
use super::super::tape::{Tape, Var};
use crate::error::Result;
use crate::sum::sum_of;
use crate::tensor::Shape;

/// How a loss makes one number of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reduction {
    /// Leaves each element's loss as it is.
    None,
    /// The mean over all elements.
    #[default]
    Mean,
    /// The sum over all elements.
    Sum,
}

/// (a − t)² as it is. a gets g·(2·(a − t)), t the negative of it. Shapes broadcast: `(16, 1)` against `(16,)` makes 256
/// squares, which PyTorch warns of.
static SQUARES: Operation = Operation {
    name: "mse_loss",
    formula: "(a − t)²",
    derivative: "a: g × (2 × (a − t)); t: the negative",
    saves: true,
    forward: |f, out| forward(f, out, Reduction::None),
    vjp: |v| vjp(v, Reduction::None),
};

/// The sum of these squares.
static SUM: Operation = Operation {
    name: "mse_loss",
    formula: "sum of (a − t)²",
    derivative: "a: g × (2 × (a − t)); t: the negative",
    saves: true,
    forward: |f, out| forward(f, out, Reduction::Sum),
    vjp: |v| vjp(v, Reduction::Sum),
};

/// Their mean: 2 ÷ n takes the place of 2.
static MEAN: Operation = Operation {
    name: "mse_loss",
    formula: "mean of (a − t)²",
    derivative: "a: g × (2/n × (a − t)); t: the negative",
    saves: true,
    forward: |f, out| forward(f, out, Reduction::Mean),
    vjp: |v| vjp(v, Reduction::Mean),
};

#[inline(never)]
fn forward(f: &Forward<'_>, out: &mut [f64], reduction: Reduction) {
    let dtype = f.dtype;
    let Ok(shape) = Shape::broadcast("mse_loss", f.inputs[0].shape, f.inputs[1].shape) else { return };
    let [a, t, _] = f.inputs.map(|input| input.stretched(shape));
    let square = |k: usize| {
        let difference = dtype.round(a.get(k) - t.get(k));
        dtype.round(difference * difference)
    };
    if reduction == Reduction::None {
        out.iter_mut().enumerate().for_each(|(k, out)| *out = square(k));
        return;
    }
    let squares: Vec<f64> = (0..shape.elements()).map(square).collect();
    let total = sum_of(dtype, &squares);
    let mean = reduction == Reduction::Mean;
    out[0] = if mean { dtype.round(total / squares.len() as f64) } else { total };
}

#[inline(never)]
fn vjp(v: &mut Vjp<'_>, reduction: Reduction) {
    let (g, values, dtype) = (v.upstream, v.values, v.node.dtype);
    let inputs = [v.input_from(values, 0), v.input_from(values, 1)];
    let Ok(shape) = Shape::broadcast("mse_loss", inputs[0].shape, inputs[1].shape) else { return };
    let [a, t] = inputs.map(|input| input.stretched(shape));
    let scale = dtype.round(match reduction {
        Reduction::Mean => 2.0 / shape.elements() as f64,
        Reduction::None | Reduction::Sum => 2.0,
    });
    let slope = |k: usize| {
        let upstream = g[if reduction == Reduction::None { k } else { 0 }];
        upstream * dtype.round(scale * dtype.round(a.get(k) - t.get(k)))
    };
    if v.wants(0) {
        v.contribute_stretched_from(0, shape, slope);
    }
    if v.wants(1) {
        v.contribute_stretched_from(1, shape, |k| -slope(k));
    }
}

impl Tape {
    /// The squared differences of `input` and `target`, reduced, `torch.nn.functional.mse_loss`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the shapes do not broadcast, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if
    /// the element types differ.
    pub fn mse_loss(&mut self, input: Var, target: Var, reduction: Reduction) -> Result<Var> {
        let (shape, dtype) = self.broadcast("mse_loss", input, target)?;
        let (operation, shape) = match reduction {
            Reduction::None => (&SQUARES, shape),
            Reduction::Sum => (&SUM, Shape::SCALAR),
            Reduction::Mean => (&MEAN, Shape::SCALAR),
        };
        Ok(self.record(operation, &[input, target], (shape, dtype)))
    }
}
