//! Which update belongs to which epoch and batch, and which settings are in force there.
//!
//! Settings can change in mid-run, so a run is a sequence of segments with one loader each. Optimizer settings and the
//! number of epochs change at once; loader settings with the next epoch, as the order of the current one is drawn.

use crate::data::{batches_per_epoch, check_batch_size};
use crate::error::{Error, Result};
use crate::optim::SgdOptions;
use crate::program::Base;
use crate::settings::{LoaderSettings, Settings};

/// Most memory a run's history and orders may take: 256 MiB, a quarter of what a browser's tab can safely hold.
pub const MAX_HISTORY_BYTES: usize = 256 << 20;

/// Bytes of one row of the history.
const ROW_BYTES: usize = size_of::<crate::program::row::Row>();

/// Bytes that each difference of an n × n loss takes: two nodes of the graph with value, gradient and `.grad`, and the
/// copies that sums and the graph's inspection make.
const SQUARE_LOSS_BYTES: u64 = 2 * 3 * 8 + 2 * 8;

/// Holds the product of two counts with room to spare: wasm counts in 32 bits, other machines in 64.
#[cfg(target_pointer_width = "32")]
pub(super) type Wide = u64;
#[cfg(not(target_pointer_width = "32"))]
pub(super) type Wide = u128;

/// Where an update stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) epoch: usize,
    pub(crate) batch: usize,
    /// Batches in this epoch.
    pub(crate) batches: usize,
    /// Place of the batch's first sample in the epoch's order.
    pub(crate) first_sample: usize,
    /// Samples in the batch.
    pub(crate) len: usize,
    /// Samples in every batch of the epoch but a short last one.
    pub(crate) batch_size: usize,
    pub(crate) shuffle: bool,
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    first_epoch: usize,
    first_update: usize,
    loader: LoaderSettings,
    batches: usize,
}

/// The schedule of a run.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    n: usize,
    segments: Vec<Segment>,
    /// Options from the named update on.
    options: Vec<(usize, SgdOptions)>,
    updates: usize,
    epochs: usize,
    /// For each change in mid-run, the epoch with which a loader takes it up.
    next_epochs: Vec<usize>,
}

impl Plan {
    /// The schedule that `settings` give for `n` samples.
    pub(crate) fn new(settings: &Settings, n: usize) -> Result<Self> {
        let base = settings.program.base();
        match base {
            Base::Parabola => {
                let loader = LoaderSettings { batch_size: 1, shuffle: false, drop_last: false };
                let mut plan = Self::uniform(settings.updates, loader, 1, settings.optimizer);
                check_memory("updates", plan.updates as Wide, 0)?;
                plan.apply_changes(settings, false)?;
                Ok(plan)
            }
            Base::SgdRegressor => {
                // The epochs it takes are known, and checked, once it is trained.
                Ok(Self::of_samples(n, settings.regressor.max_iter as usize))
            }
            Base::ByHand | Base::Torch => {
                check_batch_size(n, settings.loader.batch_size)?;
                let mut plan = Self::uniform(n, settings.loader, settings.epochs, settings.optimizer);
                plan.check_memory("epochs")?;
                plan.apply_changes(settings, true)?;
                if !settings.program.reshapes() {
                    plan.check_square_losses()?;
                }
                Ok(plan)
            }
        }
    }

    /// Epochs of `n` updates of one sample each.
    pub(crate) fn of_samples(n: usize, epochs: usize) -> Self {
        let loader = LoaderSettings { batch_size: 1, shuffle: true, drop_last: false };
        Self::uniform(n, loader, epochs, SgdOptions::default())
    }

    fn uniform(n: usize, loader: LoaderSettings, epochs: usize, options: SgdOptions) -> Self {
        let batches = batches_per_epoch(n, loader.batch_size, loader.drop_last);
        let segments = vec![Segment { first_epoch: 0, first_update: 0, loader, batches }];
        Self {
            n,
            segments,
            options: vec![(0, options)],
            updates: batches.saturating_mul(epochs),
            epochs,
            next_epochs: Vec::new(),
        }
    }

