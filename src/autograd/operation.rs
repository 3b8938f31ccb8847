//! What an operation is to the tape: a name, a forward function and a vjp. Whoever records one says of which shape and
//! type the result is, and has refused what does not fit.
//!
//! A vjp (vector–Jacobian product) takes the gradient of the loss with respect to the result and contributes to the
//! gradients with respect to the inputs. It never sees the graph, only its own inputs, result and upstream gradient.

use super::tape::Node;
use crate::real::Dtype;
use crate::sum::sum_of;
use crate::tensor::{Kind, MAX_RANK, Shape};

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
    /// Computes the result in double; [`compute`](Self::compute) rounds it.
    pub(super) forward: fn(&Inputs<'_, '_>, &mut [f64]),
    pub(super) vjp: fn(&mut Vjp<'_>),
}

impl Operation {
    /// The result, each element rounded to its type.
    #[inline(always)]
    pub(super) fn compute(&self, inputs: &Inputs<'_, '_>, result: &mut [f64]) {
        (self.forward)(inputs, result);
        inputs.node.kind.dtype.round_all(result);
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
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
    Strided { values: &'a [f64], shape: &'a Shape, strides: [usize; MAX_RANK] },
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

/// An operation's inputs, as its forward function and its vjp see them. `node` is what is made of them; while it is
/// computed its values are not there yet.
pub(super) struct Inputs<'n, 'a> {
    pub(super) node: &'a Node,
    /// Everything recorded before this node.
    pub(super) before: &'n [Node],
    /// Values of everything before this node, at least.
    pub(super) values: &'a [f64],
}

impl<'a> Inputs<'_, 'a> {
    fn get(&self, i: usize) -> &Node {
        &self.before[self.node.inputs[i].index()]
    }

    /// The values of input `i`.
    pub(super) fn values(&self, i: usize) -> &'a [f64] {
        &self.values[self.get(i).range()]
    }

    /// The shape of input `i`.
    pub(super) fn shape(&self, i: usize) -> Shape {
        self.get(i).kind.shape
    }

    /// Input `i` read as if it had the result's shape.
    #[inline(always)]
    pub(super) fn stretched(&self, i: usize) -> Stretched<'a> {
        self.stretched_to(i, &self.node.kind)
    }

    /// Input `i` read as if it had the shape of `larger`, as broadcasting does.
    #[inline(always)]
    pub(super) fn stretched_to<'b>(&self, i: usize, larger: &'b Kind) -> Stretched<'b>
    where
        'a: 'b,
    {
        let values = self.values(i);
        if let [value] = *values {
            Stretched::Constant(value)
        } else if values.len() == larger.elements {
            Stretched::Direct(values)
        } else {
            let (own, shape) = (&self.get(i).kind.shape, &larger.shape);
            Stretched::Strided { values, shape, strides: own.strides_within(shape) }
        }
    }
}

/// What a vjp sees, and where it puts its contributions.
pub(super) struct Vjp<'a> {
    pub(super) node: &'a Node,
    /// Everything recorded before this node.
    pub(super) before: &'a mut [Node],
    /// Values of all nodes.
    pub(super) values: &'a [f64],
    /// Gradient of the loss with respect to the result.
    pub(super) upstream: &'a [f64],
    /// Gradients of everything before this node.
    pub(super) adjoints: &'a mut [f64],
    pub(super) scratch: &'a mut Vec<f64>,
}

/// Where the terms of a contribution are written.
struct Terms<'a> {
    into: &'a mut [f64],
    /// The input's type.
    dtype: Dtype,
    /// Whether that is the input's gradient itself: the terms are its first, and need not be summed.
    in_place: bool,
}

impl<'a> Vjp<'a> {
    pub(super) fn inputs(&self) -> Inputs<'_, 'a> {
        Inputs { node: self.node, before: self.before, values: self.values }
    }

