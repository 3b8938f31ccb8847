//! The computed part of a run: one row an update, and what is needed to take the run up again anywhere in it.
//!
//! Right programs go through the fused path, edited ones through the interpreter. A right program's rows say all that
//! there is between two updates, but for the momentum. Where they do not, the state is kept every [`SNAPSHOT_EVERY`]
//! updates, so that going back replays at most that many.

use super::orders::Orders;
use super::plan::Plan;
use crate::data::Sampler;
use crate::error::Result;
use crate::full::{Full, only_in_full};
use crate::program::fused::{self, Feed, Stretch};
use crate::program::interpreter::{Machine, run_update};
use crate::program::row::{Carry, Row};
use crate::program::{Base, Program, Raised};
use crate::random::{python, torch};
use crate::real::{Dtype, Real};
use crate::settings::{Dataset, Init, Settings};

/// A snapshot takes less than three rows; replaying 64 updates takes less than a microsecond fused, twenty interpreted.
const SNAPSHOT_EVERY: usize = 64;

/// What the program would have raised or warned of, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RaisedAt {
    pub(crate) update: usize,
    pub(crate) statement: usize,
    pub(crate) raised: Raised,
}

/// One epoch gathered for the fused path.
#[derive(Debug, Clone)]
struct Gathered<T> {
    /// The epoch in `feed`; an epoch without an order of its own serves all such epochs.
    epoch: Option<usize>,
    sequential: bool,
    feed: Feed<T>,
}

impl<T: Real> Default for Gathered<T> {
    fn default() -> Self {
        Self { epoch: None, sequential: false, feed: Feed::new() }
    }
}

impl<T: Real> Gathered<T> {
    fn fill(&mut self, epoch: usize, data: &Dataset, orders: &Orders) {
        let order = orders.of(epoch);
        let ready = self.epoch == Some(epoch) || (order.is_none() && self.sequential && self.epoch.is_some());
        if !ready {
            self.feed.fill(&data.trained_x, &data.y, order);
            self.epoch = Some(epoch);
            self.sequential = order.is_none();
        }
    }
}

#[derive(Debug, Clone)]
enum FusedFeed {
    Float32(Gathered<f32>),
    Float64(Gathered<f64>),
}

/// The run so far.
#[derive(Debug, Clone)]
pub(crate) struct Trace {
    program: Program,
    dtype: Dtype,
    pub(crate) orders: Orders,
    pub(crate) rows: Vec<Row>,
    pub(crate) init: Carry,
    /// State after the last row.
    carry: Carry,
    snapshots: Vec<(usize, Carry)>,
    feed: FusedFeed,
    /// An edited program's own machine, which stands after the last row.
    machine: Option<(Full, Box<Machine>)>,
    pub(crate) raised: Option<RaisedAt>,
    /// The first warning.
    pub(crate) warned: Option<RaisedAt>,
}

impl Trace {
    /// `loader` is the program that draws the orders.
    #[inline(never)]
    pub(crate) fn new(settings: &Settings, n: usize, loader: Base) -> Result<Self> {
        let base = settings.program.base();
        let dtype = settings.dtype;
        let (sampler, drawn) = match loader {
            Base::ByHand => (Some(Sampler::Python(python::Random::from_u64(settings.seed))), None),
            Base::Torch => {
                let mut generator = torch::Generator::new(settings.seed);
                // nn.Linear draws its parameters even if they are overwritten afterwards.
                let drawn = draw_linear(&mut generator, dtype);
                (Some(Sampler::Torch(generator)), Some(drawn))
            }
            Base::Parabola | Base::SgdRegressor => (None, None),
        };
        let (w, b) = match (settings.init, drawn, base) {
            (_, _, Base::SgdRegressor) => (0.0, 0.0),
            (Init::Torch, Some(drawn), _) => drawn,
            (Init::Values { w, b }, ..) => (w, b),
            (Init::Torch, None, _) => (0.0, 0.0),
        };
        let init = Carry::fresh(dtype.round(w), dtype.round(b));
        let machine = match settings.program.is_edited() {
            true => Some((only_in_full("program", "edited")?, Box::new(Machine::new(base, dtype, &init)?))),
            false => None,
        };
        Ok(Self {
            program: settings.program.clone(),
            dtype,
            orders: Orders::new(n, sampler),
            rows: Vec::new(),
            init,
            carry: init,
            snapshots: vec![(0, init)],
            feed: match dtype {
                Dtype::Float32 => FusedFeed::Float32(Gathered::default()),
                Dtype::Float64 => FusedFeed::Float64(Gathered::default()),
            },
            machine,
            raised: None,
            warned: None,
        })
    }

