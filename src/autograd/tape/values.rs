//! What stands on the tape: values and gradients, read, set and cleared.

use super::{Tape, Var};
use crate::error::{Error, Result};

impl Tape {
    /// Row-major values.
    pub fn values(&self, var: Var) -> &[f64] {
        &self.values[self.nodes[var.index()].range()]
    }

    /// The value of a tensor with one element; the first element otherwise: `tensor.item()`.
    ///
    /// # Panics
    /// For a tensor without elements.
    pub fn item(&self, var: Var) -> f64 {
        self.values(var)[0]
    }

    /// `.grad` of a leaf, `None` where PyTorch has `None`; for other nodes the gradient of the last walk back.
    pub fn grad(&self, var: Var) -> Option<&[f64]> {
        self.node(var).grad
    }

    /// The gradient of a tensor with one element.
    pub fn grad_item(&self, var: Var) -> Option<f64> {
        self.grad(var).and_then(|grad| grad.first().copied())
    }

    /// Whether no operation made it: `tensor.is_leaf`.
    pub(crate) fn is_leaf(&self, var: Var) -> bool {
        self.nodes[var.index()].is_leaf()
    }

    /// `.grad` of a leaf with one element; `None` for other nodes, as in PyTorch.
    pub(crate) fn leaf_grad_item(&self, var: Var) -> Option<f64> {
        let node = &self.nodes[var.index()];
        (node.is_leaf() && node.has_grad).then(|| self.grads[node.offset])
    }

    /// Sets an existing `.grad` to zeros and leaves a missing one missing: `tensor.grad.zero_()`.
    pub fn zero_grad(&mut self, var: Var) {
        let node = &self.nodes[var.index()];
        if node.has_grad {
            self.grads[node.range()].fill(0.0);
        }
    }

    /// Removes `.grad`: `optimizer.zero_grad()`, which sets it to `None`.
    pub fn clear_grad(&mut self, var: Var) {
        self.nodes[var.index()].has_grad = false;
    }

    /// Sets `.grad` of a leaf, as when a run is taken up again; `None` removes it.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) unless there is one value an element,
    /// [`ErrorKind::WrongType`](crate::ErrorKind::WrongType) for what an operation made. What there was then stays.
    pub fn set_grad(&mut self, var: Var, grad: Option<&[f64]>) -> Result<()> {
        let node = self.nodes[var.index()].given("grad")?;
        if let Some(values) = grad {
            check_length("grad", values.len(), node.kind.elements)?;
            self.grads[node.range()].copy_from_slice(values);
        }
        self.nodes[var.index()].has_grad = grad.is_some();
        Ok(())
    }

    /// Replaces a leaf's values without recording anything: assignment to `tensor.data`. Values are rounded to the
    /// leaf's type.
    ///
    /// # Errors
    /// [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) unless there is one value an element,
    /// [`ErrorKind::WrongType`](crate::ErrorKind::WrongType) for what an operation made. What there was then stays.
    pub fn set_data(&mut self, var: Var, values: &[f64]) -> Result<()> {
        let elements = self.nodes[var.index()].given("data")?.kind.elements;
        check_length("data", values.len(), elements)?;
        self.fill(var, values);
        Ok(())
    }

    /// Puts other values into a leaf, one for each element, each rounded to its type.
    pub(crate) fn fill(&mut self, var: Var, values: &[f64]) {
        let node = &self.nodes[var.index()];
        let into = &mut self.values[node.range()];
        into.copy_from_slice(values);
        node.kind.dtype.round_all(into);
    }

    /// As [`fill`](Self::fill), with values that come one by one.
    pub(crate) fn fill_each(&mut self, var: Var, values: impl Iterator<Item = f64>) {
        let node = &self.nodes[var.index()];
        let into = &mut self.values[node.range()];
        into.iter_mut().zip(values).for_each(|(into, value)| *into = value);
        node.kind.dtype.round_all(into);
    }

    /// Changes each element of a leaf in place, given its value and gradient; does nothing without a gradient.
    pub(crate) fn update_each(&mut self, var: Var, mut new: impl FnMut(usize, f64, f64) -> f64) {
        let node = &self.nodes[var.index()];
        if !node.has_grad {
            return;
        }
        let range = node.range();
        let (values, grads) = (&mut self.values[range.clone()], &self.grads[range]);
        for (i, (value, grad)) in values.iter_mut().zip(grads).enumerate() {
            *value = new(i, *value, *grad);
        }
    }
}

fn check_length(field: &str, given: usize, elements: usize) -> Result<()> {
    if given == elements { Ok(()) } else { Err(Error::length_mismatch(field, given, elements)) }
}