    fn apply_changes(&mut self, settings: &Settings, batched: bool) -> Result<()> {
        for (i, (update, change)) in settings.changes.iter().enumerate() {
            let path = |field: &str| format!("changes[{i}].{field}");
            if *update > self.updates {
                return Err(Error::out_of_range(
                    path("update"),
                    update,
                    format_args!("0 to {}", self.updates),
                ));
            }
            let mut options = *self.options_at(*update);
            change.apply_to_optimizer(&mut options);
            self.options.push((*update, options));
            if !batched {
                continue;
            }
            // At the very end the next epoch is the first one not run.
            let at_end = *update == self.updates;
            let next_epoch = if at_end { self.epochs } else { self.locate(*update).epoch + 1 };
            self.next_epochs.push(next_epoch);
            let mut loader = self.last().loader;
            change.apply_to_loader(&mut loader);
            if loader != self.last().loader {
                check_batch_size(self.n, loader.batch_size).map_err(|error| error.within(&path("set")))?;
                self.start_segment(next_epoch, loader);
            }
            if let Some(epochs) = change.epochs {
                let least = next_epoch.max(1);
                if epochs < least {
                    return Err(Error::out_of_range(
                        path("set.epochs"),
                        epochs,
                        format_args!("{least} or more: that many have begun"),
                    ));
                }
                self.epochs = epochs;
            }
            self.count_updates();
            let field = if change.epochs.is_some() { "epochs" } else { "batch_size" };
            self.check_memory(&path(&format!("set.{field}")))?;
        }
        Ok(())
    }

    fn start_segment(&mut self, first_epoch: usize, loader: LoaderSettings) {
        let batches = batches_per_epoch(self.n, loader.batch_size, loader.drop_last);
        let last = *self.last();
        if last.first_epoch == first_epoch {
            // A second change within the same epoch replaces the first.
            self.segments.pop();
            self.segments.push(Segment { loader, batches, ..last });
        } else {
            let first_update = last.first_update + (first_epoch - last.first_epoch) * last.batches;
            self.segments.push(Segment { first_epoch, first_update, loader, batches });
        }
    }

    fn count_updates(&mut self) {
        let last = *self.last();
        let rest = self.epochs.saturating_sub(last.first_epoch);
        self.updates = last.first_update.saturating_add(rest.saturating_mul(last.batches));
    }

    fn last(&self) -> &Segment {
        // There is one segment from the start, and a pop is always followed by a push.
        &self.segments[self.segments.len() - 1]
    }

    /// `field` is the setting that asks for the updates.
    fn check_memory(&self, field: &str) -> Result<()> {
        let shuffled = self.segments.iter().any(|segment| segment.loader.shuffle);
        let samples = if shuffled { self.epochs as Wide * self.n as Wide } else { 0 };
        check_memory(field, self.asked(), samples)
    }

    /// Updates in all, also where they are more than a `usize` can count.
    fn asked(&self) -> Wide {
        let last = self.last();
        let epochs = self.epochs.saturating_sub(last.first_epoch) as Wide;
        last.first_update as Wide + epochs * last.batches as Wide
    }

    /// A loss without the reshape is over n × n differences: refuses batches whose graph would not fit in memory.
    fn check_square_losses(&self) -> Result<()> {
        let largest = self.segments.iter().map(|segment| segment.loader.batch_size).max().unwrap_or(0);
        let bytes = (largest as u64).saturating_mul(largest as u64).saturating_mul(SQUARE_LOSS_BYTES);
        if bytes <= MAX_HISTORY_BYTES as u64 {
            return Ok(());
        }
        Err(Error::too_large(
            "batch_size",
            format_args!("{} MiB", bytes >> 20),
            format_args!(
                "{} MiB, as each sample meets each other one without the reshape",
                MAX_HISTORY_BYTES >> 20
            ),
        ))
    }

    /// Updates in all.
    pub(crate) fn updates(&self) -> usize {
        self.updates
    }

    /// Epochs in all; 1 for the parabola, which has none.
    pub(crate) fn epochs(&self) -> usize {
        self.epochs
    }

    /// For each change in mid-run, the epoch with which a loader takes it up; empty where there is no loader.
    pub(crate) fn next_epochs(&self) -> &[usize] {
        &self.next_epochs
    }

    /// Where update `update` stands; the last update's place at the end of the run.
    pub(crate) fn locate(&self, update: usize) -> Position {
        let update = update.min(self.updates.saturating_sub(1));
        let segment = match self.segments.as_slice() {
            [only] => only,
            segments => {
                let after = segments.partition_point(|segment| segment.first_update <= update);
                &segments[after - 1]
            }
        };
        let within = update - segment.first_update;
        let batch = within % segment.batches;
        let first_sample = batch * segment.loader.batch_size;
        Position {
            epoch: segment.first_epoch + within / segment.batches,
            batch,
            batches: segment.batches,
            first_sample,
            len: segment.loader.batch_size.min(self.n - first_sample),
            batch_size: segment.loader.batch_size,
            shuffle: segment.loader.shuffle,
        }
    }

    /// The first update with momentum; the run's end if there is none.
    pub(crate) fn first_momentum(&self) -> usize {
        let first = self.options.iter().find(|(_, options)| options.momentum != 0.0);
        first.map_or(self.updates, |(update, _)| *update)
    }

