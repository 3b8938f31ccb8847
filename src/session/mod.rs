//! A training run with a cursor: step, seek, fork; state, history, graph.
//!
//! The cursor is (update, statement): how many updates are complete and how many statements of the next one are
//! executed. The run may be computed ahead of the cursor; nothing a reader sees depends on it. A program that raises
//! ends with the raising statement executed, at (update, statement + 1).

mod batch_gradient;
mod batches;
mod differences;
mod inspect;
mod loss_at;
mod losses;
mod orders;
mod output;
mod plan;
mod regressor;
mod state;
mod trace;
mod twin;

pub use differences::{MAX_DIFFERENCED, NumericGradient};
pub use plan::MAX_HISTORY_BYTES;
pub use state::{Diverged, Graph, GraphNode, History, NamedValue, RaisedState, State};

use crate::error::{Error, Result};
use crate::full::only_in_full;
use crate::linear_model::Quadratic;
use crate::program::row::Row;
use crate::program::{Base, Program};
use crate::settings::{Change, Dataset, Settings};
pub(crate) use losses::DIVERGENCE_FACTOR;
use losses::{DivergenceCheck, EpochSums};
use plan::Plan;
#[cfg(all(feature = "full", target_arch = "wasm32"))]
pub(crate) use regressor::check_length;
use regressor::{RegressorInside, RegressorRun};
use std::sync::Arc;
use trace::{Inside, RaisedAt, Trace};

/// A moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cursor {
    update: usize,
    statement: usize,
}

impl Cursor {
    /// The update under way, else the last one; the first at the very start.
    fn current(self) -> usize {
        if self.statement > 0 { self.update } else { self.update.saturating_sub(1) }
    }

    /// How many statements of [`current`](Self::current) are executed, of `all` that an update has.
    fn executed(self, all: usize) -> usize {
        if self.statement == 0 && self.update > 0 { all } else { self.statement }
    }

    /// Where a program ends that raises: the raising statement counts as executed.
    fn after(raised: &RaisedAt) -> Self {
        Self { update: raised.update, statement: raised.statement + 1 }
    }
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "one for each session; a box would only add a step")]
enum Run {
    /// `by_hand`, `torch`, `parabola`: over the tape or fused.
    Tape(Trace),
    /// `sgd_regressor`.
    Regressor(RegressorRun),
}

/// A run of a program, made from [`Settings`].
///
/// ```
/// use first_descent::{Session, Settings};
///
/// let mut session = Session::new(Settings::default())?;
/// session.train()?;
/// session.seek(600, 0)?;
/// let state = session.state()?;
/// assert_eq!((state.w, state.b), (42.887112362029214, Some(13.341959365533667)));
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Session {
    settings: Settings,
    /// The program whose loader draws the orders: its own, but for a twin.
    loader: Base,
    /// Shared with branches, and with runs of other settings over the same samples.
    data: Arc<Dataset>,
    plan: Plan,
    run: Run,
    check: DivergenceCheck,
    cursor: Cursor,
    /// The machine nearest to the cursor, kept for stepping on.
    inside: Option<Inside>,
    /// Lines of the statements in the listing, once a state has asked for one.
    lines: Vec<usize>,
    /// Of the epoch of the state asked for last.
    epoch_sums: EpochSums,
    /// Of the samples, once a loss has been asked for that is not the run's own.
    moments: Option<Quadratic>,
}

impl Session {
    /// Checks the settings, makes the data, draws the initial parameters. The cursor is at (0, 0).
    ///
    /// # Errors
    /// Names the first setting that is out of its range, or needs more than [`MAX_HISTORY_BYTES`].
    pub fn new(settings: Settings) -> Result<Self> {
        settings.validate()?;
        let data = settings.dataset()?;
        Self::of_data(settings.program.base(), settings, Arc::new(data))
    }

