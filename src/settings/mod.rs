//! Everything that decides a run: program, data, loader, optimizer, initial values, changes in mid-run.
//!
//! [`Settings`] are plain data with the defaults of each program. They are checked once, when a session is made from
//! them; [`Settings::from_value`] reads them from outside and refuses what it does not know.

mod options;
mod read;
mod table;
mod value;
mod write;

pub use options::{make_regression_from_value, regressor_from_value};
pub use value::Value;
pub(crate) use value::{Count, Fields, Listed};

use crate::data::{
    Builtin, Edit, MAX_VALUES, MakeRegression, Regression, Standardization, apply_edits, make_regression,
};
use crate::error::{Error, Result};
use crate::full::only_in_full;
use crate::linear_model::SgdRegressor;
use crate::optim::SgdOptions;
use crate::program::{Base, Program};
use crate::real::Dtype;

/// Where the points come from.
#[derive(Debug, Clone, PartialEq)]
pub enum DataSource {
    /// scikit-learn's `make_regression` with one feature.
    MakeRegression {
        /// 1 or more; 100 by default.
        n_samples: usize,
        /// Standard deviation of the noise, 0 or more; 10 by default.
        noise: f64,
        /// The true intercept; 14.5 by default.
        bias: f64,
        /// Seed, 0 to 2³² − 1; 0 by default.
        random_state: u32,
    },
    /// A data set that comes with the crate.
    Builtin(Builtin),
    /// The caller's own points.
    Points {
        /// One feature, finite.
        x: Vec<f64>,
        /// Targets, finite, as many.
        y: Vec<f64>,
    },
}

impl Default for DataSource {
    fn default() -> Self {
        Self::MakeRegression { n_samples: 100, noise: 10.0, bias: 14.5, random_state: 0 }
    }
}

/// Initial values of the parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Init {
    /// Given ones. In the parabola `w` is x and `b` unused.
    Values {
        /// Slope.
        w: f64,
        /// Intercept.
        b: f64,
    },
    /// As `nn.Linear` draws them from the seed.
    Torch,
}

/// How batches are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoaderSettings {
    /// Samples in a batch, 1 to n.
    pub batch_size: usize,
    /// Whether each epoch has an order of its own.
    pub shuffle: bool,
    /// Whether a short last batch is left out.
    pub drop_last: bool,
}

/// A change in mid-run, at the start of an update; what is `None` stays as it is. The optimizer's settings and the number
/// of epochs are in force from that update on, the loader's from the next epoch, as the order of the current one is drawn.
/// What a program does not use cannot change in it, and nothing can in `sgd_regressor`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Change {
    /// Learning rate, 0 or more; at once.
    pub lr: Option<f64>,
    /// Share of the last step kept, 0 or more; at once. The buffer stays as it is. Only `torch`, as the next three.
    pub momentum: Option<f64>,
    /// Share of the new gradient that momentum leaves out, any finite number; at once.
    pub dampening: Option<f64>,
    /// Whether momentum looks ahead, which needs momentum above 0 and dampening 0; at once.
    pub nesterov: Option<bool>,
    /// Pull of the parameters towards 0, 0 or more; at once.
    pub weight_decay: Option<f64>,
    /// Samples in a batch, 1 to n; with the next epoch. Not for the parabola, as the next three.
    pub batch_size: Option<usize>,
    /// Whether each epoch has an order of its own; with the next epoch.
    pub shuffle: Option<bool>,
    /// Whether a short last batch is left out; with the next epoch.
    pub drop_last: Option<bool>,
    /// Epochs in all, from the run's start; 1 or more, and not fewer than have begun; at once.
    pub epochs: Option<usize>,
}

