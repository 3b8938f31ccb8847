//! What can be read of a program under way: its names and parameters, the loss, the row of a complete update.
//!
//! Refuses to move anything.

use super::Machine;
use crate::autograd::{Tape, Var};
use crate::program::Base;
use crate::program::row::Row;

impl Machine {
    /// The row of an update that is complete. Where no gradient was there to be used, it reports the one at the end.
    pub(crate) fn row(&self) -> Row {
        let used = self.used.unwrap_or_default();
        let [grad_w, grad_b] = match used {
            [Some(_), Some(_)] => used,
            _ => {
                let now = self.gradients();
                [0, 1].map(|i| used[i].or(now[i]))
            }
        };
        Row {
            loss: self.loss_value().unwrap_or(f64::NAN),
            w: self.tape.item(self.w),
            b: self.tape.item(self.b),
            grad_w: grad_w.unwrap_or(f64::NAN),
            grad_b: grad_b.unwrap_or(f64::NAN),
        }
    }

    /// Value of the loss once its statement has run.
    pub(crate) fn loss_value(&self) -> Option<f64> {
        self.loss_var().map(|loss| self.tape.item(loss))
    }

    /// Where the loss stands on the tape once its statement has run.
    pub(crate) fn loss_var(&self) -> Option<Var> {
        if self.base == Base::Parabola { self.y_pred } else { self.loss }
    }

    /// The parameters as they were created.
    pub(crate) fn leaves(&self) -> [Var; 2] {
        self.leaves
    }

    /// The first node of the batch under way.
    pub(crate) fn first_of_batch(&self) -> usize {
        self.batch.map_or(self.mark, |batch| batch.x.index())
    }

    /// The parameters as the next forward reads them: the leaves, or what an update in the graph has made of them.
    pub(crate) fn parameter_vars(&self) -> [Var; 2] {
        [self.w, self.b]
    }

    /// Current values of the parameters.
    pub(crate) fn parameters(&self) -> [f64; 2] {
        [self.tape.item(self.w), self.tape.item(self.b)]
    }

    /// `.grad` of both parameters as the program sees them.
    pub(crate) fn gradients(&self) -> [Option<f64>; 2] {
        // As Python sees it: a tensor that an operation made has none.
        [self.w, self.b].map(|var| self.tape.leaf_grad_item(var))
    }

    pub(crate) fn tape(&self) -> &Tape {
        &self.tape
    }

    /// The learning rate of the update under way.
    pub(crate) fn learning_rate(&self) -> f64 {
        self.optimizer.options().lr
    }

    /// The program's names with their tensors, in the order in which a reader meets them.
    pub(crate) fn names(&self) -> Vec<(&'static str, Var)> {
        let (w, b, y_pred) = match self.base {
            Base::Torch => ("model.weight", Some("model.bias"), "y_pred"),
            Base::Parabola => ("x", None, "f"),
            _ => ("w", Some("b"), "y_pred"),
        };
        let mut names = vec![(w, self.w)];
        names.extend(b.map(|b| (b, self.b)));
        if let Some(batch) = self.batch {
            names.extend([("xb", batch.x), ("yb", batch.y)]);
        }
        names.extend(self.y_pred.map(|var| (y_pred, var)));
        names.extend(self.loss.map(|var| ("loss", var)));
        names
    }
}
