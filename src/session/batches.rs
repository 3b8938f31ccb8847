//! Which samples a run's batches hold, for analyses that look at the batches and not at the run.

use super::plan::Position;
use super::{Run, Session};
use crate::program::Base;

impl Session {
    /// Where the update under way stands, else the last one.
    pub(crate) fn current_position(&self) -> Position {
        self.plan.locate(self.cursor.current())
    }

    /// The order of an epoch, drawn if it has not been yet; `None` for the order in which the samples stand. In
    /// `sgd_regressor` samples held out for validation are in no order. The parabola has none.
    pub(crate) fn epoch_order(&mut self, epoch: usize) -> Option<&[u32]> {
        match &mut self.run {
            Run::Tape(trace) => {
                if self.settings.program.base() != Base::Parabola {
                    trace.orders.ensure(epoch, &self.plan);
                }
                trace.orders.of(epoch)
            }
            Run::Regressor(run) => run.orders.of(epoch),
        }
    }
}
