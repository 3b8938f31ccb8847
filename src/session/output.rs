//! What the run's script would have printed up to the cursor: mean losses on the way, the parameters at the end, or
//! the exception that ended it.

use super::{Cursor, Run, Session};
use crate::autograd::Reduction;
use crate::decimal::{four_decimals, python_repr};
use crate::listing::{EPOCHS_A_LINE, UPDATES_A_LINE};
use crate::program::Base;

impl Session {
    /// What the script ([`Flavour::Script`](crate::listing::Flavour::Script)) would have printed up to the cursor.
    ///
    /// `by_hand` and `torch`: after every tenth epoch `epoch 10: loss 123.4567`, the squared residuals as the program
    /// reduces them ÷ the epoch's samples; at the end `loss = …`, that of the last batch, if the program has one, `w = …`
    /// and `b = …`. `parabola`: after every hundredth update `update 100: f …`, at the end `f = …` and `x = …`.
    /// `sgd_regressor`: at the end `coef_ = …`, `intercept_ = …`, `n_iter_ = …`; `fit` keeps no loss. A program that
    /// raises ends with a line like `TypeError: …`, the last of Python's traceback.
    pub fn output(&self) -> Vec<String> {
        let base = self.program().base();
        let done = self.cursor.update;
        let mut lines = match base {
            Base::Parabola => self.printed_updates(done),
            Base::SgdRegressor => Vec::new(),
            Base::ByHand | Base::Torch => self.printed_epochs(done),
        };
        let at_end = done == self.plan.updates();
        let raised = match &self.run {
            Run::Regressor(run) => run.overflow.as_ref().filter(|_| at_end),
            Run::Tape(_) => self.raised().filter(|at| self.cursor == Cursor::after(at)).map(|at| &at.raised),
        };
        if let Some(raised) = raised {
            lines.push([raised.kind, ": ", &raised.message].concat());
        } else if at_end {
            let (w, b) = self.parameters_before(done);
            let names: &[&str] = match base {
                Base::Parabola => &["x = "],
                Base::SgdRegressor => &["coef_ = ", "intercept_ = "],
                Base::ByHand | Base::Torch => &["w = ", "b = "],
            };
            let loss = match base {
                Base::SgdRegressor => None,
                Base::Parabola => Some("f = "),
                Base::ByHand | Base::Torch => self.program().loss().map(|_| "loss = "),
            };
            if let (Some(name), Some(row)) = (loss, self.rows().last()) {
                lines.push([name, &python_repr(row.loss)].concat());
            }
            lines.extend(names.iter().zip([w, b]).map(|(name, value)| [*name, &python_repr(value)].concat()));
            if base == Base::SgdRegressor {
                lines.push(["n_iter_ = ", &self.plan.epochs().to_string()].concat());
            }
        }
        lines
    }

    fn printed_updates(&self, done: usize) -> Vec<String> {
        let rows = self.rows()[..done].iter().enumerate();
        rows.skip(UPDATES_A_LINE - 1)
            .step_by(UPDATES_A_LINE)
            .map(|(update, row)| progress("update ", update, ": f ", row.loss))
            .collect()
    }

    fn printed_epochs(&self, done: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let Some((reduction, _)) = self.program().loss() else { return lines };
        let mut first = 0;
        while first < done {
            let position = self.plan.locate(first);
            let end = first + position.batches;
            if end <= done && (position.epoch + 1).is_multiple_of(EPOCHS_A_LINE) {
                let (mut total, mut seen) = (0.0, 0);
                for (update, row) in self.rows().iter().enumerate().take(end).skip(first) {
                    let len = self.plan.locate(update).len;
                    total += if reduction == Reduction::Mean { row.loss * len as f64 } else { row.loss };
                    seen += len;
                }
                lines.push(progress("epoch ", position.epoch, ": loss ", total / seen as f64));
            }
            first = end;
        }
        lines
    }
}

fn progress(unit: &str, number: usize, what: &str, value: f64) -> String {
    [unit, &(number + 1).to_string(), what, &four_decimals(value)].concat()
}
