//! The table of settings: for each its name, the programs that use it, what it holds and where that is kept.
//!
//! Reading and writing settings, and refusing those that a program does not use, walk this table. Most settings are one
//! number here, so that one piece of code serves them all: a flag is 0 or 1, a choice its place among the names, null is
//! NaN, which no setting can be. What is more than that is read and written by functions of its own.

use super::{Count, Fields, Settings, Value};
use crate::error::Result;
use crate::linear_model::{LearningRate, Penalty};
use crate::program::Base;
use crate::real::Dtype;

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Program,
    Data,
    Init,
    Seed,
    Changes,
    /// Any finite number; what else the engine asks of it, [`Settings::validate`] says.
    Number,
    /// A number, or null.
    NumberOrNull,
    /// A whole number of this range.
    Whole(&'static Count),
    Flag,
    /// One of these names.
    Choice(&'static [&'static str]),
    /// One of these names, or null.
    ChoiceOrNull(&'static [&'static str]),
}

/// One setting of some programs.
pub(super) struct Setting {
    pub(super) name: &'static str,
    programs: &'static [Base],
    /// Whether it can change in mid-run.
    pub(super) changes: bool,
    pub(super) kind: Kind,
    get: fn(&Settings) -> f64,
    set: fn(&mut Settings, f64),
}

const BATCHED: &[Base] = &[Base::ByHand, Base::Torch];
const TORCH: &[Base] = &[Base::Torch];
const PARABOLA: &[Base] = &[Base::Parabola];
const REGRESSOR: &[Base] = &[Base::SgdRegressor];
const WITH_DATA: &[Base] = &[Base::ByHand, Base::Torch, Base::SgdRegressor];
const WITH_LR: &[Base] = &[Base::ByHand, Base::Torch, Base::Parabola];

const DTYPES: [Dtype; 2] = [Dtype::Float32, Dtype::Float64];
const PENALTIES: [Penalty; 3] = [Penalty::L2, Penalty::L1, Penalty::ElasticNet];
const SCHEDULES: [LearningRate; 4] =
    [LearningRate::InvScaling, LearningRate::Constant, LearningRate::Optimal, LearningRate::Adaptive];

/// One that is kept as one number.
const fn one(
    name: &'static str,
    programs: &'static [Base],
    kind: Kind,
    get: fn(&Settings) -> f64,
    set: fn(&mut Settings, f64),
) -> Setting {
    Setting { name, programs, changes: false, kind, get, set }
}

/// One that is kept as one number and can change in mid-run.
const fn live(
    name: &'static str,
    programs: &'static [Base],
    kind: Kind,
    get: fn(&Settings) -> f64,
    set: fn(&mut Settings, f64),
) -> Setting {
    Setting { name, programs, changes: true, kind, get, set }
}

/// One with functions of its own.
const fn own(name: &'static str, programs: &'static [Base], kind: Kind) -> Setting {
    one(name, programs, kind, |_| f64::NAN, |_, _| {})
}

fn place<T: PartialEq>(all: &[T], one: &T) -> f64 {
    all.iter().position(|other| other == one).map_or(f64::NAN, |at| at as f64)
}

fn chosen<T: Copy>(all: &[T], place: f64, default: T) -> T {
    all.get(place as usize).copied().unwrap_or(default)
}

