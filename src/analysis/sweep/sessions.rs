//! Runs one by one, as sessions: the parabola, `sgd_regressor`, edited programs and changes in mid-run.

use super::Cells;
use super::design::{Design, Supply};
use crate::error::Result;
use crate::linear_model::Quadratic;
use crate::program::Base;
use crate::session::Session;

/// What an interpreted update takes for each of its points, compared with reading a point for a table.
const INTERPRETED: usize = 16;

/// Most updates at once: a session makes room for all that it is asked for.
const MOST_UPDATES: usize = 1024;

#[derive(Debug, Clone, Default)]
pub(super) struct Sessions {
    supply: Supply,
    under_way: Option<(usize, Session)>,
}

impl Sessions {
    /// Takes the run under way further, or the next one; says how much work that was, about `budget`. `None` when
    /// there is nothing left.
    pub(super) fn work(
        &mut self,
        design: &Design,
        cells: &mut Cells,
        budget: usize,
    ) -> Result<Option<usize>> {
        let mut work = 0;
        let (cell, mut session) = match self.under_way.take() {
            Some(under_way) => under_way,
            None => {
                let Some(cell) = cells.next() else { return Ok(None) };
                let Some(data) = self.supply.of(design, cell, budget, &mut work)? else {
                    return Ok(Some(work));
                };
                let session = Session::over(design.settings_of(cell)?, data.clone())?;
                cells.begun += 1;
                work += design.n * INTERPRETED;
                (cell, session)
            }
        };
        let each = INTERPRETED * design.loader(cell).batch_size;
        let left = design.updates - session.state()?.update;
        let done = session.step((budget / each).clamp(1, MOST_UPDATES).min(left))?;
        work += (done + 1) * each;
        match value(&mut session, design.updates)? {
            Some(value) => cells.values[cell] = value,
            None => self.under_way = Some((cell, session)),
        }
        Ok(Some(work))
    }
}

/// The value of a run that has come to its end.
fn value(session: &mut Session, updates: usize) -> Result<Option<f64>> {
    let state = session.state()?;
    if state.diverged.is_some() || state.raised.is_some() {
        return Ok(Some(f64::INFINITY));
    }
    if state.update < updates {
        // Nothing but an exception ends a run early.
        return Ok(state.done.then_some(f64::INFINITY));
    }
    if session.program().base() == Base::Parabola {
        return Ok(Some(state.w * state.w));
    }
    let data = session.data();
    Ok(Some(Quadratic::of(&data.trained_x, &data.y).at(state.w, state.b.unwrap_or(0.0))))
}