    /// As [`new`](Self::new), but where the settings make the samples that this session has, the two share them: a
    /// million samples take longer to draw than to train on.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn with_settings(&self, settings: Settings) -> Result<Self> {
        self.with_orders_of(settings.program.base(), settings)
    }

    /// As [`with_settings`](Self::with_settings), with the epochs' orders as the program `loader` draws them.
    fn with_orders_of(&self, loader: Base, settings: Settings) -> Result<Self> {
        settings.validate()?;
        if !settings.makes_samples_of(&self.settings) {
            let data = settings.dataset()?;
            return Self::of_data(loader, settings, Arc::new(data));
        }
        let made = Self::of_data(loader, settings, Arc::clone(&self.data))?;
        Ok(Self { moments: self.moments, ..made })
    }

    /// As [`new`](Self::new), over the dataset that the settings make.
    pub(crate) fn over(settings: Settings, data: Dataset) -> Result<Self> {
        settings.validate()?;
        Self::of_data(settings.program.base(), settings, Arc::new(data))
    }

    #[inline(never)]
    fn of_data(loader: Base, settings: Settings, data: Arc<Dataset>) -> Result<Self> {
        let mut plan = Plan::new(&settings, data.x.len())?;
        let run = if settings.program.base() == Base::SgdRegressor {
            let (run, trained) = RegressorRun::train(&settings, &data)?;
            plan = trained;
            Run::Regressor(run)
        } else {
            Run::Tape(Trace::new(&settings, data.x.len(), loader)?)
        };
        let check = DivergenceCheck::new(&settings, &data, &plan);
        let cursor = Cursor { update: 0, statement: 0 };
        Ok(Self {
            settings,
            loader,
            data,
            plan,
            run,
            check,
            cursor,
            inside: None,
            lines: Vec::new(),
            epoch_sums: EpochSums::default(),
            moments: None,
        })
    }

    /// All settings, defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The points.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// The program that runs.
    pub fn program(&self) -> &Program {
        &self.settings.program
    }

    /// Completes `n` updates (a partly executed one counts as the first) and says how many; fewer at the end or where
    /// the program raises.
    ///
    /// # Errors
    /// None that settings which [`new`](Self::new) took can bring about; a refusal of the layers below would be passed on.
    pub fn step(&mut self, n: usize) -> Result<usize> {
        let from = self.cursor.update;
        if n == 0 || self.at_end() {
            return Ok(0);
        }
        let target = from.saturating_add(n).min(self.plan.updates());
        self.advance(target)?;
        self.cursor = match self.raised() {
            Some(raised) if raised.update < target => Cursor::after(raised),
            _ => Cursor { update: target, statement: 0 },
        };
        Ok(self.cursor.update - from)
    }

    /// Executes one statement; does nothing at the end.
    ///
    /// # Errors
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) in the lean build.
    pub fn step_statement(&mut self) -> Result<()> {
        only_in_full("statement", self.cursor.statement + 1)?;
        if self.at_end() {
            return Ok(());
        }
        let Cursor { update, statement } = self.cursor;
        self.advance(update + 1)?;
        let raises =
            self.raised().is_some_and(|raised| raised.update == update && raised.statement == statement);
        self.cursor = if statement + 1 == self.program().statements().len() && !raises {
            Cursor { update: update + 1, statement: 0 }
        } else {
            Cursor { update, statement: statement + 1 }
        };
        Ok(())
    }

    /// Computes the rest of the run; the cursor stays.
    ///
    /// # Errors
    /// None that settings which [`new`](Self::new) took can bring about; a refusal of the layers below would be passed on.
    pub fn train(&mut self) -> Result<()> {
        self.advance(self.plan.updates())
    }

    /// Moves the cursor to any moment from (0, 0) to the end; bit for bit what stepping there gives.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) beyond the run's end or an update's last statement,
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) for a statement other than 0 in the lean build; the
    /// cursor then stays.
    pub fn seek(&mut self, update: usize, statement: usize) -> Result<()> {
        if statement != 0 {
            only_in_full("statement", statement)?;
        }
        let updates = self.plan.updates();
        if update > updates {
            return Err(Error::out_of_range("update", update, format_args!("0 to {updates}")));
        }
        self.advance(if statement == 0 { update } else { update + 1 })?;
        if let Some(raised) = self.raised() {
            let end = Cursor::after(raised);
            if (Cursor { update, statement }) > end {
                return Err(Error::out_of_range(
                    "update",
                    format_args!("{update}, statement {statement}"),
                    format_args!(
                        "at most {}, statement {}: there the program raises {}",
                        end.update, end.statement, raised.raised.kind
                    ),
                ));
            }
            if (Cursor { update, statement }) == end {
                self.cursor = end;
                return Ok(());
            }
        }
        let last = if update == updates { 0 } else { self.program().statements().len() - 1 };
        if statement > last {
            return Err(Error::out_of_range(
                "statement",
                statement,
                format_args!("0 to {last} at update {update}"),
            ));
        }
        self.cursor = Cursor { update, statement };
        Ok(())
    }

    /// A branch at the start of the current update, with `change` in force from there. Optimizer settings and epochs
    /// change at once, loader settings with the next epoch. Parameters, `.grad`, momentum buffers, random states and
    /// the current order come along; seeking before the branch replays this run. What this run changes later is its
    /// own: the branch does not repeat it.
    ///
    /// # Errors
    /// Names the setting that is out of range, as `change.lr`; [`ErrorKind::UnusedSetting`](crate::ErrorKind::UnusedSetting) for one that the program does
    /// not use, or any to an `sgd_regressor`.
    pub fn fork(&mut self, change: Change) -> Result<Self> {
        let at = self.cursor.update;
        let changes_later = self.settings.changes.iter().any(|(update, _)| *update > at);
        if change == Change::default() && !changes_later {
            let mut branch = self.clone();
            branch.cursor.statement = 0;
            return Ok(branch);
        }
        if self.program().base() == Base::SgdRegressor {
            return Err(Error::unused_setting("change", "not empty", self.program().base().name()));
        }
        self.advance(at)?;
        let mut settings = self.settings.clone();
        settings.changes.retain(|(update, _)| *update <= at);
        let place = format!("changes[{}].set", settings.changes.len());
        if change != Change::default() {
            settings.changes.push((at, change));
        }
        let mut branch =
            self.with_orders_of(self.loader, settings).map_err(|error| error.renamed(&place, "change"))?;
        if let (Run::Tape(child), Run::Tape(parent)) = (&mut branch.run, &self.run) {
            child.adopt(parent, at, &branch.plan)?;
        }
        // This also looks through the rows taken over for a divergence.
        branch.advance(at)?;
        branch.cursor = Cursor { update: at.min(branch.rows().len()), statement: 0 };
        Ok(branch)
    }

    /// A digest of the whole history's bits, 16 hexadecimal digits: equal natively and in every browser.
    ///
    /// It is FNV-1a over the initial parameters and each row's loss, w, b and gradients, as little-endian doubles; any
    /// NaN counts as the same one, as IEEE 754 leaves its bits open.
    ///
    /// # Errors
    /// None that settings which [`new`](Self::new) took can bring about; a refusal of the layers below would be passed on.
    pub fn digest(&mut self) -> Result<String> {
        self.train()?;
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut eat = |value: f64| {
            let bits = if value.is_nan() { f64::NAN.to_bits() & !(1 << 63) } else { value.to_bits() };
            for byte in bits.to_le_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        let (w, b) = self.init();
        eat(w);
        eat(b);
        for row in self.rows() {
            for value in [row.loss, row.w, row.b, row.grad_w, row.grad_b] {
                eat(value);
            }
        }
        Ok(format!("{hash:016x}"))
    }

    fn rows(&self) -> &[Row] {
        match &self.run {
            Run::Tape(trace) => &trace.rows,
            Run::Regressor(run) => &run.rows,
        }
    }

    fn init(&self) -> (f64, f64) {
        match &self.run {
            Run::Tape(trace) => (trace.init.w, trace.init.b),
            Run::Regressor(_) => (0.0, 0.0),
        }
    }

    fn advance(&mut self, target: usize) -> Result<()> {
        if let Run::Tape(trace) = &mut self.run {
            trace.advance(target, &self.plan, &self.data)?;
        }
        let rows = match &self.run {
            Run::Tape(trace) => &trace.rows,
            Run::Regressor(run) => &run.rows,
        };
        self.check.scan(rows);
        Ok(())
    }

    fn raised(&self) -> Option<&RaisedAt> {
        match &self.run {
            Run::Tape(trace) => trace.raised.as_ref(),
            Run::Regressor(_) => None,
        }
    }

    /// Whether nothing is left to execute: the last update done, or the program stopped by an exception.
    fn at_end(&self) -> bool {
        self.cursor.update >= self.plan.updates()
            || self.raised().is_some_and(|raised| self.cursor == Cursor::after(raised))
    }
}