    /// The first update after `update` whose batches come from another loader; the run's end if there is none.
    pub(crate) fn next_loader(&self, update: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.first_update <= update);
        self.segments.get(after).map_or(self.updates, |segment| segment.first_update)
    }

    /// Whether epoch `epoch` is shuffled.
    pub(crate) fn shuffles(&self, epoch: usize) -> bool {
        let after = self.segments.partition_point(|segment| segment.first_epoch <= epoch);
        self.segments[after.saturating_sub(1)].loader.shuffle
    }

    /// The optimizer's options in force at `update`.
    pub(crate) fn options_at(&self, update: usize) -> &SgdOptions {
        let after = self.options.partition_point(|(first, _)| *first <= update);
        &self.options[after - 1].1
    }

    /// The first update after `update` at which the options change, if any.
    pub(crate) fn next_options(&self, update: usize) -> Option<usize> {
        let after = self.options.partition_point(|(first, _)| *first <= update);
        self.options.get(after).map(|(first, _)| *first)
    }
}

/// Refuses a run whose rows and stored orders would need more than [`MAX_HISTORY_BYTES`].
pub(super) fn check_memory(field: &str, updates: Wide, ordered_samples: Wide) -> Result<()> {
    // Neither overflows: a row has some ten words of the machine, and there are at most MAX_VALUES samples.
    let bytes = updates * ROW_BYTES as Wide + ordered_samples * size_of::<u32>() as Wide;
    if bytes <= MAX_HISTORY_BYTES as Wide {
        return Ok(());
    }
    // A row for each update, so there are some.
    let most = MAX_HISTORY_BYTES as Wide / bytes.div_ceil(updates.max(1));
    Err(Error::too_large(
        field,
        format_args!("{updates} updates"),
        format_args!("{most} updates, whose history takes {} MiB", MAX_HISTORY_BYTES >> 20),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Change;

    fn plan(changes: Vec<(usize, Change)>) -> Result<Plan> {
        Plan::new(&Settings { changes, ..Settings::default() }, 100)
    }

    #[test]
    fn the_classic_run_has_six_batches_an_epoch() {
        let plan = plan(Vec::new()).unwrap();
        assert_eq!(plan.updates(), 600);
        let position = plan.locate(37);
        assert_eq!((position.epoch, position.batch, position.first_sample, position.len), (6, 1, 16, 16));
    }

    #[test]
    fn a_new_batch_size_waits_for_the_next_epoch() {
        let change = Change { batch_size: Some(50), ..Change::default() };
        let plan = plan(vec![(8, change)]).unwrap();
        assert_eq!(plan.locate(11).len, 16);
        assert_eq!((plan.locate(12).epoch, plan.locate(12).len, plan.locate(12).batches), (2, 50, 2));
        assert_eq!(plan.updates(), 12 + 98 * 2);
    }

    #[test]
    fn epochs_change_at_once_but_not_below_those_begun() {
        let epochs = |epochs| vec![(8, Change { epochs: Some(epochs), ..Change::default() })];
        assert_eq!(plan(epochs(2)).unwrap().updates(), 12);
        let error = plan(epochs(1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "changes[0].set.epochs is 1; it must be 2 or more: that many have begun"
        );
        assert_eq!(
            plan(vec![(600, Change { epochs: Some(120), ..Change::default() })]).unwrap().updates(),
            720,
            "a finished run can be taken further"
        );
    }

    #[test]
    fn the_limit_in_the_message_is_the_one_that_counts_however_much_is_asked() {
        // Sums that stopped at the largest 64-bit number once gave forty times the limit.
        let error = Plan::new(&Settings { epochs: usize::MAX, ..Settings::default() }, 100).unwrap_err();
        let asked = usize::MAX as u128 * 6;
        assert_eq!(
            error.to_string(),
            format!(
                "epochs asks for {asked} updates; the limit is 6710886 updates, whose history takes 256 MiB"
            )
        );
        let settings = Settings { updates: usize::MAX, ..Settings::of(Base::Parabola) };
        let range = Plan::new(&settings, 1).unwrap_err().range().unwrap();
        assert_eq!(range, "6710886 updates, whose history takes 256 MiB");
        let change = Change { epochs: Some(usize::MAX), ..Change::default() };
        let range = plan(vec![(3, change)]).unwrap_err().range().unwrap();
        assert_eq!(range, "6710886 updates, whose history takes 256 MiB");
    }

    #[test]
    fn a_history_above_the_limit_is_refused_with_its_size() {
        let error = Plan::new(&Settings { epochs: 100_000_000, ..Settings::default() }, 100).unwrap_err();
        assert_eq!(error.code(), "too_large");
        assert_eq!(
            error.to_string(),
            "epochs asks for 600000000 updates; the limit is 6710886 updates, whose history takes 256 MiB"
        );
    }
}
