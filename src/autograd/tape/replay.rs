//! Forward once more, with one number changed: what the loss would have been. Gradients can be checked by it.
//!
//! Only what depends on the changed number is computed again, by the operations' own forward functions. The tape stays
//! as it is.

use super::{Node, Tape, Var};
use crate::autograd::operation::Inputs;

/// A tape's values for computing parts of it again.
pub(crate) struct Replay<'a> {
    tape: &'a Tape,
    values: Vec<f64>,
    /// Which nodes differ from the tape at the moment.
    changed: Vec<bool>,
}

impl<'a> Replay<'a> {
    pub(crate) fn new(tape: &'a Tape) -> Self {
        Self { tape, values: tape.values.clone(), changed: vec![false; tape.nodes.len()] }
    }

    /// The first element of `root` if `element` of `var`, which was recorded no later, were `value`. What was detached from `var` follows it: detaching
    /// hides from `backward()` that the loss depends on a number, it does not make it independent.
    pub(crate) fn with(&mut self, root: Var, var: Var, element: usize, value: f64) -> f64 {
        let tape = self.tape;
        let nodes = &tape.nodes[..=root.index()];
        let first = &nodes[var.index()];
        self.values[first.offset + element] = value;
        self.changed[var.index()] = true;
        for (index, node) in nodes.iter().enumerate().skip(var.index() + 1) {
            if node.sources().iter().any(|source| self.changed[source.index()]) {
                self.changed[index] = true;
                compute(node, &nodes[..index], &mut self.values);
            }
        }
        let found = self.values[nodes[root.index()].offset];
        for (node, changed) in nodes.iter().zip(&mut self.changed).skip(var.index()) {
            if std::mem::take(changed) {
                self.values[node.range()].copy_from_slice(&tape.values[node.range()]);
            }
        }
        found
    }
}

impl Node {
    /// The nodes whose values decide this one's.
    fn sources(&self) -> &[Var] {
        if self.detached { &self.inputs[..1] } else { self.inputs() }
    }
}

fn compute(node: &Node, before: &[Node], values: &mut [f64]) {
    let (values, rest) = values.split_at_mut(node.offset);
    let result = &mut rest[..node.kind.elements];
    if node.detached {
        result.copy_from_slice(&values[before[node.inputs[0].index()].range()]);
    } else {
        node.operation.compute(&Inputs { node, before, values }, result);
    }
}
