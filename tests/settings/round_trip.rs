//! Settings written out and read again are the same settings, and give the same run.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::used_by;
use first_descent::data::{Builtin, Edit};
use first_descent::linear_model::{LearningRate, Penalty, SgdRegressor};
use first_descent::optim::SgdOptions;
use first_descent::program::{Base, Parameter, Program, Statement};
use first_descent::random::python::Random;
use first_descent::settings::{Change, DataSource, Init, LoaderSettings, Value};
use first_descent::{Dtype, Reduction, Settings};

/// Draws settings of any form; most are valid only in form, as a session checks the rest.
struct Draw(Random);

impl Draw {
    fn whole(&mut self, limit: usize) -> usize {
        (self.0.random() * limit as f64) as usize
    }

    fn random_state(&mut self) -> u32 {
        (self.0.random() * 2f64.powi(32)) as u32
    }

    fn flag(&mut self) -> bool {
        self.whole(2) == 1
    }

    /// Any magnitude, any last bit.
    fn number(&mut self) -> f64 {
        (self.0.random() - 0.5) * 10f64.powi(self.whole(40) as i32 - 20)
    }

    fn positive(&mut self) -> f64 {
        self.number().abs() + f64::MIN_POSITIVE
    }

    fn maybe<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| draw(self))
    }

    fn numbers(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.number()).collect()
    }

    fn data(&mut self) -> (DataSource, Vec<Edit>) {
        let source = match self.whole(4) {
            0 => DataSource::default(),
            1 => DataSource::MakeRegression {
                n_samples: 1 + self.whole(1000),
                noise: self.positive(),
                bias: self.number(),
                random_state: self.random_state(),
            },
            2 => DataSource::Builtin(
                Builtin::from_name(["anscombe_2", "anscombe_4", "diabetes_bmi", "norris"][self.whole(4)])
                    .unwrap(),
            ),
            _ => {
                let n = 1 + self.whole(9);
                return (DataSource::Points { x: self.numbers(n), y: self.numbers(n) }, Vec::new());
            }
        };
        let edits = (0..self.whole(4))
            .map(|_| match self.whole(3) {
                0 => Edit::Move { index: self.whole(10), x: self.number(), y: self.number() },
                1 => Edit::Add { x: self.number(), y: self.number() },
                _ => Edit::Remove { index: self.whole(10) },
            })
            .collect();
        (source, edits)
    }

    fn program(&mut self, base: Base) -> Program {
        if !matches!(base, Base::ByHand | Base::Torch) || self.flag() {
            return Program::new(base);
        }
        let parameter = |draw: &mut Self| if draw.flag() { Parameter::W } else { Parameter::B };
        let torch = base == Base::Torch;
        let statements = (0..1 + self.whole(7))
            .map(|_| match self.whole(5) {
                0 => Statement::Forward { detach: self.maybe(parameter), cast: !torch || self.flag() },
                1 => Statement::Loss {
                    reduction: if self.flag() { Reduction::Sum } else { Reduction::Mean },
                    reshape: self.flag(),
                },
                2 => Statement::ZeroGrad { once: self.flag() },
                3 => Statement::Backward,
                _ if torch => {
                    Statement::Update { target: None, divide: true, ascend: false, in_graph: false }
                }
                _ => Statement::Update {
                    target: Some(parameter(self)),
                    divide: self.flag(),
                    ascend: self.flag(),
                    in_graph: self.flag(),
                },
            })
            .collect();
        Program::edited(base, statements).unwrap()
    }

    fn regressor(&mut self) -> SgdRegressor {
        SgdRegressor {
            penalty: [None, Some(Penalty::L1), Some(Penalty::L2), Some(Penalty::ElasticNet)][self.whole(4)],
            alpha: self.positive(),
            l1_ratio: self.0.random(),
            fit_intercept: self.flag(),
            max_iter: 1 + self.whole(1000) as u32,
            tol: self.maybe(Self::positive),
            shuffle: self.flag(),
            random_state: self.random_state(),
            learning_rate: [
                LearningRate::Constant,
                LearningRate::Optimal,
                LearningRate::InvScaling,
                LearningRate::Adaptive,
            ][self.whole(4)],
            eta0: self.positive(),
            power_t: self.number(),
            early_stopping: self.flag(),
            validation_fraction: 0.01 + 0.9 * self.0.random(),
            n_iter_no_change: 1 + self.whole(20) as u32,
            average: u32::from(self.flag()),
        }
    }

    fn settings(&mut self, base: Base) -> Settings {
        let mut settings = Settings { program: self.program(base), ..Settings::of(base) };
        if base != Base::Parabola {
            (settings.data, settings.edits) = self.data();
            settings.standardize = self.flag();
        }
        if base == Base::SgdRegressor {
            settings.regressor = self.regressor();
            return settings;
        }
        settings.optimizer.lr = self.positive();
        settings.init = Init::Values { w: self.number(), b: 0.0 };
        let batched = base != Base::Parabola;
        let torch = base == Base::Torch;
        if !batched {
            settings.updates = 1 + self.whole(1000);
        } else {
            settings.loader = LoaderSettings {
                batch_size: 1 + self.whole(50),
                shuffle: self.flag(),
                drop_last: self.flag(),
            };
            settings.epochs = 1 + self.whole(1000);
            settings.init = Init::Values { w: self.number(), b: self.number() };
            settings.seed =
                if self.flag() { self.whole(1000) as u64 } else { u64::MAX - self.whole(1000) as u64 };
            settings.dtype = if self.flag() { Dtype::Float32 } else { Dtype::Float64 };
        }
        if torch {
            let momentum = self.positive();
            let nesterov = self.flag();
            settings.optimizer = SgdOptions {
                momentum,
                nesterov,
                dampening: if nesterov { 0.0 } else { self.number() },
                weight_decay: self.positive(),
                maximize: self.flag(),
                ..settings.optimizer
            };
            if self.flag() {
                settings.init = Init::Torch;
            }
        }
        let mut update = 0;
        for _ in 0..self.whole(4) {
            update += self.whole(100);
            settings.changes.push((
                update,
                Change {
                    lr: self.maybe(Self::positive),
                    momentum: self.maybe(Self::positive).filter(|_| torch),
                    dampening: None,
                    nesterov: Some(false).filter(|_| torch),
                    weight_decay: self.maybe(Self::positive).filter(|_| torch),
                    batch_size: self.maybe(|draw| 1 + draw.whole(50)).filter(|_| batched),
                    shuffle: self.maybe(Self::flag).filter(|_| batched),
                    drop_last: self.maybe(Self::flag).filter(|_| batched),
                    epochs: self.maybe(|draw| 1 + draw.whole(100)).filter(|_| batched),
                },
            ));
        }
        settings
    }
}

