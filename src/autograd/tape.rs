//! The tape: records operations as they are computed, walks them back, and keeps every value for inspection.
//!
//! Values live in one row after another in a single buffer, which only grows: [`Tape::mark`] and [`Tape::rewind`] drop a
//! batch's graph and keep the parameters, and recording the next one allocates and clears nothing. The tape refuses
//! shapes and types that do not fit, a second walk through a graph whose saved values are gone, and a walk from anything
//! but a scalar.

mod replay;
mod values;
mod view;

pub(crate) use replay::Replay;
pub use view::NodeView;

use super::operation::{Inputs, MAX_INPUTS, Operation, Vjp};
use super::ops;
use crate::error::{Error, Result};
use crate::tensor::{Kind, Tensor};
use std::ops::Range;

/// A tensor on a [`Tape`]. Only valid on the tape that made it, and until a [`rewind`](Tape::rewind) drops it: it is a
/// place on the tape, so one that was dropped is a place beyond the end, where every method of the tape panics, until
/// something else is recorded there and it stands for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Var(u32);

impl Var {
    /// Position on the tape: nodes are numbered in the order in which they were recorded.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The node at a position that is known to be on the tape.
    pub(crate) fn at(index: usize) -> Self {
        Self(index as u32)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Where its values begin.
    offset: usize,
    operation: &'static Operation,
    pub(super) inputs: [Var; MAX_INPUTS],
    arity: u8,
    /// The exponent of `pow`; NaN for every other operation.
    pub(super) exponent: f64,
    pub(super) requires_grad: bool,
    /// Whether the current or last walk back gave this node a gradient.
    pub(super) reached: bool,
    /// Whether a walk back has freed what the vjp saved.
    freed: bool,
    /// For leaves: whether `.grad` exists; PyTorch starts with none.
    has_grad: bool,
    /// For leaves: whether its values were taken over from the tensor that stands first in `inputs`.
    detached: bool,
    name: Option<&'static str>,
}

impl Node {
    #[inline(always)]
    fn new(
        operation: &'static Operation,
        inputs: [Var; MAX_INPUTS],
        arity: u8,
        exponent: f64,
        kind: Kind,
        offset: usize,
    ) -> Self {
        Self {
            kind,
            offset,
            operation,
            inputs,
            arity,
            exponent,
            requires_grad: false,
            reached: false,
            freed: false,
            has_grad: false,
            detached: false,
            name: None,
        }
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.offset..self.offset + self.kind.elements
    }

    fn is_leaf(&self) -> bool {
        self.arity == 0
    }

    fn inputs(&self) -> &[Var] {
        &self.inputs[..usize::from(self.arity)]
    }

    /// This node, unless an operation made it: then `field` is not a caller's to set.
    fn given(&self, field: &'static str) -> Result<&Self> {
        if self.is_leaf() {
            return Ok(self);
        }
        let made = format_args!("that of a result of {}", self.operation.name);
        Err(Error::wrong_type(field, made, "that of a leaf"))
    }
}

/// A record of operations, each value kept: define by run, then walk back.
///
/// # Panics
/// Every method that takes a [`Var`] panics for one beyond the end of the tape: of another tape, or dropped by
/// [`rewind`](Self::rewind).
#[derive(Debug, Clone, Default)]
pub struct Tape {
    nodes: Vec<Node>,
    /// How much of the three buffers is in use. What lies beyond is left over from a graph that was dropped.
    used: usize,
    values: Vec<f64>,
    /// Gradients of the walk under way, one for each value; those of a node count once it is `reached`.
    adjoints: Vec<f64>,
    /// `.grad` of leaves, at the same offsets as their values; they count where the node `has_grad`.
    grads: Vec<f64>,
    scratch: Vec<f64>,
}

impl Tape {
    /// An empty tape.
    pub fn new() -> Self {
        Self::default()
    }

    /// A leaf that requires a gradient: `torch.tensor(…, requires_grad=True)`.
    pub fn parameter(&mut self, tensor: Tensor) -> Var {
        self.leaf(Kind::new(tensor.shape(), tensor.dtype()), tensor.values(), true)
    }

    /// A leaf that requires none: data, targets, constants.
    pub fn constant(&mut self, tensor: Tensor) -> Var {
        self.leaf(Kind::new(tensor.shape(), tensor.dtype()), tensor.values(), false)
    }

    /// A leaf without a gradient that holds the values of `var` as they are now: `tensor.detach()`.
    pub fn detach(&mut self, var: Var) -> Var {
        let node = &self.nodes[var.index()];
        let (kind, from) = (node.kind, node.range());
        let into = self.room(kind.elements);
        self.values.copy_within(from, into);
        let copy = self.push_leaf(kind, into, false);
        let node = &mut self.nodes[copy.index()];
        (node.inputs[0], node.detached) = (var, true);
        copy
    }

    /// A leaf from row-major values, each rounded to its type: a parameter or a constant.
    pub(crate) fn leaf(&mut self, kind: Kind, values: &[f64], requires_grad: bool) -> Var {
        let offset = self.room(kind.elements);
        let leaf = self.push_leaf(kind, offset, requires_grad);
        self.fill(leaf, values);
        leaf
    }

    /// A constant whose values are [`fill`](Self::fill)ed in later.
    pub(crate) fn unfilled(&mut self, kind: Kind) -> Var {
        let offset = self.room(kind.elements);
        self.push_leaf(kind, offset, false)
    }