impl Change {
    /// The settings by name, with the values of those that change.
    pub(crate) fn named(&self) -> [(&'static str, Option<Value>); 9] {
        let count = |value: Option<usize>| value.map(|value| Value::Number(value as f64));
        [
            ("lr", self.lr.map(Value::Number)),
            ("momentum", self.momentum.map(Value::Number)),
            ("dampening", self.dampening.map(Value::Number)),
            ("nesterov", self.nesterov.map(Value::Bool)),
            ("weight_decay", self.weight_decay.map(Value::Number)),
            ("batch_size", count(self.batch_size)),
            ("shuffle", self.shuffle.map(Value::Bool)),
            ("drop_last", self.drop_last.map(Value::Bool)),
            ("epochs", count(self.epochs)),
        ]
    }

    /// The optimizer's options once this change is made.
    pub(crate) fn apply_to_optimizer(&self, options: &mut SgdOptions) {
        options.lr = self.lr.unwrap_or(options.lr);
        options.momentum = self.momentum.unwrap_or(options.momentum);
        options.dampening = self.dampening.unwrap_or(options.dampening);
        options.nesterov = self.nesterov.unwrap_or(options.nesterov);
        options.weight_decay = self.weight_decay.unwrap_or(options.weight_decay);
    }

    /// The loader's settings once this change is made.
    pub(crate) fn apply_to_loader(&self, loader: &mut LoaderSettings) {
        loader.batch_size = self.batch_size.unwrap_or(loader.batch_size);
        loader.shuffle = self.shuffle.unwrap_or(loader.shuffle);
        loader.drop_last = self.drop_last.unwrap_or(loader.drop_last);
    }
}

/// All settings of a run. Fields that the program does not use are ignored, as each has some value here; but changes in
/// mid-run that the program cannot make are refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The statements to run.
    pub program: Program,
    /// The points.
    pub data: DataSource,
    /// Points moved, added and removed after the data are made.
    pub edits: Vec<Edit>,
    /// Whether x becomes (x − mean) / std. x without a spread is left as it is.
    pub standardize: bool,
    /// Batches (`by_hand`, `torch`); for `sgd_regressor` only [`SgdRegressor::shuffle`] counts.
    pub loader: LoaderSettings,
    /// Walks through the data, 1 or more (`by_hand`, `torch`).
    pub epochs: usize,
    /// Updates of the parabola, 1 or more.
    pub updates: usize,
    /// Learning rate and, for `torch`, the other options.
    pub optimizer: SgdOptions,
    /// Initial parameters.
    pub init: Init,
    /// Seed of the loader and of `nn.Linear`.
    pub seed: u64,
    /// Element type (`by_hand`, `torch`).
    pub dtype: Dtype,
    /// Options of the `sgd_regressor`.
    pub regressor: SgdRegressor,
    /// Changes at the start of the named updates, in order; none for `sgd_regressor`.
    pub changes: Vec<(usize, Change)>,
}

impl Default for Settings {
    /// The classic run: by hand, 600 updates.
    fn default() -> Self {
        Self::of(Base::ByHand)
    }
}

impl Settings {
    /// The defaults of the right program of that kind.
    pub fn of(base: Base) -> Self {
        let torch = base == Base::Torch;
        Self {
            program: Program::new(base),
            data: DataSource::default(),
            edits: Vec::new(),
            standardize: false,
            loader: LoaderSettings { batch_size: 16, shuffle: torch, drop_last: !torch },
            epochs: 100,
            updates: 500,
            optimizer: SgdOptions::default(),
            init: match base {
                Base::Torch => Init::Torch,
                Base::Parabola => Init::Values { w: 10.0, b: 0.0 },
                _ => Init::Values { w: 0.1, b: 0.0 },
            },
            seed: 0,
            dtype: if torch { Dtype::Float32 } else { Dtype::Float64 },
            regressor: SgdRegressor::default(),
            changes: Vec::new(),
        }
    }

    /// Checks what can be checked without the data.
    ///
    /// # Errors
    /// Names the first field out of its range, or a change of a setting that the program does not use.
    pub fn validate(&self) -> Result<()> {
        let base = self.program.base();
        if base == Base::SgdRegressor {
            only_in_full("program", base.name())?;
            if !self.changes.is_empty() {
                let changes = format_args!("a list of {}", self.changes.len());
                return Err(Error::unused_setting("changes", changes, base.name()));
            }
            return self.regressor.validate();
        }
        self.optimizer.validate()?;
        for (field, value) in [("epochs", self.epochs), ("updates", self.updates)] {
            if value == 0 {
                return Err(Error::out_of_range(field, value, Count::LENGTH));
            }
        }
        if let Init::Values { w, b } = self.init {
            // Rounded, as a float64 may be beyond float32's range.
            let w_field = if base == Base::Parabola { "init.x" } else { "init.w" };
            Error::unless_finite(w_field, self.dtype.round(w))?;
            Error::unless_finite("init.b", self.dtype.round(b))?;
        } else if base != Base::Torch {
            return Err(Error::out_of_range(
                "init",
                "\"torch\"",
                "given values; only the program torch draws them",
            ));
        }
        let mut options = self.optimizer;
        let mut last = 0;
        for (i, (update, change)) in self.changes.iter().enumerate() {
            if *update < last {
                return Err(Error::out_of_range(
                    format_args!("changes[{i}].update"),
                    update,
                    format_args!("{last} or more: changes come in order"),
                ));
            }
            last = *update;
            let path = format!("changes[{i}].set");
            for (name, value) in change.named() {
                if let (Some(value), false) = (value, table::can_change(base, name)) {
                    return Err(Error::unused_setting(format_args!("{path}.{name}"), value, base.name()));
                }
            }
            change.apply_to_optimizer(&mut options);
            options.validate().map_err(|error| error.within(&path))?;
        }
        Ok(())
    }