    /// Computes until `target` updates are done or the program raises.
    pub(crate) fn advance(&mut self, target: usize, plan: &Plan, data: &Dataset) -> Result<()> {
        let target = target.min(plan.updates());
        if self.rows.len() >= target || self.raised.is_some() {
            return Ok(());
        }
        self.rows.reserve_exact(target - self.rows.len());
        if let Some((full, mut machine)) = self.machine.take() {
            let outcome = self.interpret(&mut machine, target, plan, data);
            self.machine = Some((full, machine));
            return outcome;
        }
        while self.rows.len() < target {
            let from = self.rows.len();
            let next_snapshot = (from / SNAPSHOT_EVERY + 1) * SNAPSHOT_EVERY;
            let in_rows = self.in_rows(plan);
            let until = if from < in_rows { in_rows } else { next_snapshot };
            let mut carry = self.carry;
            let mut rows = std::mem::take(&mut self.rows);
            self.run_fused(from, target.min(until), plan, data, &mut carry, &mut rows);
            self.rows = rows;
            self.carry = carry;
            if until == next_snapshot && self.rows.len() == until {
                self.snapshots.push((until, carry));
            }
        }
        Ok(())
    }

    /// Runs a right program from update `from` to `to`, appending to `rows`.
    fn run_fused(
        &mut self,
        from: usize,
        to: usize,
        plan: &Plan,
        data: &Dataset,
        carry: &mut Carry,
        rows: &mut Vec<Row>,
    ) {
        let mut update = from;
        while update < to {
            let position = plan.locate(update);
            let options = *plan.options_at(update);
            let until = plan.next_options(update).map_or(to, |next| next.min(to));
            if self.program.base() == Base::Parabola {
                fused::parabola(until - update, &options, carry, rows);
                update = until;
                continue;
            }
            // Without an order of its own an epoch reads what the one before it read.
            let updates = if position.shuffle {
                self.orders.ensure(position.epoch, plan);
                until.min(update + position.batches - position.batch) - update
            } else {
                until.min(plan.next_loader(update)) - update
            };
            let stretch = Stretch {
                updates,
                first_sample: position.first_sample,
                samples: data.y.len().min(position.batches * position.batch_size),
                batch_size: position.batch_size,
            };
            let torch = self.program.base() == Base::Torch;
            match &mut self.feed {
                FusedFeed::Float32(gathered) => {
                    gathered.fill(position.epoch, data, &self.orders);
                    fused::run(torch, &mut gathered.feed, stretch, &options, carry, rows);
                }
                FusedFeed::Float64(gathered) => {
                    gathered.fill(position.epoch, data, &self.orders);
                    fused::run_float64(torch, &mut gathered.feed, stretch, &options, carry, rows);
                }
            }
            update += updates;
        }
    }

    /// Runs an edited program, recording rows, snapshots, warnings and what it raises.
    fn interpret(&mut self, machine: &mut Machine, target: usize, plan: &Plan, data: &Dataset) -> Result<()> {
        while self.rows.len() < target {
            let update = self.rows.len();
            self.begin(machine, update, plan, data)?;
            let mut warned = None;
            let outcome = run_update(machine, &self.program, update == 0, &mut warned);
            if let Some((statement, raised)) = warned {
                self.warned.get_or_insert(RaisedAt { update, statement, raised });
            }
            if let Err((statement, raised)) = outcome {
                self.raised = Some(RaisedAt { update, statement, raised });
                return Ok(());
            }
            self.rows.push(machine.row());
            // A parameter that an update in the graph has rebound has no snapshot: its graph is part of the state.
            if self.rows.len().is_multiple_of(SNAPSHOT_EVERY) {
                self.snapshots.extend(machine.carry().map(|carry| (self.rows.len(), carry)));
            }
        }
        Ok(())
    }