#[test]
fn settings_written_and_read_again_are_the_same() {
    let tries = if cfg!(target_arch = "wasm32") { 50 } else { 500 };
    for base in Base::ALL {
        let mut draw = Draw(Random::from_u64(7));
        for k in 0..tries {
            let settings = draw.settings(base);
            let written = settings.to_value();
            let read = Settings::from_value(&written).unwrap_or_else(|error| panic!("{error}: {settings:?}"));
            assert_eq!(read, settings, "{} {k}", base.name());
            // As text, too; a seed above 2⁵³ is a bigint, which JSON has not.
            if settings.seed < 1 << 53 {
                let text = crate::settings_json::written(&written).to_string();
                let parsed = serde_json::from_str(&text).unwrap();
                assert_eq!(
                    crate::settings_json::read(&parsed).unwrap(),
                    settings,
                    "{} {k}: {text}",
                    base.name()
                );
            }
        }
    }
}

#[test]
fn a_written_record_holds_every_setting_of_its_program_and_no_other() {
    for base in Base::ALL {
        let mut draw = Draw(Random::from_u64(11));
        for _ in 0..50 {
            let settings = draw.settings(base);
            let Value::Record(fields) = settings.to_value() else { panic!("a record") };
            let mut written: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
            let mut used = used_by(base.name());
            if settings.changes.is_empty() {
                used.retain(|name| *name != "changes");
            }
            written.sort_unstable();
            used.sort_unstable();
            assert_eq!(written, used);
        }
    }
}
