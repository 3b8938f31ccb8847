//! What an operation is to the tape: a name, a forward function and a vjp. Whoever records one says of which shape and
//! type the result is, and has refused what does not fit.
//!
//! A vjp (vector–Jacobian product) takes the gradient of the loss with respect to the result and contributes to the
//! gradients with respect to the inputs. It never sees the graph, only its own inputs, result and upstream gradient.

use super::tape::Node;
use crate::real::Dtype;
use crate::sum::sum_of;
use crate::tensor::{MAX_RANK, Shape};

/// Most inputs an operation has (`linear`: x, weight, bias).
pub(super) const MAX_INPUTS: usize = 3;

/// One kind of operation. The statics in `ops` are all there are.
pub struct Operation {
    /// PyTorch's name, e.g. `mul`.
    pub name: &'static str,
    /// What it computes, e.g. `a × b`.
    pub formula: &'static str,
    /// How the upstream gradient g reaches each input, e.g. `a: g × b; b: g × a`.
    pub derivative: &'static str,
    /// Whether the vjp reads values that `backward()` frees: walking such a node twice is an error.
    pub(super) saves: bool,
    pub(super) forward: fn(&Forward<'_>, &mut [f64]),
    pub(super) vjp: fn(&mut Vjp<'_>),
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Values of one tensor on the tape.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) values: &'a [f64],
    pub(super) shape: Shape,
}

impl<'a> View<'a> {
    /// This tensor read as if it had the larger `shape`, as broadcasting does.
    #[inline(always)]
    pub(super) fn stretched(&self, shape: Shape) -> Stretched<'a> {
        if let [value] = *self.values {
            Stretched::Constant(value)
        } else if self.shape == shape || self.values.len() == shape.elements() {
            Stretched::Direct(self.values)
        } else {
            Stretched::Strided { values: self.values, shape, strides: self.shape.strides_within(&shape) }
        }
    }
}

/// A tensor under broadcasting, addressed by the row-major position in the larger shape.
#[derive(Clone, Copy)]
pub(super) enum Stretched<'a> {
    /// One element, everywhere.
    Constant(f64),
    /// The elements as they stand.
    Direct(&'a [f64]),
    /// Elements that repeat.
    Strided { values: &'a [f64], shape: Shape, strides: [usize; MAX_RANK] },
}

impl Stretched<'_> {
    #[inline(always)]
    pub(super) fn get(&self, k: usize) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Direct(values) => values[k],
            Self::Strided { values, shape, strides } => {
                let (mut rest, mut at) = (k, 0);
                for (back, stride) in strides.iter().enumerate().take(shape.rank()) {
                    let size = shape.size_from_end(back);
                    at += rest % size * stride;
                    rest /= size;
                }
                values[at]
            }
        }
    }
}

/// What a forward function sees.
pub(super) struct Forward<'a> {
    pub(super) inputs: &'a [View<'a>; MAX_INPUTS],
    pub(super) shape: Shape,
    pub(super) dtype: Dtype,
    /// The exponent of `pow`; NaN for every other operation.
    pub(super) exponent: f64,
}

/// What a vjp sees, and where it puts its contributions.
pub(super) struct Vjp<'a> {
    pub(super) node: &'a Node,
    /// Everything recorded before this node.
    pub(super) before: &'a mut [Node],
    /// Values of everything before this node.
    pub(super) values: &'a [f64],
    /// This node's own result.
    pub(super) output: &'a [f64],
    /// Gradient of the loss with respect to the result.
    pub(super) upstream: &'a [f64],
    /// Gradients of everything before this node.
    pub(super) adjoints: &'a mut [f64],
    pub(super) scratch: &'a mut Vec<f64>,
}

