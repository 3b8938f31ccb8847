//! Which samples a run's batches hold, for analyses that look at the batches and not at the run.

use super::plan::{Plan, Position};
use super::regressor::check_length;
use super::trace::Trace;
use super::{Run, Session};
use crate::error::Result;
use crate::program::Base;
use crate::settings::Settings;

/// Numbers of samples that are drawn at once when one epoch's order is asked for: more would hold up a frame.
const MOST_DRAWN: usize = 1 << 15;

impl Session {
    /// Refuses a run over `n` samples that would need too much memory, as [`new`](Self::new) does, and makes nothing.
    pub(crate) fn check_memory(settings: &Settings, n: usize) -> Result<()> {
        Plan::new(settings, n)?;
        match settings.program.base() {
            Base::SgdRegressor => check_length(&settings.regressor, n),
            _ => Ok(()),
        }
    }

    /// The parameters that this run starts with.
    pub(crate) fn start(&self) -> (f64, f64) {
        self.init()
    }

    /// The parameters that a run starts with, without its samples.
    pub(crate) fn start_of(settings: &Settings) -> Result<(f64, f64)> {
        let trace = Trace::new(settings, 1, settings.program.base())?;
        Ok((trace.init.w, trace.init.b))
    }

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
                    trace.orders.ensure_few(epoch, &self.plan, MOST_DRAWN / self.data.x.len());
                }
                trace.orders.of(epoch)
            }
            Run::Regressor(run) => run.orders.of(epoch),
        }
    }
}
