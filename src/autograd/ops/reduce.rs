//! Reductions of a whole tensor to a scalar: sum and mean, in PyTorch's order of summation.

use super::super::operation::Operation;
use super::super::tape::{Tape, Var};
use crate::sum::sum_of;
use crate::tensor::Kind;

/// Σ a, shape `()`. Every element gets g.
static SUM: Operation = Operation {
    name: "sum",
    formula: "Σ a",
    derivative: "a: g, for every element",
    saves: false,
    forward: |f, out| {
        let a = f.values(0);
        out[0] = sum_of(f.node.kind.dtype, a);
    },
    vjp: |v| {
        let g = v.upstream[0];
        v.contribute(0, |terms| terms.fill(g));
    },
};

/// Σ a ÷ n, shape `()`. Every element gets g / n.
static MEAN: Operation = Operation {
    name: "mean",
    formula: "Σ a ÷ n",
    derivative: "a: g ÷ n, for every element",
    saves: false,
    forward: |f, out| {
        let a = f.values(0);
        out[0] = sum_of(f.node.kind.dtype, a) / a.len() as f64;
    },
    vjp: |v| {
        let g = v.upstream[0];
        v.contribute(0, |terms| terms.fill(g / terms.len() as f64));
    },
};

impl Tape {
    /// The sum of all elements, `torch.sum(a)`.
    pub fn sum(&mut self, a: Var) -> Var {
        self.record(&SUM, [a], Kind::scalar(self.kind(a).dtype))
    }

    /// The mean of all elements, `torch.mean(a)`; NaN for a tensor without elements, as in PyTorch.
    pub fn mean(&mut self, a: Var) -> Var {
        self.record(&MEAN, [a], Kind::scalar(self.kind(a).dtype))
    }
}
