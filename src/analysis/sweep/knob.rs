//! The numeric settings that a sweep can vary, and what each of them changes.

use crate::decimal::Plain;
use crate::error::{Error, ErrorKind, Result};
use crate::optim::SgdOptions;
use crate::program::Base;
use crate::settings::Listed;
use crate::settings::{DataSource, Init, Settings};

/// A setting with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Knob {
    Lr,
    Momentum,
    Dampening,
    WeightDecay,
    InitW,
    InitB,
    InitX,
    BatchSize,
    Seed,
    Noise,
    Bias,
    DataRandomState,
    Eta0,
    Alpha,
    L1Ratio,
    PowerT,
    RegressorRandomState,
}

const NAMES: [(Knob, &str); 17] = [
    (Knob::Lr, "lr"),
    (Knob::Momentum, "momentum"),
    (Knob::Dampening, "dampening"),
    (Knob::WeightDecay, "weight_decay"),
    (Knob::InitW, "init.w"),
    (Knob::InitB, "init.b"),
    (Knob::InitX, "init.x"),
    (Knob::BatchSize, "batch_size"),
    (Knob::Seed, "seed"),
    (Knob::Noise, "data.noise"),
    (Knob::Bias, "data.bias"),
    (Knob::DataRandomState, "data.random_state"),
    (Knob::Eta0, "eta0"),
    (Knob::Alpha, "alpha"),
    (Knob::L1Ratio, "l1_ratio"),
    (Knob::PowerT, "power_t"),
    (Knob::RegressorRandomState, "random_state"),
];

impl Knob {
    /// The knob of that name, if `settings` use it; `first` is the value an error quotes.
    pub(super) fn find(name: &str, settings: &Settings, first: f64) -> Result<Self> {
        let base = settings.program.base();
        let Some(&(knob, _)) = NAMES.iter().find(|(_, known)| *known == name) else {
            let known: Vec<&str> =
                NAMES.iter().filter(|(knob, _)| knob.used_by(base)).map(|(_, name)| *name).collect();
            return Err(Error::unknown_setting(name, Plain(first), Listed(&known)));
        };
        if !knob.used_by(base) {
            return Err(Error::unused_setting(name, Plain(first), base.name()));
        }
        let source = match &settings.data {
            DataSource::MakeRegression { .. } => return Ok(knob),
            DataSource::Builtin(builtin) => builtin.name(),
            DataSource::Points { .. } => "points",
        };
        if knob.makes_data() {
            let range = format!("make_regression, where {name} is varied");
            return Err(Error::out_of_range("data.source", source, range));
        }
        Ok(knob)
    }

    fn used_by(self, base: Base) -> bool {
        match self {
            Self::Lr => base != Base::SgdRegressor,
            Self::Momentum | Self::Dampening | Self::WeightDecay => base == Base::Torch,
            Self::InitW | Self::InitB | Self::BatchSize | Self::Seed => {
                matches!(base, Base::ByHand | Base::Torch)
            }
            Self::InitX => base == Base::Parabola,
            Self::Noise | Self::Bias | Self::DataRandomState => base != Base::Parabola,
            Self::Eta0 | Self::Alpha | Self::L1Ratio | Self::PowerT | Self::RegressorRandomState => {
                base == Base::SgdRegressor
            }
        }
    }

    /// Whether the points depend on it.
    pub(super) fn makes_data(self) -> bool {
        matches!(self, Self::Noise | Self::Bias | Self::DataRandomState)
    }

    /// Whether the points, the epochs' orders or drawn parameters depend on it.
    pub(super) fn makes_source(self) -> bool {
        self.makes_data() || self == Self::Seed
    }

    /// Whether the batches depend on it.
    pub(super) fn makes_batches(self) -> bool {
        self.makes_source() || self == Self::BatchSize
    }

    /// The name in the settings.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(knob, _)| *knob == self).map_or("", |(_, name)| name)
    }

    /// Refuses a value that the setting does not take, and else puts it into `settings`; `n` is the number of points,
    /// `path` where the value stands.
    pub(super) fn check(self, value: f64, path: &str, settings: &mut Settings, n: usize) -> Result<()> {
        Error::unless_finite(path, value)?;
        let whole =
            |low: u64, high: u64| match value.fract() == 0.0 && (low as f64..=high as f64).contains(&value) {
                true => Ok(()),
                false => {
                    let range = format!("a whole number from {low} to {high}, for {}", self.name());
                    Err(Error::out_of_range(path, Plain(value), range))
                }
            };
        match self {
            Self::BatchSize => whole(1, n as u64)?,
            // 2⁵³ − 1: beyond it a double no longer says which whole number is meant.
            Self::Seed => whole(0, (1 << 53) - 1)?,
            Self::DataRandomState | Self::RegressorRandomState => whole(0, u64::from(u32::MAX))?,
            Self::Noise if value < 0.0 => {
                return Err(Error::out_of_range(path, Plain(value), "0 or more, for data.noise"));
            }
            _ => {}
        }
        self.apply(settings, value);
        settings.validate().map_err(|error| {
            match (error.kind(), error.field(), error.value(), error.range()) {
                (ErrorKind::OutOfRange, Some(field), Some(value), Some(range)) if field == self.name() => {
                    Error::out_of_range(path, value, format_args!("{range}, for {field}"))
                }
                _ => error,
            }
        })
    }

    /// Sets an option of the optimizer; false if this is none.
    pub(super) fn apply_to_optimizer(self, options: &mut SgdOptions, value: f64) -> bool {
        match self {
            Self::Lr => options.lr = value,
            Self::Momentum => options.momentum = value,
            Self::Dampening => options.dampening = value,
            Self::WeightDecay => options.weight_decay = value,
            _ => return false,
        }
        true
    }

    /// Sets an initial parameter; false if this is none.
    pub(super) fn apply_to_start(self, (w, b): &mut (f64, f64), value: f64) -> bool {
        match self {
            Self::InitW | Self::InitX => *w = value,
            Self::InitB => *b = value,
            _ => return false,
        }
        true
    }

    /// Sets the setting to a checked value. Drawn initial parameters stay drawn: who varies them draws them first.
    #[inline(never)]
    pub(super) fn apply(self, settings: &mut Settings, value: f64) {
        if self.apply_to_optimizer(&mut settings.optimizer, value) {
            return;
        }
        if let Init::Values { w, b } = settings.init {
            let mut start = (w, b);
            self.apply_to_start(&mut start, value);
            settings.init = Init::Values { w: start.0, b: start.1 };
        }
        if let DataSource::MakeRegression { noise, bias, random_state, .. } = &mut settings.data {
            match self {
                Self::Noise => *noise = value,
                Self::Bias => *bias = value,
                Self::DataRandomState => *random_state = value as u32,
                _ => {}
            }
        }
        match self {
            Self::BatchSize => settings.loader.batch_size = value as usize,
            Self::Seed => settings.seed = value as u64,
            Self::Eta0 => settings.regressor.eta0 = value,
            Self::Alpha => settings.regressor.alpha = value,
            Self::L1Ratio => settings.regressor.l1_ratio = value,
            Self::PowerT => settings.regressor.power_t = value,
            Self::RegressorRandomState => settings.regressor.random_state = value as u32,
            _ => {}
        }
    }
}
