//! Eights of runs, one after the other, through tables of batches that runs share.

use super::Cells;
use super::design::{Design, Supply};
use super::knob::Knob;
use super::lanes::{LANES, Lane, Lanes, Run};
use super::table::{Source, Table};
use crate::error::Result;
use crate::optim::SgdOptions;
use crate::program::Base;

/// Updates between two looks at whether all runs of a flight have diverged.
const STRETCH: usize = 64;

/// Most memory of tables that are kept for later runs with the same batches.
const MAX_TABLE_BYTES: usize = 64 << 20;

/// The flight under way, and what later ones can use again.
#[derive(Debug, Clone)]
pub(super) struct Flights {
    source: Option<Source>,
    supply: Supply,
    /// By group of cells with the same batches.
    tables: Vec<Option<Box<Table>>>,
    table_bytes: usize,
    under_way: Option<Flight>,
}

/// Eight runs or fewer with the same batches, somewhere in the middle.
#[derive(Debug, Clone)]
struct Flight {
    cells: Vec<usize>,
    update: usize,
    lanes: Lanes,
    bound: Lane,
}

impl Flights {
    pub(super) fn new(design: &Design) -> Self {
        Self {
            source: None,
            supply: Supply::default(),
            tables: vec![None; design.x.values.len() * design.y.values.len()],
            table_bytes: 0,
            under_way: None,
        }
    }

    /// Takes the flight under way further, or the next one; says how much work that was, about `budget`. `None` when
    /// there is nothing left.
    pub(super) fn work(
        &mut self,
        design: &Design,
        cells: &mut Cells,
        budget: usize,
    ) -> Result<Option<usize>> {
        let Some(first) = self.under_way.as_ref().map(|flight| flight.cells[0]).or(cells.next()) else {
            return Ok(None);
        };
        let group = design.group_of(first, Knob::makes_batches);
        let update = self.under_way.as_ref().map_or(0, |flight| flight.update);
        let count = STRETCH.min(design.updates - update);
        let mut work = 0;
        let table = match self.tables[group].take() {
            Some(table) if table.has(update, count) => table,
            kept => {
                let source_group = design.group_of(first, Knob::makes_source);
                let source = match self.source.take().filter(|source| source.group == source_group) {
                    Some(source) => source,
                    None => match self.supply.of(design, first, budget, &mut work)? {
                        Some(data) => Source::new(design, first, data)?,
                        None => {
                            self.tables[group] = kept;
                            return Ok(Some(work));
                        }
                    },
                };
                let source = self.source.insert(source);
                let mut table = kept.unwrap_or_else(|| Box::new(Table::new(design, first, source)));
                let before = table.bytes();
                work += table.extend(source, count.min(budget / design.loader(first).batch_size).max(1));
                self.table_bytes += table.bytes() - before;
                table
            }
        };
        if !table.has(update, 1) {
            self.tables[group] = Some(table);
            return Ok(Some(work));
        }
        let mut flight = match self.under_way.take() {
            Some(flight) => flight,
            None => depart(design, cells, group, &table),
        };
        let rows = table.rows(flight.update, count);
        flight.lanes.advance(rows);
        flight.update += rows.len();
        work += rows.len() * LANES;
        let all_diverged = (0..flight.cells.len()).all(|k| flight.lanes.has_diverged(k, &flight.bound));
        if flight.update == design.updates || all_diverged {
            for (k, &cell) in flight.cells.iter().enumerate() {
                let (w, b) = flight.lanes.parameters(k);
                let diverged = flight.lanes.has_diverged(k, &flight.bound);
                cells.values[cell] = if diverged { f64::INFINITY } else { table.whole.at(w, b) };
            }
        } else {
            self.under_way = Some(flight);
        }
        if self.table_bytes > MAX_TABLE_BYTES {
            self.tables.fill(None);
            self.table_bytes = table.bytes();
        }
        self.tables[group] = Some(table);
        Ok(Some(work))
    }
}

/// Begins the next cells that share the table, eight at most. The last one also fills the lanes that are left over.
fn depart(design: &Design, cells: &mut Cells, group: usize, table: &Table) -> Flight {
    let mut taken = Vec::with_capacity(LANES);
    while let Some(cell) = cells.next() {
        if taken.len() == LANES || design.group_of(cell, Knob::makes_batches) != group {
            break;
        }
        taken.push(cell);
        cells.begun += 1;
    }
    let cell_of = |k: usize| taken[k.min(taken.len() - 1)];
    let lanes = std::array::from_fn(|k| lane(design, cell_of(k), table.start));
    let lanes = Lanes::new(&lanes);
    let first = &table.rows(0, 1)[0];
    let bound = lanes.first_losses(first).map(|first| table.bound(first));
    Flight { cells: taken, update: 0, lanes, bound }
}

/// Where a cell's run starts, and the options it runs with.
fn lane(design: &Design, cell: usize, drawn: (f64, f64)) -> Run {
    let (mut start, mut options) = (drawn, design.settings.optimizer);
    for (knob, value) in design.values_of(cell) {
        knob.apply_to_start(&mut start, design.settings.dtype.round(value));
        knob.apply_to_optimizer(&mut options, value);
    }
    if design.settings.program.base() == Base::ByHand {
        // The update written out has a learning rate and nothing else.
        options = SgdOptions { lr: options.lr, ..SgdOptions::default() };
    }
    (start, options)
}