    /// This node's own result.
    pub(super) fn output(&self) -> &'a [f64] {
        &self.values[self.node.range()]
    }

    /// Adds to the gradient of input `i` one term for each of its elements, rounded to its type. `write` computes them
    /// in double; nothing is computed for an input that requires no gradient.
    #[inline(always)]
    pub(super) fn contribute(&mut self, i: usize, write: impl FnOnce(&mut [f64])) {
        self.contribute_from(i, None, write);
    }

    /// As [`contribute`](Self::contribute), with one term for each element of the *result*: they are summed over the
    /// dimensions along which input `i` was stretched.
    #[inline(always)]
    pub(super) fn contribute_stretched(&mut self, i: usize, write: impl FnOnce(&mut [f64])) {
        self.contribute_from(i, Some(&self.node.kind), write);
    }

    /// As [`contribute_stretched`](Self::contribute_stretched), the terms being the upstream gradient as it is.
    #[inline(never)]
    pub(super) fn pass_on(&mut self, i: usize) {
        let (g, dtype) = (self.upstream, self.node.kind.dtype);
        if self.inputs().get(i).kind.elements == 1 && g.len() != 1 {
            // To a number goes their sum, which needs no copy of them.
            self.contribute(i, |terms| terms[0] = sum_of(dtype, g));
        } else {
            self.contribute_stretched(i, |terms| terms.copy_from_slice(g));
        }
    }

    /// As [`contribute_stretched`](Self::contribute_stretched), with one term for each element of what the
    /// inputs broadcast to, `from`: the result is smaller where a loss is reduced.
    #[inline(always)]
    pub(super) fn contribute_from(&mut self, i: usize, from: Option<&Kind>, write: impl FnOnce(&mut [f64])) {
        let Some(terms) = self.terms(i, from) else { return };
        write(terms.into);
        if terms.in_place {
            terms.dtype.round_all(terms.into);
        } else {
            self.add_terms(i, from);
        }
    }

    /// Where to write one term for each element of `from`, or of input `i` itself.
    #[inline(always)]
    fn terms(&mut self, i: usize, from: Option<&Kind>) -> Option<Terms<'_>> {
        let input = &mut self.before[self.node.inputs[i].index()];
        if !input.requires_grad {
            return None;
        }
        let (dtype, elements) = (input.kind.dtype, from.map_or(input.kind.elements, |from| from.elements));
        if elements == input.kind.elements && !input.reached {
            input.reached = true;
            return Some(Terms { into: &mut self.adjoints[input.range()], dtype, in_place: true });
        }
        Some(Terms { into: self.aside(elements), dtype, in_place: false })
    }

    #[inline(never)]
    fn aside(&mut self, elements: usize) -> &mut [f64] {
        // Grown and never shrunk, as clearing what is about to be overwritten takes time.
        if self.scratch.len() < elements {
            self.scratch.resize(elements, 0.0);
        }
        &mut self.scratch[..elements]
    }

    /// Adds the terms that [`terms`](Self::terms) has had written elsewhere to the gradient of input `i`.
    #[inline(never)]
    fn add_terms(&mut self, i: usize, from: Option<&Kind>) {
        let input = &mut self.before[self.node.inputs[i].index()];
        if let Some(from) = from.filter(|from| from.elements != input.kind.elements) {
            unbroadcast(self.scratch, from, &input.kind, self.node.kind.dtype);
        }
        let adjoints = self.adjoints[input.range()].iter_mut().zip(self.scratch.iter());
        let dtype = input.kind.dtype;
        // The first contribution is stored, not added to zero: 0 + (−0) would lose the sign.
        if std::mem::replace(&mut input.reached, true) {
            adjoints.for_each(|(adjoint, term)| *adjoint = dtype.round(*adjoint + dtype.round(*term)));
        } else {
            adjoints.for_each(|(adjoint, term)| *adjoint = dtype.round(*term));
        }
    }
}

/// Undoes broadcasting: rounds the terms at the beginning of `scratch`, one for each element of `from`, and sums them
/// over every dimension along which `to` was stretched; the sums then stand in their place.
///
/// Runs of neighbouring elements are added in `torch.sum`'s order, anything else left to right.
fn unbroadcast(scratch: &mut Vec<f64>, from: &Kind, to: &Kind, dtype: Dtype) {
    let elements = to.elements;
    if from.elements == 0 {
        // Stretched against a tensor without elements: sums over nothing.
        scratch.clear();
        scratch.resize(elements, 0.0);
        return;
    }
    let terms = &mut scratch[..from.elements];
    dtype.round_all(terms);
    if elements == 1 {
        terms[0] = sum_of(dtype, terms);
        return;
    }
    let (from, to) = (&from.shape, &to.shape);
    let mut run = 1;
    for back in 0..from.rank() {
        if to.size_from_end(back) != 1 {
            break;
        }
        run *= from.size_from_end(back);
    }
    if run * elements == terms.len() {
        for at in 0..elements {
            terms[at] = sum_of(dtype, &terms[at * run..(at + 1) * run]);
        }
        return;
    }
    let mut sums = vec![0.0; elements];
    let strides = to.strides_within(from);
    for (k, term) in terms.iter().enumerate() {
        let (mut rest, mut at) = (k, 0);
        for (back, stride) in strides.iter().enumerate().take(from.rank()) {
            at += rest % from.size_from_end(back) * stride;
            rest /= from.size_from_end(back);
        }
        sums[at] = dtype.round(sums[at] + term);
    }
    terms[..elements].copy_from_slice(&sums);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unbroadcasting_sums_over_the_stretched_dimension_inner_or_outer() {
        let kind = |shape| Kind::new(shape, Dtype::Float64);
        let reduced = |to: Shape| {
            let mut terms = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
            unbroadcast(&mut terms, &kind(Shape::matrix(2, 3)), &kind(to), Dtype::Float64);
            terms[..to.elements()].to_vec()
        };
        assert_eq!(reduced(Shape::matrix(2, 1)), [6.0, 15.0]);
        assert_eq!(reduced(Shape::vector(3)), [5.0, 7.0, 9.0]);
        assert_eq!(reduced(Shape::SCALAR), [21.0]);
    }
}