impl<'a> Vjp<'a> {
    /// Input `i`, out of `self.values`: passed in so that the result outlives the borrow of `self` that contributing
    /// needs.
    pub(super) fn input_from(&self, values: &'a [f64], i: usize) -> View<'a> {
        let input = &self.before[self.node.inputs[i].index()];
        View { values: &values[input.range()], shape: input.shape }
    }

    /// Whether anything behind input `i` requires a gradient.
    pub(super) fn wants(&self, i: usize) -> bool {
        self.before[self.node.inputs[i].index()].requires_grad
    }

    /// Adds `get(k)`, one value for each element `k` of input `i`, each rounded to the input's type.
    #[inline(always)]
    pub(super) fn contribute(&mut self, i: usize, get: impl Fn(usize) -> f64) {
        let shape = self.before[self.node.inputs[i].index()].shape;
        self.contribute_stretched_from(i, shape, get);
    }

    /// Adds `get(k)`, one value for each element `k` of the *result*, summing over the dimensions along which input
    /// `i` was stretched.
    #[inline(always)]
    pub(super) fn contribute_stretched(&mut self, i: usize, get: impl Fn(usize) -> f64) {
        self.contribute_stretched_from(i, self.node.shape, get);
    }

    /// As [`contribute_stretched`](Self::contribute_stretched), where the inputs broadcast to `from` but the result
    /// is smaller, as a reduced loss is.
    ///
    /// Only the loop that computes the terms is an operation's own; what is done with them is shared.
    #[inline(always)]
    pub(super) fn contribute_stretched_from(&mut self, i: usize, from: Shape, get: impl Fn(usize) -> f64) {
        let elements = from.elements();
        // Grown and never shrunk, as clearing what is about to be overwritten takes time.
        if self.scratch.len() < elements {
            self.scratch.resize(elements, 0.0);
        }
        for (k, term) in self.scratch[..elements].iter_mut().enumerate() {
            *term = get(k);
        }
        self.add_terms(i, from, elements);
    }

    /// Adds the terms of shape `from` to the gradient of input `i`.
    #[inline(never)]
    fn add_terms(&mut self, i: usize, from: Shape, elements: usize) {
        let input = &mut self.before[self.node.inputs[i].index()];
        if elements == 0 {
            // Stretched against a tensor without elements: sums over nothing.
            self.scratch.clear();
            self.scratch.resize(input.range().len(), 0.0);
        } else if elements != input.range().len() {
            let (terms, dtype) = (&mut self.scratch[..elements], self.node.dtype);
            for term in terms.iter_mut() {
                *term = dtype.round(*term);
            }
            unbroadcast(terms, from, input.shape, dtype);
        }
        let dtype = input.dtype;
        let adjoints = self.adjoints[input.range()].iter_mut().zip(self.scratch.iter());
        // The first contribution is stored, not added to zero: 0 + (−0) would lose the sign.
        if std::mem::replace(&mut input.reached, true) {
            adjoints.for_each(|(adjoint, term)| *adjoint = dtype.round(*adjoint + dtype.round(*term)));
        } else {
            adjoints.for_each(|(adjoint, term)| *adjoint = dtype.round(*term));
        }
    }
}

/// Undoes broadcasting: sums `gradient` of shape `from` over every dimension along which `to` was stretched; the sums
/// then stand at its beginning.
///
/// Runs of neighbouring elements are added in `torch.sum`'s order, anything else left to right.
fn unbroadcast(gradient: &mut [f64], from: Shape, to: Shape, dtype: Dtype) {
    let mut run = 1;
    for back in 0..from.rank() {
        if to.size_from_end(back) != 1 {
            break;
        }
        run *= from.size_from_end(back);
    }
    if gradient.len() / run == to.elements() {
        for at in 0..to.elements() {
            gradient[at] = sum_of(dtype, &gradient[at * run..(at + 1) * run]);
        }
        return;
    }
    let mut sums = vec![0.0; to.elements()];
    let strides = to.strides_within(&from);
    for (k, g) in gradient.iter().enumerate() {
        let (mut rest, mut at) = (k, 0);
        for (back, stride) in strides.iter().enumerate().take(from.rank()) {
            at += rest % from.size_from_end(back) * stride;
            rest /= from.size_from_end(back);
        }
        sums[at] = dtype.round(sums[at] + g);
    }
    gradient[..sums.len()].copy_from_slice(&sums);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unbroadcasting_sums_over_the_stretched_dimension_inner_or_outer() {
        let reduced = |to: Shape| {
            let mut gradient = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
            unbroadcast(&mut gradient, Shape::matrix(2, 3), to, Dtype::Float64);
            gradient[..to.elements()].to_vec()
        };
        assert_eq!(reduced(Shape::matrix(2, 1)), [6.0, 15.0]);
        assert_eq!(reduced(Shape::vector(3)), [5.0, 7.0, 9.0]);
        assert_eq!(reduced(Shape::SCALAR), [21.0]);
    }
}
