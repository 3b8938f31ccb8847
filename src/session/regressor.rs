//! The computed run of `SGDRegressor`. Its length is known only once it has stopped, so it is trained at once.

use super::orders::Orders;
use super::plan::{Plan, Wide, check_memory};
use crate::error::Result;
use crate::full::{Full, only_in_full};
use crate::linear_model::{SgdFit, SgdRegressor, Verdict};
use crate::program::Raised;
use crate::program::row::Row;
use crate::settings::{Dataset, Settings};

/// A fit is kept this often, and not more often than once an epoch's worth of samples, as it remembers which samples
/// are held out; going back replays at most that many.
const SNAPSHOT_EVERY: usize = 1024;

/// Refuses a fit of `trained` samples that is longer than a history can hold, where nothing stops it early: without a
/// tolerance.
pub(crate) fn check_length(options: &SgdRegressor, trained: usize) -> Result<()> {
    if options.tol.is_some() {
        return Ok(());
    }
    let samples = Wide::from(options.max_iter) * trained as Wide;
    check_memory("max_iter", samples, samples)
}

/// A whole fit: one row a sample.
#[derive(Debug, Clone)]
pub(crate) struct RegressorRun {
    _full: Full,
    pub(crate) orders: Orders,
    pub(crate) rows: Vec<Row>,
    /// Fits as they stood before the named update, the epoch begun.
    snapshots: Vec<(usize, SgdFit)>,
    /// The exception at the end of an epoch whose weights are not finite.
    pub(crate) overflow: Option<Raised>,
}

/// A fit inside an update.
#[derive(Debug, Clone)]
pub(crate) struct RegressorInside {
    pub(crate) fit: SgdFit,
    pub(crate) sample: usize,
    /// After forward.
    pub(crate) prediction: Option<f64>,
    /// After loss.
    pub(crate) loss: Option<f64>,
    /// After update: the weight once the penalty had shrunk it, before the step.
    pub(crate) shrunk: Option<f64>,
}

impl RegressorRun {
    /// Trains to the end; the plan then has the epochs that were run.
    pub(crate) fn train(settings: &Settings, data: &Dataset) -> Result<(Self, Plan)> {
        let full = only_in_full("program", settings.program.base().name())?;
        let (x, y) = (&data.trained_x, &data.y);
        let mut fit = SgdFit::new(&settings.regressor, x.len(), 1)?;
        let mut order = Vec::new();
        fit.begin_epoch(&mut order);
        let trained = order.iter().filter(|&&row| !fit.is_held_out(row)).count();
        check_length(&settings.regressor, trained)?;
        let mut run = Self {
            _full: full,
            orders: Orders::new(trained, None),
            rows: Vec::new(),
            snapshots: Vec::new(),
            overflow: None,
        };
        let snapshot_every = SNAPSHOT_EVERY.max(x.len());
        loop {
            let seen: Vec<u32> = order.iter().copied().filter(|&row| !fit.is_held_out(row)).collect();
            // It may stop long before max_iter, so what counts is what it has come to.
            let samples = (run.rows.len() + seen.len()) as Wide;
            check_memory("max_iter", samples, samples)?;
            run.orders.push(seen.iter().copied());
            for &row in &seen {
                if run.rows.len().is_multiple_of(snapshot_every) {
                    run.snapshots.push((run.rows.len(), fit.clone()));
                }
                let row = row as usize;
                run.rows.push(sample(&mut fit, &x[row..=row], y[row]));
            }
            match fit.decide(x, y) {
                Verdict::Continue => fit.begin_epoch(&mut order),
                Verdict::Converged | Verdict::MaxIter => break,
                Verdict::Overflow { epoch } => {
                    run.overflow = Some(Raised {
                        kind: "ValueError",
                        message: format!(
                            "floating-point underflow or overflow at epoch {epoch}: scale the data or take a smaller learning rate"
                        ),
                    });
                    break;
                }
            }
        }
        let plan = Plan::of_samples(trained, run.rows.len() / trained.max(1));
        Ok((run, plan))
    }

    /// The fit with the first `executed` statements (forward, loss, update) of `update` done.
    pub(crate) fn inside(
        &self,
        update: usize,
        executed: usize,
        plan: &Plan,
        data: &Dataset,
    ) -> RegressorInside {
        let after = self.snapshots.partition_point(|(at, _)| *at <= update);
        let (from, fit) = &self.snapshots[after - 1];
        let mut fit = fit.clone();
        let sample_of = |update: usize| {
            let position = plan.locate(update);
            let order = self.orders.of(position.epoch);
            order.map_or(position.first_sample, |order| order[position.first_sample] as usize)
        };
        for replayed in *from..update {
            self.cross_epochs(&mut fit, replayed, *from, plan, data);
            let row = sample_of(replayed);
            sample(&mut fit, &data.trained_x[row..=row], data.y[row]);
        }
        self.cross_epochs(&mut fit, update, *from, plan, data);
        let row = sample_of(update);
        let (x, y) = (&data.trained_x[row..=row], data.y[row]);
        let prediction = fit.forward(x);
        let shrunk = (executed > 2).then(|| {
            let before = fit.clone();
            fit.descend(x, y, prediction);
            before.shrunk(fit.eta())
        });
        RegressorInside {
            fit,
            sample: row,
            prediction: (executed > 0).then_some(prediction),
            loss: (executed > 1).then(|| SgdFit::sample_loss(prediction, y)),
            shrunk,
        }
    }

    /// Ends an epoch and begins the next if `update` is an epoch's first one and `fit`, kept at `from`, has not yet.
    fn cross_epochs(&self, fit: &mut SgdFit, update: usize, from: usize, plan: &Plan, data: &Dataset) {
        if update > from && plan.locate(update).batch == 0 {
            fit.decide(&data.trained_x, &data.y);
            // The order is stored; what this one comes to is not needed.
            fit.begin_epoch(&mut Vec::new());
        }
    }
}

fn sample(fit: &mut SgdFit, x: &[f64], y: f64) -> Row {
    let prediction = fit.forward(x);
    let loss = SgdFit::sample_loss(prediction, y);
    fit.descend(x, y, prediction);
    let gradient = fit.gradient();
    Row { loss, w: fit.weight(0), b: fit.intercept(), grad_w: gradient * x[0], grad_b: gradient }
}