/// In the order in which they are written and listed.
#[rustfmt::skip]
const TABLE: &[Setting] = &[
    own("program", &Base::ALL, Kind::Program),
    own("data", WITH_DATA, Kind::Data),
    one("standardize", WITH_DATA, Kind::Flag, |s| f64::from(s.standardize), |s, v| s.standardize = v != 0.0),
    live("batch_size", BATCHED, Kind::Whole(Count::BATCH), |s| s.loader.batch_size as f64, |s, v| s.loader.batch_size = v as usize),
    live("shuffle", BATCHED, Kind::Flag, |s| f64::from(s.loader.shuffle), |s, v| s.loader.shuffle = v != 0.0),
    live("drop_last", BATCHED, Kind::Flag, |s| f64::from(s.loader.drop_last), |s, v| s.loader.drop_last = v != 0.0),
    live("epochs", BATCHED, Kind::Whole(Count::LENGTH), |s| s.epochs as f64, |s, v| s.epochs = v as usize),
    one("updates", PARABOLA, Kind::Whole(Count::LENGTH), |s| s.updates as f64, |s, v| s.updates = v as usize),
    live("lr", WITH_LR, Kind::Number, |s| s.optimizer.lr, |s, v| s.optimizer.lr = v),
    live("momentum", TORCH, Kind::Number, |s| s.optimizer.momentum, |s, v| s.optimizer.momentum = v),
    live("dampening", TORCH, Kind::Number, |s| s.optimizer.dampening, |s, v| s.optimizer.dampening = v),
    live("nesterov", TORCH, Kind::Flag, |s| f64::from(s.optimizer.nesterov), |s, v| s.optimizer.nesterov = v != 0.0),
    live("weight_decay", TORCH, Kind::Number, |s| s.optimizer.weight_decay, |s, v| s.optimizer.weight_decay = v),
    one("maximize", TORCH, Kind::Flag, |s| f64::from(s.optimizer.maximize), |s, v| s.optimizer.maximize = v != 0.0),
    own("init", WITH_LR, Kind::Init),
    own("seed", BATCHED, Kind::Seed),
    one("dtype", BATCHED, Kind::Choice(&["float32", "float64"]),
        |s| place(&DTYPES, &s.dtype), |s, v| s.dtype = chosen(&DTYPES, v, s.dtype)),
    one("shuffle", REGRESSOR, Kind::Flag, |s| f64::from(s.regressor.shuffle), |s, v| s.regressor.shuffle = v != 0.0),
    one("random_state", REGRESSOR, Kind::Whole(Count::FROM_0), |s| f64::from(s.regressor.random_state), |s, v| s.regressor.random_state = v as u32),
    one("penalty", REGRESSOR, Kind::ChoiceOrNull(&["l2", "l1", "elasticnet"]),
        |s| s.regressor.penalty.map_or(f64::NAN, |penalty| place(&PENALTIES, &penalty)),
        |s, v| s.regressor.penalty = (!v.is_nan()).then(|| chosen(&PENALTIES, v, Penalty::L2))),
    one("alpha", REGRESSOR, Kind::Number, |s| s.regressor.alpha, |s, v| s.regressor.alpha = v),
    one("l1_ratio", REGRESSOR, Kind::Number, |s| s.regressor.l1_ratio, |s, v| s.regressor.l1_ratio = v),
    one("learning_rate", REGRESSOR, Kind::Choice(&["invscaling", "constant", "optimal", "adaptive"]),
        |s| place(&SCHEDULES, &s.regressor.learning_rate),
        |s, v| s.regressor.learning_rate = chosen(&SCHEDULES, v, s.regressor.learning_rate)),
    one("eta0", REGRESSOR, Kind::Number, |s| s.regressor.eta0, |s, v| s.regressor.eta0 = v),
    one("power_t", REGRESSOR, Kind::Number, |s| s.regressor.power_t, |s, v| s.regressor.power_t = v),
    one("tol", REGRESSOR, Kind::NumberOrNull, |s| s.regressor.tol.unwrap_or(f64::NAN), |s, v| s.regressor.tol = (!v.is_nan()).then_some(v)),
    one("max_iter", REGRESSOR, Kind::Whole(Count::FROM_1), |s| f64::from(s.regressor.max_iter), |s, v| s.regressor.max_iter = v as u32),
    one("n_iter_no_change", REGRESSOR, Kind::Whole(Count::FROM_1), |s| f64::from(s.regressor.n_iter_no_change), |s, v| s.regressor.n_iter_no_change = v as u32),
    one("average", REGRESSOR, Kind::Flag, |s| f64::from(s.regressor.average.min(1)), |s, v| s.regressor.average = v as u32),
    one("fit_intercept", REGRESSOR, Kind::Flag, |s| f64::from(s.regressor.fit_intercept), |s, v| s.regressor.fit_intercept = v != 0.0),
    one("early_stopping", REGRESSOR, Kind::Flag, |s| f64::from(s.regressor.early_stopping), |s, v| s.regressor.early_stopping = v != 0.0),
    one("validation_fraction", REGRESSOR, Kind::Number, |s| s.regressor.validation_fraction, |s, v| s.regressor.validation_fraction = v),
    own("changes", WITH_LR, Kind::Changes),
];

impl Setting {
    pub(super) fn used_by(&self, base: Base) -> bool {
        self.programs.contains(&base)
    }

    /// Whether it is one of `SGDRegressor`'s own options, which its fit takes without a session.
    pub(super) fn is_option_of_fit(&self) -> bool {
        self.programs == REGRESSOR
    }

    /// Reads a setting of one number, if it is there.
    pub(super) fn read(&self, settings: &mut Settings, fields: &mut Fields<'_>) -> Result<()> {
        let name = self.name;
        let null = matches!(self.kind, Kind::NumberOrNull | Kind::ChoiceOrNull(_)) && fields.take_null(name);
        let number = match self.kind {
            _ if null => Some(f64::NAN),
            Kind::Number | Kind::NumberOrNull => fields.number(name)?,
            Kind::Whole(range) => fields.count(name, range)?.map(|whole| whole as f64),
            Kind::Flag => fields.flag(name)?.map(f64::from),
            Kind::Choice(names) | Kind::ChoiceOrNull(names) => {
                fields.place(name, names)?.map(|place| place as f64)
            }
            _ => None,
        };
        if let Some(number) = number {
            (self.set)(settings, number);
        }
        Ok(())
    }

    /// A setting of one number as a value.
    #[inline(never)]
    pub(super) fn value(&self, settings: &Settings) -> Value {
        let number = (self.get)(settings);
        match self.kind {
            _ if number.is_nan() => Value::Null,
            Kind::Flag => Value::Bool(number != 0.0),
            Kind::Choice(names) | Kind::ChoiceOrNull(names) => {
                Value::Text(names.get(number as usize).copied().unwrap_or_default().to_owned())
            }
            _ => Value::Number(number),
        }
    }
}

/// The settings that a program uses.
pub(super) fn of(base: Base) -> impl Iterator<Item = &'static Setting> {
    TABLE.iter().filter(move |setting| setting.used_by(base))
}

/// Whether a setting of that name exists.
pub(super) fn is_setting(name: &str) -> bool {
    TABLE.iter().any(|setting| setting.name == name)
}

/// Whether a setting of that name exists and `base` does not use it.
pub(super) fn is_foreign(base: Base, name: &str) -> bool {
    is_setting(name) && !of(base).any(|setting| setting.name == name)
}

/// The names of the settings that can change in mid-run.
pub(super) fn changeable() -> Vec<&'static str> {
    TABLE.iter().filter(|setting| setting.changes).map(|setting| setting.name).collect()
}

/// Whether a program's setting can change in mid-run. `SGDRegressor` has no way to change anything inside `fit`.
pub(super) fn can_change(base: Base, name: &str) -> bool {
    of(base).any(|setting| setting.changes && setting.name == name)
}
