//! Whole runs over two settings: where training ends well, slowly, or not at all.
//!
//! | file | what |
//! |---|---|
//! | `knob` | the settings that can vary, their checks |
//! | `design` | which run stands where, and in which order they are run |
//! | `table` | the batches that runs share, as moments |
//! | `lanes` | eight runs side by side |
//! | `flights` | such eights, one after the other |
//! | `sessions` | runs one by one, for programs that the lanes do not know |

mod design;
mod flights;
mod knob;
mod lanes;
mod sessions;
mod table;

use super::CHUNK;
use crate::error::{Error, Result};
use crate::program::Base;
use crate::settings::Settings;
use design::Design;
use flights::Flights;
use sessions::Sessions;

/// Most runs of one sweep.
pub const MAX_RUNS: usize = 1_000_000;

/// A setting and the values it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// A numeric setting that the program uses: `lr`, `momentum`, `dampening`, `weight_decay`, `batch_size`, `seed`,
    /// `init.w`, `init.b`, `init.x`; `data.noise`, `data.bias`, `data.random_state` of `make_regression`; `eta0`,
    /// `alpha`, `l1_ratio`, `power_t`, `random_state` of `sgd_regressor`.
    pub setting: String,
    /// At least one value, in the setting's range, in any order.
    pub values: Vec<f64>,
}

/// A sweep under way.
///
/// The value of a run is its mean squared error over all (standardised) points after the same number of updates for
/// every run, whatever `epochs`, `tol` and `early_stopping` say; of the parabola it is f(x). It is +∞ if the run
/// diverged by a session's definition, or raised.
///
/// Right `by_hand` and `torch` programs without changes in mid-run go eight abreast, in float64 also where `dtype` is
/// float32, through batches whose moments are computed once. A value is within 1e-9 of itself, or of rounding
/// where the data leave no error, of what a float64 [`Session`](crate::Session) ends with; a float32 one differs by its
/// own rounding.
/// Everything else runs as sessions, one after the other. Runs with the same seed and points share their orders.
///
/// ```
/// use first_descent::analysis::{Axis, Sweep};
/// use first_descent::Settings;
///
/// let lr = Axis { setting: "lr".to_owned(), values: vec![0.01, 0.1, 2.0] };
/// let batch_size = Axis { setting: "batch_size".to_owned(), values: vec![16.0, 100.0] };
/// let mut sweep = Sweep::new(Settings::default(), lr, batch_size, 600)?;
/// while !sweep.run_chunk()? {}
/// assert!(sweep.values()[0] < 115.0); // lr 0.01, batches of 16
/// assert_eq!(sweep.values()[5], f64::INFINITY); // lr 2, full batches
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sweep {
    design: Design,
    cells: Cells,
    runner: Runner,
}

/// The cells in the order in which they are run, and what came out.
#[derive(Debug, Clone)]
struct Cells {
    order: Vec<u32>,
    begun: usize,
    values: Vec<f64>,
}

impl Cells {
    /// The next cell that has not been begun.
    fn next(&self) -> Option<usize> {
        self.order.get(self.begun).map(|&cell| cell as usize)
    }
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "one for each sweep; a box would only add a step")]
enum Runner {
    Flights(Flights),
    Sessions(Sessions),
}

impl Sweep {
    /// Checks the settings and both axes; runs nothing, and makes no samples. Column j has `x.values[j]`, row i has `y.values[i]`.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownSetting`](crate::ErrorKind::UnknownSetting) and [`ErrorKind::UnusedSetting`](crate::ErrorKind::UnusedSetting) for an axis, [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) and
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for its values, naming the index; [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for 0 updates or one setting on
    /// both axes; [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_RUNS`] or for runs that would need more memory than a session may;
    /// those of [`Session::new`](crate::Session::new).
    pub fn new(settings: Settings, x: Axis, y: Axis, updates: usize) -> Result<Self> {
        let runs = x.values.len().saturating_mul(y.values.len());
        if runs > MAX_RUNS {
            return Err(Error::too_large(
                "x.values",
                format_args!("{} by {} runs", x.values.len(), y.values.len()),
                format_args!("{MAX_RUNS} runs"),
            ));
        }
        let design = Design::new(settings, x, y, updates)?;
        let program = &design.settings.program;
        let batched = matches!(program.base(), Base::ByHand | Base::Torch);
        // Here, and not in the middle.
        design.check_memory()?;
        let runner = if batched && !program.is_edited() && design.settings.changes.is_empty() {
            Runner::Flights(Flights::new(&design))
        } else {
            Runner::Sessions(Sessions::default())
        };
        let cells = Cells { order: design.order(), begun: 0, values: vec![f64::NAN; runs] };
        Ok(Self { design, cells, runner })
    }

    /// The final values, row-major: row i has `y.values[i]`, column j has `x.values[j]`. NaN where not computed yet.
    pub fn values(&self) -> &[f64] {
        &self.cells.values
    }

    /// Runs chunks until all is done (then true) or `carry_on`, asked after each, says no.
    ///
    /// # Errors
    /// As [`run_chunk`](Self::run_chunk).
    pub fn run(&mut self, mut carry_on: impl FnMut() -> bool) -> Result<bool> {
        loop {
            if self.run_chunk()? {
                return Ok(true);
            }
            if !carry_on() {
                return Ok(false);
            }
        }
    }

    /// Works for a fraction of a millisecond (as long as one run of `sgd_regressor` takes, or one batch, one epoch's order
    /// or one look at all of very many points); true when complete. The samples come first. Coarse to fine: every eighth
    /// row and column first.
    ///
    /// # Errors
    /// Those of [`Session::new`](crate::Session::new), where the limits of memory were not known at the start.
    pub fn run_chunk(&mut self) -> Result<bool> {
        let mut work = 0;
        while work < CHUNK {
            let done = match &mut self.runner {
                Runner::Flights(flights) => flights.work(&self.design, &mut self.cells, CHUNK - work)?,
                Runner::Sessions(sessions) => sessions.work(&self.design, &mut self.cells, CHUNK - work)?,
            };
            match done {
                Some(done) => work += done,
                None => return Ok(true),
            }
        }
        Ok(false)
    }
}
