//! What is swept: the settings all runs share, the two that vary, and which run stands where.

use super::Axis;
use super::knob::Knob;
use crate::analysis::samples::Samples;
use crate::data::batches_per_epoch;
use crate::error::{Error, ErrorKind, Result};
use crate::program::Base;
use crate::session::Session;
use crate::settings::{Dataset, Init, LoaderSettings, Settings};

/// Strides of the grids that are filled one after the other, coarse to fine.
const STRIDES: [usize; 4] = [8, 4, 2, 1];

/// One checked axis.
#[derive(Debug, Clone)]
pub(super) struct Varied {
    pub(super) knob: Knob,
    pub(super) values: Vec<f64>,
}

/// The samples of the cells under way, which many can share.
#[derive(Debug, Clone, Default)]
pub(super) struct Supply {
    /// The number that these cells share.
    group: Option<usize>,
    samples: Option<Samples>,
    data: Option<Dataset>,
}

impl Supply {
    /// The samples of `cell`; while they are still to be made, works on them for about `budget` and adds what it was.
    #[inline(never)]
    pub(super) fn of(
        &mut self,
        design: &Design,
        cell: usize,
        budget: usize,
        work: &mut usize,
    ) -> Result<Option<&Dataset>> {
        let group = design.group_of(cell, Knob::makes_data);
        if self.group != Some(group) {
            let settings = design.settings_with(cell, Knob::makes_data);
            *self = Self { group: Some(group), samples: Some(Samples::new(settings)?), data: None };
        }
        if let Some(samples) = &mut self.samples {
            let (done, data) = samples.work(budget)?;
            *work += done;
            if data.is_some() {
                (self.samples, self.data) = (None, data);
            }
        }
        Ok(self.data.as_ref())
    }
}

/// A checked sweep. Cell `row · columns + column` has the column's x and the row's y.
#[derive(Debug, Clone)]
pub(super) struct Design {
    /// Settings of every run but for what varies and for its length.
    pub(super) settings: Settings,
    pub(super) x: Varied,
    pub(super) y: Varied,
    pub(super) updates: usize,
    /// Number of points, the same in all runs.
    pub(super) n: usize,
}

impl Design {
    pub(super) fn new(settings: Settings, x: Axis, y: Axis, updates: usize) -> Result<Self> {
        settings.validate()?;
        if updates == 0 {
            return Err(Error::out_of_range("updates", updates, "a whole number, 1 or more"));
        }
        let n = match settings.program.base() {
            Base::Parabola => 1,
            _ => settings.count_points()?,
        };
        let settings = of_equal_length(settings, updates, n);
        let x = varied("x", x, &settings, n)?;
        let y = varied("y", y, &settings, n)?;
        if x.knob == y.knob {
            return Err(Error::out_of_range("y.setting", y.knob.name(), "another setting than x"));
        }
        Ok(Self { settings, x, y, updates, n })
    }

    /// The loader of a cell.
    pub(super) fn loader(&self, cell: usize) -> LoaderSettings {
        let mut loader = self.settings.loader;
        for (knob, value) in self.values_of(cell) {
            if knob == Knob::BatchSize {
                loader.batch_size = value as usize;
            }
        }
        loader
    }

    /// The varied settings of a cell.
    pub(super) fn values_of(&self, cell: usize) -> [(Knob, f64); 2] {
        let columns = self.x.values.len();
        [(self.x.knob, self.x.values[cell % columns]), (self.y.knob, self.y.values[cell / columns])]
    }

    /// Cells with the same number share what `shared` says of a knob.
    pub(super) fn group_of(&self, cell: usize, shared: impl Fn(Knob) -> bool) -> usize {
        let columns = self.x.values.len();
        let column = if shared(self.x.knob) { cell % columns } else { 0 };
        let row = if shared(self.y.knob) { cell / columns } else { 0 };
        row * columns + column
    }

    /// All settings of a cell's run, which has at least the sweep's updates.
    #[inline(never)]
    pub(super) fn settings_of(&self, cell: usize) -> Result<Settings> {
        let mut settings = self.settings_with(cell, |_| true);
        let varied = self.values_of(cell);
        settings.epochs = self.epochs(settings.loader);
        let varies_start = varied.iter().any(|(knob, value)| knob.apply_to_start(&mut (0.0, 0.0), *value));
        if varies_start && settings.init == Init::Torch {
            let mut start = Session::start_of(&settings)?;
            for (knob, value) in varied {
                knob.apply_to_start(&mut start, value);
            }
            settings.init = Init::Values { w: start.0, b: start.1 };
        }
        Ok(settings)
    }

