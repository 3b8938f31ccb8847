//! What follows from the rows: squared residuals of each update, means over epochs, and whether the run diverged.

use super::plan::Plan;
use super::state::Diverged;
use super::{Run, Session};
use crate::autograd::Reduction;
use crate::data::Standardization;
use crate::program::row::Row;
use crate::program::{Base, Program};
use crate::settings::{Dataset, Settings};

/// A loss this many times the larger of the first one and that of predicting mean(y) counts as divergence.
pub(crate) const DIVERGENCE_FACTOR: f64 = 1e6;

/// Looks for the first update whose loss is out of bounds.
#[derive(Debug, Clone)]
pub(super) struct DivergenceCheck {
    /// Loss of predicting mean(y) for the samples of the first batch; 0 in the parabola.
    baseline: f64,
    /// Without a loss no gradient reaches a parameter, and nothing can diverge.
    has_loss: bool,
    scanned: usize,
    pub(super) found: Option<usize>,
}

impl DivergenceCheck {
    pub(super) fn new(settings: &Settings, data: &Dataset, plan: &Plan) -> Self {
        let variance = Standardization::of(&data.y).map_or(0.0, |spread| spread.std * spread.std);
        let baseline = match (settings.program.base(), settings.program.loss()) {
            (Base::Parabola, _) => 0.0,
            (Base::SgdRegressor, _) => 0.5 * variance,
            (_, Some((Reduction::Mean, _))) => variance,
            _ => variance * plan.locate(0).len as f64,
        };
        Self { baseline, has_loss: has_loss(&settings.program), scanned: 0, found: None }
    }

    /// The largest loss that is no divergence, once the first loss is known. Where both losses are 0 there is nothing
    /// to compare with, and only a loss that is not finite counts.
    fn bound(&self, first: f64) -> f64 {
        let larger = if first > self.baseline { first } else { self.baseline };
        let bound = if larger == 0.0 { f64::MAX } else { DIVERGENCE_FACTOR * larger };
        // No infinite loss is within a bound.
        if bound == f64::INFINITY { f64::MAX } else { bound }
    }

    pub(super) fn scan(&mut self, rows: &[Row]) {
        let (true, Some(first)) = (self.has_loss, rows.first()) else { return };
        let bound = self.bound(first.loss);
        if self.found.is_none() {
            // A NaN is within no bound. Nearly always all losses are within: that is seen without a branch for each.
            let within = |row: &Row| row.loss <= bound;
            let new = rows.get(self.scanned..).unwrap_or_default();
            if !new.iter().fold(true, |all, row| all & within(row)) {
                self.found = new.iter().position(|row| !within(row)).map(|at| self.scanned + at);
            }
        }
        self.scanned = rows.len();
    }
}

/// A sum over an epoch is kept this often: what an epoch of single samples then adds up for one state is not seen.
const SUM_EVERY: usize = 1024;

/// Squared residuals of one epoch, summed from its start.
#[derive(Debug, Clone, Default)]
pub(super) struct EpochSums {
    /// The epoch's first update.
    first: usize,
    /// After each [`SUM_EVERY`] updates, as far as they have been asked for.
    sums: Vec<f64>,
}

/// Mean squared residuals in one unit for all programs. Empty in the parabola.
#[derive(Debug, Default)]
pub(super) struct MeanLosses {
    /// Over the update's epoch so far.
    pub(super) epoch_loss: Vec<f64>,
    /// Over all epochs so far.
    pub(super) running_loss: Vec<f64>,
    /// Over the update's batch.
    pub(super) batch_loss: Vec<f64>,
    /// Updates completed at the end of each epoch that was computed to its end.
    pub(super) epoch_ends: Vec<usize>,
}

/// Whether the updates of `program` have a loss: an edited one may have lost its statement.
pub(super) fn has_loss(program: &Program) -> bool {
    program.base() == Base::Parabola || program.loss().is_some()
}

