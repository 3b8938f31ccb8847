//! What can be seen of a tape's nodes, and the names they are shown by.

use super::{Tape, Var};
use crate::autograd::operation::Operation;
use crate::real::Dtype;
use crate::tensor::Shape;

/// What the tape knows of one node, for display.
#[derive(Debug, Clone, Copy)]
pub struct NodeView<'a> {
    /// The operation that made it; `leaf` for parameters and constants.
    pub operation: &'static Operation,
    /// The name given with [`Tape::name`].
    pub name: Option<&'static str>,
    /// Where its inputs stand on the tape.
    pub inputs: &'a [Var],
    /// Sizes of its dimensions.
    pub shape: Shape,
    /// Element type.
    pub dtype: Dtype,
    /// Whether it was made by no operation.
    pub leaf: bool,
    /// Whether a gradient flows through it.
    pub requires_grad: bool,
    /// Row-major values.
    pub values: &'a [f64],
    /// `.grad` of a leaf; for other nodes the gradient of the last walk back, if it came by.
    pub grad: Option<&'a [f64]>,
}

impl Tape {
    /// Gives a node the name it has in the program, for display.
    pub fn name(&mut self, var: Var, name: &'static str) {
        self.nodes[var.index()].name = Some(name);
    }

    /// Everything known of one node.
    pub fn node(&self, var: Var) -> NodeView<'_> {
        let node = &self.nodes[var.index()];
        let range = node.range();
        let grad = if node.is_leaf() {
            node.has_grad.then(|| &self.grads[range.clone()])
        } else {
            node.reached.then(|| &self.adjoints[range.clone()])
        };
        NodeView {
            operation: node.operation,
            name: node.name,
            inputs: node.inputs(),
            shape: node.kind.shape,
            dtype: node.kind.dtype,
            leaf: node.is_leaf(),
            requires_grad: node.requires_grad,
            values: &self.values[range],
            grad,
        }
    }

    /// All nodes in the order in which they were recorded.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeView<'_>> {
        (0..self.nodes.len()).map(|i| self.node(Var::at(i)))
    }
}