    /// The cell with the longest epochs, and so the most of them.
    fn largest_cell(&self) -> usize {
        let place = |axis: &Varied| {
            let mut largest = 0;
            for (i, value) in axis.values.iter().enumerate() {
                if axis.knob == Knob::BatchSize && *value > axis.values[largest] {
                    largest = i;
                }
            }
            largest
        };
        place(&self.y) * self.x.values.len() + place(&self.x)
    }

    /// The settings with those of a cell's values that are asked for.
    #[inline(never)]
    pub(super) fn settings_with(&self, cell: usize, wanted: fn(Knob) -> bool) -> Settings {
        let mut settings = self.settings.clone();
        for (knob, value) in self.values_of(cell) {
            if wanted(knob) {
                knob.apply(&mut settings, value);
            }
        }
        settings
    }

    /// As [`settings_with`](Self::settings_with), with the longest epochs that there are.
    #[inline(never)]
    pub(super) fn longest(&self, cell: usize, wanted: fn(Knob) -> bool) -> Settings {
        let mut settings = self.settings_with(cell, wanted);
        settings.loader = self.loader(self.largest_cell());
        settings.epochs = self.epochs(settings.loader);
        settings
    }

    /// Refuses runs that would need too much memory. A session's refusal of its length is one of the sweep's updates.
    pub(super) fn check_memory(&self) -> Result<()> {
        Session::check_memory(&self.longest(0, Knob::makes_source), self.n).map_err(|error| {
            match (error.kind(), error.value(), error.range()) {
                (ErrorKind::TooLarge, Some(value), Some(range)) => Error::too_large("updates", value, range),
                _ => error,
            }
        })
    }

    /// Epochs that hold the sweep's updates, whatever the changes in mid-run do to the batches.
    #[inline(never)]
    fn epochs(&self, mut loader: LoaderSettings) -> usize {
        let mut fewest = usize::MAX;
        let changes = self.settings.changes.iter().map(|(_, change)| Some(change));
        for change in std::iter::once(None).chain(changes) {
            if let Some(change) = change {
                change.apply_to_loader(&mut loader);
            }
            fewest = fewest.min(batches_per_epoch(self.n, loader.batch_size, loader.drop_last));
        }
        self.updates.div_ceil(fewest.max(1))
    }

    /// Cells in the order in which they are run: a grid of every eighth row and column, then every fourth, second,
    /// and all. Within a grid, cells with the same batches follow one another.
    pub(super) fn order(&self) -> Vec<u32> {
        let (columns, rows) = (self.x.values.len(), self.y.values.len());
        let mut order = Vec::with_capacity(columns * rows);
        let by_column = self.x.knob.makes_batches();
        let (outer, inner) = if by_column { (columns, rows) } else { (rows, columns) };
        for (level, &stride) in STRIDES.iter().enumerate() {
            let coarser = level.checked_sub(1).map(|coarser| STRIDES[coarser]);
            let done = |k: usize| coarser.is_some_and(|coarser| k.is_multiple_of(coarser));
            for i in (0..outer).step_by(stride) {
                for j in (0..inner).step_by(stride).filter(|&j| !(done(i) && done(j))) {
                    let (row, column) = if by_column { (j, i) } else { (i, j) };
                    order.push((row * columns + column) as u32);
                }
            }
        }
        order
    }
}

/// Takes out of the settings what would make runs differ in length.
fn of_equal_length(mut settings: Settings, updates: usize, n: usize) -> Settings {
    settings.updates = updates;
    settings.changes.retain(|(update, _)| *update < updates);
    for (_, change) in &mut settings.changes {
        change.epochs = None;
    }
    settings.regressor.tol = None;
    settings.regressor.early_stopping = false;
    settings.regressor.max_iter = u32::try_from(updates.div_ceil(n)).unwrap_or(u32::MAX);
    settings
}

fn varied(axis: &str, given: Axis, settings: &Settings, n: usize) -> Result<Varied> {
    let path = format!("{axis}.values");
    let Some(&first) = given.values.first() else {
        return Err(Error::empty(path));
    };
    let knob = Knob::find(&given.setting, settings, first)?;
    // One copy for all values: it may hold a million points.
    let mut tried = settings.clone();
    for (i, &value) in given.values.iter().enumerate() {
        knob.check(value, &format!("{path}[{i}]"), &mut tried, n)?;
    }
    Ok(Varied { knob, values: given.values })
}
