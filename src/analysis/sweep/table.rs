//! The batches that a group of runs walks through, as moments, computed once for all of them.

use super::design::Design;
use super::knob::Knob;
use super::lanes::Batch;
use crate::data::{Standardization, batches_per_epoch};
use crate::error::Result;
use crate::linear_model::Quadratic;
use crate::program::Base;
use crate::session::{DIVERGENCE_FACTOR, Session};
use crate::settings::Dataset;

/// A few batches are written down repeatedly, so that runs get long stretches of them.
const LEAST_ROWS: usize = 64;

/// Points and epochs' orders, shared by all batch sizes.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Cells with this number share it.
    pub(super) group: usize,
    session: Session,
    start: (f64, f64),
    whole: Quadratic,
    baseline: f64,
}

impl Source {
    /// Draws the initial parameters of a cell with these samples. The session is as long as the longest run over them, so
    /// that there are orders for all.
    #[inline(never)]
    pub(super) fn new(design: &Design, cell: usize, data: &Dataset) -> Result<Self> {
        let session = Session::over(design.longest(cell, Knob::makes_source), data.clone())?;
        let (w, b) = session.start();
        let whole = Quadratic::of(&data.trained_x, &data.y);
        let baseline = Standardization::of(&data.y).map_or(0.0, |spread| spread.std * spread.std);
        Ok(Self { group: design.group_of(cell, Knob::makes_source), start: (w, b), whole, baseline, session })
    }
}

/// The batches of one group of runs, as far as they have been computed.
#[derive(Debug, Clone)]
pub(super) struct Table {
    rows: Vec<Batch>,
    /// Batches until they come round again, or as many as there are updates.
    period: usize,
    batch_size: usize,
    batches: usize,
    /// Whether the losses of this program are sums, which compare by the batches' lengths.
    summed: bool,
    /// Initial parameters, before any that vary.
    pub(super) start: (f64, f64),
    /// The loss over all points.
    pub(super) whole: Quadratic,
    /// The mean squared error of predicting mean(y).
    baseline: f64,
    x: Vec<f64>,
    y: Vec<f64>,
}

impl Table {
    pub(super) fn new(design: &Design, cell: usize, source: &Source) -> Self {
        let loader = design.loader(cell);
        let batches = batches_per_epoch(design.n, loader.batch_size, loader.drop_last);
        let period = match (loader.batch_size == design.n, loader.shuffle) {
            (true, _) => 1,
            (_, false) => batches,
            (_, true) => design.updates,
        };
        Self {
            rows: Vec::new(),
            period,
            batch_size: loader.batch_size,
            batches,
            summed: design.settings.program.base() == Base::ByHand,
            start: source.start,
            whole: source.whole,
            baseline: source.baseline,
            x: Vec::new(),
            y: Vec::new(),
        }
    }

    /// Memory of the rows.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.rows.as_slice())
    }

    /// Whether the batches of `count` updates from `update` on are there.
    pub(super) fn has(&self, update: usize, count: usize) -> bool {
        self.rows.len() >= self.period || self.rows.len() >= update + count
    }

    /// Computes at most `count` more batches; returns how many points were read.
    pub(super) fn extend(&mut self, source: &mut Source, count: usize) -> usize {
        let n = source.session.data().x.len();
        let first_length = self.batch_size.min(n) as f64;
        let mut read = 0;
        for _ in 0..count.min(self.period.saturating_sub(self.rows.len())) {
            let update = self.rows.len();
            let first = update % self.batches * self.batch_size;
            let last = n.min(first + self.batch_size);
            let order = source.session.epoch_order(update / self.batches);
            let drawn: Option<Vec<u32>> = order.map(|order| order[first..last].to_vec());
            let data = source.session.data();
            self.x.clear();
            self.y.clear();
            match drawn {
                None => {
                    self.x.extend_from_slice(&data.trained_x[first..last]);
                    self.y.extend_from_slice(&data.y[first..last]);
                }
                Some(drawn) => {
                    self.x.extend(drawn.iter().map(|&i| data.trained_x[i as usize]));
                    self.y.extend(drawn.iter().map(|&i| data.y[i as usize]));
                }
            }
            let weight = if self.summed { self.x.len() as f64 / first_length } else { 1.0 };
            self.rows.push(Batch::of(&self.x, &self.y, weight));
            read += last - first;
        }
        if self.rows.len() == self.period {
            while self.rows.len() < LEAST_ROWS {
                self.rows.extend_from_within(..self.period);
            }
        }
        read
    }

    /// The batches from `update` on, at most `count`; at least one if [`has`](Self::has) says so.
    pub(super) fn rows(&self, update: usize, count: usize) -> &[Batch] {
        // Rows past the period repeat whole periods, so any multiple of it serves as one.
        let first = if self.rows.len() < self.period { update } else { update % self.rows.len() };
        &self.rows[first..self.rows.len().min(first + count)]
    }

    /// The largest loss that is no divergence, as in a session.
    pub(super) fn bound(&self, first: f64) -> f64 {
        DIVERGENCE_FACTOR * if first > self.baseline { first } else { self.baseline }
    }
}
