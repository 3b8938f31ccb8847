//! The order of the samples, epoch by epoch: drawn once, kept for going back.

use super::plan::Plan;
use crate::data::{Sampler, Samples};

/// Shuffled epochs that are drawn together: of several at a time each takes less.
const AT_ONCE: usize = 32;

/// Orders of the epochs drawn so far.
#[derive(Debug, Clone)]
pub(crate) struct Orders {
    n: usize,
    /// `None` for programs that draw nothing, or whose orders were put in by [`push`](Self::push).
    sampler: Option<Sampler>,
    /// Where each epoch's order starts in `stored`; `None` for the order in which the samples stand.
    starts: Vec<Option<usize>>,
    stored: Vec<u32>,
}

impl Orders {
    pub(crate) fn new(n: usize, sampler: Option<Sampler>) -> Self {
        Self { n, sampler, starts: Vec::new(), stored: Vec::new() }
    }

    /// Draws up to and including `epoch`, and some of those after it.
    pub(crate) fn ensure(&mut self, epoch: usize, plan: &Plan) {
        self.ensure_few(epoch, plan, AT_ONCE);
    }

    /// The same, with at most so many drawn together, and one at least.
    pub(crate) fn ensure_few(&mut self, epoch: usize, plan: &Plan, at_once: usize) {
        if self.starts.len() <= epoch {
            self.draw(epoch, plan, at_once);
        }
    }

    #[inline(never)]
    fn draw(&mut self, epoch: usize, plan: &Plan, at_once: usize) {
        let Some(sampler) = &mut self.sampler else { return };
        while self.starts.len() <= epoch {
            let next = self.starts.len();
            if !plan.shuffles(next) {
                sampler.pass_epoch();
                self.starts.push(None);
                continue;
            }
            let last = plan.epochs().min(next + at_once.clamp(1, AT_ONCE));
            let shuffled = (next + 1..last).take_while(|&epoch| plan.shuffles(epoch)).count() + 1;
            self.starts.extend((0..shuffled).map(|k| Some(self.stored.len() + k * self.n)));
            sampler.shuffled_orders(self.n, shuffled, &mut self.stored);
        }
    }

    /// Adds the next epoch's order.
    pub(crate) fn push(&mut self, order: impl Iterator<Item = u32>) {
        self.starts.push(Some(self.stored.len()));
        self.stored.extend(order);
    }

    /// The order of an epoch that has been drawn; `None` for the order in which the samples stand.
    pub(crate) fn of(&self, epoch: usize) -> Option<&[u32]> {
        let start = self.starts.get(epoch).copied().flatten()?;
        Some(&self.stored[start..start + self.n])
    }

    /// The samples of a batch.
    pub(crate) fn batch(&self, epoch: usize, first_sample: usize, len: usize) -> Samples<'_> {
        let range = first_sample..first_sample + len;
        match self.of(epoch) {
            None => Samples::Neighbours(range),
            Some(order) => Samples::Drawn(&order[range]),
        }
    }
}