    /// Makes the points: draws or copies them, applies the edits, standardises.
    ///
    /// # Errors
    /// Names the field of `data` at fault.
    pub fn dataset(&self) -> Result<Dataset> {
        let made = self.regression().map(|options| make_regression(&options)).transpose()?;
        self.dataset_of(made)
    }

    /// Whether [`dataset`](Self::dataset) makes the same points from those settings.
    pub(crate) fn makes_samples_of(&self, other: &Self) -> bool {
        self.standardize == other.standardize && self.edits == other.edits && self.data == other.data
    }

    /// What draws the points, where they are drawn.
    pub(crate) fn regression(&self) -> Option<MakeRegression> {
        let &DataSource::MakeRegression { n_samples, noise, bias, random_state } = &self.data else {
            return None;
        };
        Some(MakeRegression {
            n_samples,
            n_features: 1,
            n_informative: 1,
            bias,
            noise,
            random_state: Some(random_state),
            ..MakeRegression::default()
        })
    }

    /// How many points [`dataset`](Self::dataset) makes. Refuses what that refuses, and draws nothing.
    pub(crate) fn count_points(&self) -> Result<usize> {
        let Some(options) = self.regression() else { return Ok(self.dataset()?.x.len()) };
        options.check()?;
        if self.edits.is_empty() {
            return Ok(options.n_samples);
        }
        // Whether edits fit depends on the number of points alone.
        let (mut x, mut y) = (vec![0.0; options.n_samples], vec![0.0; options.n_samples]);
        apply_edits(&self.edits, &mut x, &mut y)?;
        Ok(x.len())
    }

    /// The dataset, with the points as [`regression`](Self::regression) draws them.
    #[inline(never)]
    pub(crate) fn dataset_of(&self, made: Option<Regression>) -> Result<Dataset> {
        let bias = self.regression().map(|options| options.bias);
        let (mut x, mut y, coef) = match (made, &self.data) {
            (Some(made), _) => (made.x, made.y, made.coef.first().copied()),
            (None, DataSource::Builtin(builtin)) => {
                only_in_full("data.source", builtin.name())?;
                let (x, y) = builtin.points();
                (x, y, None)
            }
            (None, DataSource::Points { x, y }) => (x.clone(), y.clone(), None),
            (None, DataSource::MakeRegression { .. }) => (Vec::new(), Vec::new(), None),
        };
        if x.len() != y.len() {
            return Err(Error::length_mismatch("data.y", y.len(), x.len()));
        }
        if x.len() > MAX_VALUES {
            return Err(Error::too_large(
                "data.x",
                format_args!("{} points", x.len()),
                format_args!("{MAX_VALUES} points"),
            ));
        }
        if x.is_empty() {
            return Err(Error::empty("data.x"));
        }
        for (field, values) in [("data.x", &x), ("data.y", &y)] {
            if let Some(i) = values.iter().position(|value| !value.is_finite()) {
                return Err(Error::not_finite(format_args!("{field}[{i}]"), values[i]));
            }
        }
        if !self.edits.is_empty() {
            apply_edits(&self.edits, &mut x, &mut y)?;
        }
        let standardization = Standardization::of(&x);
        let trained_x = match (self.standardize, &standardization) {
            (true, Some(standardization)) => x.iter().map(|&value| standardization.apply(value)).collect(),
            _ => x.clone(),
        };
        Ok(Dataset { x, y, trained_x, coef, bias, standardization })
    }
}

/// The points of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The feature as given, in its own unit.
    pub x: Vec<f64>,
    /// The target.
    pub y: Vec<f64>,
    /// The feature as trained on: standardised if the settings say so and a spread exists, else x.
    pub trained_x: Vec<f64>,
    /// The true slope, where the data were made.
    pub coef: Option<f64>,
    /// The true intercept, where the data were made.
    pub bias: Option<f64>,
    /// Mean and population standard deviation of x; `None` for one point or constant x.
    pub standardization: Option<Standardization>,
}