    /// Makes room for the values of the next node, and for their gradients, and says where it begins; it reaches up to
    /// what is then in use.
    #[inline(always)]
    fn room(&mut self, elements: usize) -> usize {
        let offset = self.used;
        self.used += elements;
        if self.values.len() < self.used {
            self.grow();
        }
        offset
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        for buffer in [&mut self.values, &mut self.adjoints, &mut self.grads] {
            buffer.resize(self.used, 0.0);
        }
    }

    fn push_leaf(&mut self, kind: Kind, offset: usize, requires_grad: bool) -> Var {
        let inputs = [Var(0); MAX_INPUTS];
        self.push(Node { requires_grad, ..Node::new(&ops::LEAF, inputs, 0, f64::NAN, kind, offset) })
    }

    #[inline(always)]
    fn push(&mut self, node: Node) -> Var {
        // 2³² nodes would need more memory than a wasm module can have.
        let var = Var(self.nodes.len() as u32);
        self.nodes.push(node);
        var
    }

    /// Computes one operation and records it; the result is of this kind.
    pub(super) fn record<const N: usize>(
        &mut self,
        operation: &'static Operation,
        inputs: [Var; N],
        kind: Kind,
    ) -> Var {
        self.record_with(operation, inputs, kind, f64::NAN)
    }

    /// As [`record`](Self::record), of an operation with an exponent.
    ///
    /// Not inlined: each caller would take its operation's forward function along, once more for each of them.
    #[inline(never)]
    pub(super) fn record_with<const N: usize>(
        &mut self,
        operation: &'static Operation,
        inputs: [Var; N],
        kind: Kind,
        exponent: f64,
    ) -> Var {
        let mut padded = [Var(0); MAX_INPUTS];
        let mut requires_grad = false;
        for (into, input) in padded.iter_mut().zip(inputs) {
            *into = input;
            requires_grad |= self.nodes[input.index()].requires_grad;
        }
        let (arity, offset) = (inputs.len() as u8, self.room(kind.elements));
        let node = Node::new(operation, padded, arity, exponent, kind, offset);
        let var = self.push(Node { requires_grad, ..node });
        let (before, node) = self.nodes.split_at(var.index());
        let (values, result) = self.values[..self.used].split_at_mut(offset);
        operation.compute(&Inputs { node: &node[0], before, values }, result);
        var
    }

    /// All there is of a tensor but its values: what decides the same of a result.
    #[inline(always)]
    pub(super) fn kind(&self, var: Var) -> &Kind {
        &self.nodes[var.index()].kind
    }

    /// Gradients of the scalar `root` with respect to every leaf that requires one, *added* to the leaves' `.grad`.
    /// Afterwards what the operations had saved is gone, as in PyTorch: a second walk is an error.
    ///
    /// # Errors
    /// [`ErrorKind::Backward`](crate::ErrorKind::Backward) if `root` is no scalar, requires no gradient, or its graph was walked before.
    pub fn backward(&mut self, root: Var) -> Result<()> {
        self.backward_and_free(root, true)
    }

    /// As [`backward`](Self::backward), but the graph can be walked again: `backward(retain_graph=True)`.
    ///
    /// # Errors
    /// As for [`backward`](Self::backward).
    pub fn backward_retaining(&mut self, root: Var) -> Result<()> {
        self.backward_and_free(root, false)
    }

    fn backward_and_free(&mut self, root: Var, free: bool) -> Result<()> {
        let start = &self.nodes[root.index()];
        if !start.requires_grad {
            return Err(Error::backward(
                "the tensor requires no gradient: nothing that made it is a parameter",
            ));
        }
        if start.kind.elements != 1 {
            return Err(Error::backward("gradients start from a scalar; sum or average first"));
        }
        let offset = start.offset;
        for node in &mut self.nodes[..=root.index()] {
            node.reached = false;
        }
        self.nodes[root.index()].reached = true;
        self.adjoints[offset] = 1.0;
        for index in (0..=root.index()).rev() {
            let (before, rest) = self.nodes.split_at_mut(index);
            let node = &mut rest[0];
            if !node.reached || !node.requires_grad {
                continue;
            }
            let range = node.range();
            if node.is_leaf() {
                // `.grad` accumulates: what earlier walks left there stays.
                let dtype = node.kind.dtype;
                let (into, from) = (&mut self.grads[range.clone()], &self.adjoints[range]);
                for (grad, adjoint) in into.iter_mut().zip(from) {
                    *grad = if node.has_grad { dtype.round(*grad + adjoint) } else { *adjoint };
                }
                node.has_grad = true;
                continue;
            }
            if node.freed && node.operation.saves {
                return Err(Error::backward(
                    "this graph was walked before and what it had saved is freed; record it anew, or keep it the first time",
                ));
            }
            node.freed |= free;
            let (adjoints, upstream) = self.adjoints.split_at_mut(node.offset);
            (node.operation.vjp)(&mut Vjp {
                node,
                before,
                values: &self.values,
                upstream: &upstream[..range.len()],
                adjoints,
                scratch: &mut self.scratch,
            });
        }
        Ok(())
    }

    /// How much has been recorded; hand it to [`rewind`](Self::rewind).
    pub fn mark(&self) -> usize {
        self.nodes.len()
    }

    /// Forgets everything recorded since `mark`, and keeps the memory for the next batch. A [`Var`] made since is not to
    /// be used any more.
    pub fn rewind(&mut self, mark: usize) {
        if let Some(first) = self.nodes.get(mark) {
            self.used = first.offset;
            self.nodes.truncate(mark);
        }
    }
}