    /// Gives `machine` the batch of `update`.
    fn begin(&mut self, machine: &mut Machine, update: usize, plan: &Plan, data: &Dataset) -> Result<()> {
        let position = plan.locate(update);
        self.orders.ensure(position.epoch, plan);
        // The parabola has no samples, and binds none.
        let samples = self.orders.batch(position.epoch, position.first_sample, position.len);
        machine.begin([&data.trained_x, &data.y], &samples, plan.options_at(update))
    }

    /// A machine that has executed the first `executed` statements of `update`; `reuse` is one that may be on its way
    /// there.
    pub(crate) fn machine_at(
        &mut self,
        update: usize,
        executed: usize,
        reuse: Option<Inside>,
        plan: &Plan,
        data: &Dataset,
    ) -> Result<Inside> {
        let mut inside = match reuse {
            Some(inside) if inside.update == update && inside.executed <= executed => inside,
            _ => self.machine_before(update, plan, data)?,
        };
        let statements = self.program.statements();
        for statement in &statements[inside.executed..executed.min(statements.len())] {
            if inside.machine.execute(statement, update == 0).is_err() {
                // Known already: the same statement raised when the run was computed.
                break;
            }
        }
        inside.executed = executed;
        Ok(inside)
    }

    /// A machine at the start of `update`, its batch bound.
    fn machine_before(&mut self, update: usize, plan: &Plan, data: &Dataset) -> Result<Inside> {
        let (from, mut carry) = self.known_before(update, plan);
        let edited = self.program.is_edited();
        if !edited && from < update {
            let mut replayed = Vec::with_capacity(update - from);
            self.run_fused(from, update, plan, data, &mut carry, &mut replayed);
        }
        let full = only_in_full("update", update)?;
        let mut machine = Machine::new(self.program.base(), self.dtype, &carry)?;
        if edited {
            for replayed in from..update {
                self.begin(&mut machine, replayed, plan, data)?;
                if run_update(&mut machine, &self.program, replayed == 0, &mut None).is_err() {
                    break;
                }
            }
        }
        self.begin(&mut machine, update, plan, data)?;
        Ok(Inside { update, executed: 0, machine, _full: full })
    }

    /// Updates up to which the rows say all that there is between two updates: until the first with momentum.
    fn in_rows(&self, plan: &Plan) -> usize {
        if self.program.is_edited() { 0 } else { plan.first_momentum() }
    }

    /// The last moment not after the start of `update` whose state is known, with that state.
    fn known_before(&self, update: usize, plan: &Plan) -> (usize, Carry) {
        let after = self.snapshots.partition_point(|(at, _)| *at <= update);
        let snapshot = self.snapshots[after - 1];
        let in_rows = self.in_rows(plan).min(update);
        if in_rows <= snapshot.0 {
            return snapshot;
        }
        let mut carry = self.init;
        carry.take(&self.rows[..in_rows], in_rows);
        if self.program.base() == Base::Parabola {
            carry.grad[1] = None;
        }
        (in_rows, carry)
    }

    /// Takes over what `parent` has computed up to its last known state at or before `update`.
    pub(crate) fn adopt(&mut self, parent: &Self, update: usize, plan: &Plan) -> Result<()> {
        let (from, carry) = parent.known_before(update, plan);
        self.rows = parent.rows[..from].to_vec();
        self.snapshots = parent.snapshots.iter().copied().take_while(|(at, _)| *at <= from).collect();
        self.carry = carry;
        self.warned = parent.warned.clone().filter(|warned| warned.update < from);
        if let Some((_, machine)) = &mut self.machine {
            machine.load(&carry)?;
        }
        // The rows taken over were computed in these orders, which a reader can ask for.
        if let Some(last) = from.checked_sub(1) {
            self.orders.ensure(plan.locate(last).epoch, plan);
        }
        Ok(())
    }
}

/// A machine somewhere inside an update.
#[derive(Debug, Clone)]
pub(crate) struct Inside {
    pub(crate) update: usize,
    pub(crate) executed: usize,
    pub(crate) machine: Machine,
    _full: Full,
}

fn draw_linear(generator: &mut torch::Generator, dtype: Dtype) -> (f64, f64) {
    match dtype {
        Dtype::Float32 => {
            let (weight, bias) = generator.linear_reset_parameters_f32(1, 1, true);
            (f64::from(weight[0]), f64::from(bias[0]))
        }
        Dtype::Float64 => {
            let (weight, bias) = generator.linear_reset_parameters_f64(1, 1, true);
            (weight[0], bias[0])
        }
    }
}
