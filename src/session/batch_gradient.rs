//! The gradient of one batch: of the mean squared error, which can be compared between programs and drawn on the loss
//! surface, and of the loss that the program itself computes.
//!
//! Refuses to read `.grad`: that accumulates, and holds more than this batch's wherever it was not cleared.

use super::{Run, Session};
use crate::error::Result;
use crate::program::{Base, Statement};

impl Session {
    /// The gradient by w and b of the mean squared error over the batch under way, else the last one, per sample, at the
    /// parameters before that update, with x as the run trains on it. Of the parabola f′ and 0. `None` until `backward` has been executed in that update (in
    /// `sgd_regressor`, which has none, the update itself), and where it is beyond float64's range.
    ///
    /// It is what `.grad` holds but for the unit (`by_hand` sums, `SGDRegressor` halves) and for what an edited program
    /// makes of it: gradients of earlier batches that were not cleared, or a loss over n × n differences.
    pub fn batch_gradient(&mut self) -> Option<[f64; 2]> {
        if !self.has_backward() {
            return None;
        }
        let (w, b) = self.parameters_before(self.cursor.current());
        let gradient = match self.batch_indices() {
            None => [2.0 * w, 0.0],
            Some(batch) => {
                let (x, y, n) = (&self.data.trained_x, &self.data.y, batch.len() as f64);
                let sums = batch.iter().map(|&i| i as usize).fold([0.0; 2], |[by_w, by_b], i| {
                    let slope = 2.0 * (w * x[i] + b - y[i]);
                    [by_w + slope * x[i], by_b + slope]
                });
                sums.map(|sum| sum / n)
            }
        };
        Some(gradient).filter(|[by_w, by_b]| by_w.is_finite() && by_b.is_finite())
    }

    /// What the last `backward` of the update under way, else of the last one, has added to `.grad` of w and b, in the unit
    /// of the program's loss: the gradient of this batch's loss alone. `None` before there was one, and in
    /// `sgd_regressor`; for a parameter, where its `.grad` is `None`.
    ///
    /// # Errors
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) in the lean build.
    pub fn added_gradient(&mut self) -> Result<Option<[Option<f64>; 2]>> {
        let executed = self.executed();
        let statements = self.settings.program.statements();
        let last = statements[..executed].iter().rposition(|statement| *statement == Statement::Backward);
        let (Run::Tape(trace), Some(at)) = (&mut self.run, last) else { return Ok(None) };
        let mut before = trace.machine_at(self.cursor.current(), at, None, &self.plan, &self.data)?.machine;
        // What stands in .grad is forgotten, so that what comes is this batch's alone.
        let cleared = before.execute(&Statement::ZeroGrad { once: false }, false);
        if cleared.is_err() || before.execute(&Statement::Backward, false).is_err() {
            return Ok(None);
        }
        Ok(Some(before.gradients()))
    }

    fn has_backward(&self) -> bool {
        let executed = &self.program().statements()[..self.executed()];
        let finds = |statement: &Statement| match self.program().base() {
            Base::SgdRegressor => matches!(statement, Statement::Update { .. }),
            _ => *statement == Statement::Backward,
        };
        executed.iter().any(finds)
    }
}
