//! The mean squared error as one operation, `torch.nn.functional.mse_loss`.

use super::super::operation::{Inputs, Operation, Vjp};
use super::super::tape::{Tape, Var};
use crate::error::Result;
use crate::sum::sum_of;
use crate::tensor::{Kind, Shape};

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
fn forward(f: &Inputs<'_, '_>, out: &mut [f64], reduction: Reduction) {
    let dtype = f.node.kind.dtype;
    let Ok(shape) = Shape::broadcast("mse_loss", f.shape(0), f.shape(1)) else { return };
    let squared = Kind::new(shape, dtype);
    let [a, t] = [0, 1].map(|i| f.stretched_to(i, &squared));
    let square = |k: usize| {
        let difference = dtype.round(a.get(k) - t.get(k));
        dtype.round(difference * difference)
    };
    if reduction == Reduction::None {
        out.iter_mut().enumerate().for_each(|(k, out)| *out = square(k));
        return;
    }
    let squares: Vec<f64> = (0..squared.elements).map(square).collect();
    let total = sum_of(dtype, &squares);
    out[0] = if reduction == Reduction::Mean { total / squared.elements as f64 } else { total };
}

#[inline(never)]
fn vjp(v: &mut Vjp<'_>, reduction: Reduction) {
    let (g, dtype) = (v.upstream, v.node.kind.dtype);
    let inputs = v.inputs();
    let Ok(shape) = Shape::broadcast("mse_loss", inputs.shape(0), inputs.shape(1)) else { return };
    let squared = Kind::new(shape, dtype);
    let [a, t] = [0, 1].map(|i| inputs.stretched_to(i, &squared));
    let scale = dtype.round(match reduction {
        Reduction::Mean => 2.0 / squared.elements as f64,
        Reduction::None | Reduction::Sum => 2.0,
    });
    let slope = |k: usize| {
        let upstream = g[if reduction == Reduction::None { k } else { 0 }];
        upstream * dtype.round(scale * dtype.round(a.get(k) - t.get(k)))
    };
    for i in 0..2 {
        v.contribute_from(i, Some(&squared), |terms| {
            let sign = if i == 0 { 1.0 } else { -1.0 };
            terms.iter_mut().enumerate().for_each(|(k, term)| *term = sign * slope(k));
        });
    }
}

impl Tape {
    /// The squared differences of `input` and `target`, reduced, `torch.nn.functional.mse_loss`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the shapes do not broadcast, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if
    /// the element types differ.
    pub fn mse_loss(&mut self, input: Var, target: Var, reduction: Reduction) -> Result<Var> {
        let kind = Kind::broadcast("mse_loss", self.kind(input), self.kind(target))?;
        let (operation, kind) = match reduction {
            Reduction::None => (&SQUARES, kind),
            Reduction::Sum => (&SUM, Kind::scalar(kind.dtype)),
            Reduction::Mean => (&MEAN, Kind::scalar(kind.dtype)),
        };
        Ok(self.record(operation, [input, target], kind))
    }
}