impl Session {
    /// Squared residuals summed over the batch of `update`, with the parameters the update started from.
    fn squared_residuals(&self, update: usize, loss: f64) -> f64 {
        let position = self.plan.locate(update);
        match (self.program().base(), self.program().loss()) {
            (Base::SgdRegressor, _) => 2.0 * loss,
            (_, Some((Reduction::Sum, true))) => loss,
            (_, Some((Reduction::Mean, true))) => loss * position.len as f64,
            // Without the reshape the loss is over n × n differences, and without a loss there is none.
            _ => {
                let (w, b) = self.parameters_before(update);
                let Run::Tape(trace) = &self.run else { return f64::NAN };
                let batch = trace.orders.batch(position.epoch, position.first_sample, position.len);
                batch.iter().fold(0.0, |sum, i| {
                    let residual = w * self.data.trained_x[i] + b - self.data.y[i];
                    sum + residual * residual
                })
            }
        }
    }

    /// Parameters before `update`.
    pub(super) fn parameters_before(&self, update: usize) -> (f64, f64) {
        match update.checked_sub(1).and_then(|last| self.rows().get(last)) {
            Some(row) => (row.w, row.b),
            None => self.init(),
        }
    }

    /// Squared residuals ÷ samples over this epoch's updates before `end`, and the one at `end` if its loss is given.
    pub(super) fn epoch_loss(&mut self, end: usize, under_way: Option<f64>) -> Option<f64> {
        if self.program().base() == Base::Parabola {
            return None;
        }
        let current = if under_way.is_some() { end } else { end.checked_sub(1)? };
        let position = self.plan.locate(current);
        let first = current - position.batch;
        if self.epoch_sums.first != first {
            self.epoch_sums = EpochSums { first, sums: Vec::new() };
        }
        // Summed one by one in the order of the updates, wherever the sum starts: the same bits.
        let (known, kept) = (self.epoch_sums.sums.len(), position.batch / SUM_EVERY);
        let from = kept.min(known);
        let mut sum = from.checked_sub(1).map_or(0.0, |last| self.epoch_sums.sums[last]);
        for update in first + from * SUM_EVERY..current {
            sum += self.squared_residuals(update, self.rows()[update].loss);
            if (update + 1 - first).is_multiple_of(SUM_EVERY) {
                self.epoch_sums.sums.push(sum);
            }
        }
        let loss = under_way.unwrap_or_else(|| self.rows()[current].loss);
        sum += self.squared_residuals(current, loss);
        Some(sum / (position.first_sample + position.len) as f64)
    }

    /// Of each computed update, and where its epochs end.
    pub(super) fn mean_losses(&self) -> MeanLosses {
        let mut means = MeanLosses::default();
        if self.program().base() == Base::Parabola {
            return means;
        }
        let rows = self.rows();
        for series in [&mut means.epoch_loss, &mut means.running_loss, &mut means.batch_loss] {
            series.reserve_exact(rows.len());
        }
        let (mut in_epoch, mut in_all) = ((0.0, 0), (0.0, 0));
        for (update, row) in rows.iter().enumerate() {
            let position = self.plan.locate(update);
            if position.batch == 0 {
                in_epoch = (0.0, 0);
            }
            let squares = self.squared_residuals(update, row.loss);
            for (sum, samples) in [&mut in_epoch, &mut in_all] {
                *sum += squares;
                *samples += position.len;
            }
            means.epoch_loss.push(in_epoch.0 / in_epoch.1 as f64);
            means.running_loss.push(in_all.0 / in_all.1 as f64);
            means.batch_loss.push(squares / position.len as f64);
            if position.batch + 1 == position.batches {
                means.epoch_ends.push(update + 1);
            }
        }
        means
    }

    /// The divergence, if the cursor has passed the loss that showed it; `loss_known` tells whether the loss of the
    /// update under way is computed.
    pub(super) fn divergence(&self, update: usize, loss_known: bool) -> Option<Diverged> {
        let found = self.check.found?;
        if found > update || (found == update && !loss_known) {
            return None;
        }
        let finite = |(w, b): &(f64, f64)| w.is_finite() && b.is_finite();
        // The initial parameters are finite, so there is always a last one.
        let before = (0..=found).rev().map(|update| self.parameters_before(update));
        let (w, b) = before.into_iter().find(finite).unwrap_or_else(|| self.init());
        Some(Diverged { update: found, w, b })
    }
}
