//! The fused path against the interpreter. A right program runs fused; the same statements with `zero_grad` moved or
//! repeated mean the same and go through the interpreter. Both must leave the same history, bit for bit.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::golden::{assert_same, history};
use first_descent::optim::SgdOptions;
use first_descent::program::{Base, Program, Statement};
use first_descent::random::python::Random;
use first_descent::settings::{Change, DataSource, Init, LoaderSettings};
use first_descent::{Dtype, Session, Settings};

/// Random settings tried for each program and type. A browser is slower, and the arithmetic is the same code.
const TRIES: usize = if cfg!(target_arch = "wasm32") { 15 } else { 120 };

/// Draws settings; the seed decides everything.
struct Draw(Random);

impl Draw {
    fn new(seed: u64) -> Self {
        Self(Random::from_u64(seed))
    }

    /// A whole number, both ends included.
    fn whole(&mut self, low: usize, high: usize) -> usize {
        low + (self.0.random() * (high - low + 1) as f64) as usize
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.random()
    }

    fn chance(&mut self, probability: f64) -> bool {
        self.0.random() < probability
    }

    fn maybe<T>(&mut self, probability: f64, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(probability).then(|| draw(self))
    }

    /// From far too small to far too large: some runs overflow to infinity and NaN.
    fn lr(&mut self) -> f64 {
        let exponent = self.whole(0, 5) as i32 - 5;
        self.between(0.1, 4.0) * 10f64.powi(exponent)
    }

    fn points(&mut self, n: usize) -> DataSource {
        let scale = if self.chance(0.2) { 1000.0 } else { 2.0 };
        let x: Vec<f64> = (0..n).map(|_| self.between(-scale, scale)).collect();
        let y = x.iter().map(|x| 3.0 * x - 1.0 + self.between(-1.0, 1.0)).collect();
        DataSource::Points { x, y }
    }

    fn optimizer(&mut self, base: Base) -> SgdOptions {
        let plain = SgdOptions { lr: self.lr(), ..SgdOptions::default() };
        if base == Base::ByHand {
            return plain;
        }
        let momentum = self.maybe(0.6, |draw| draw.between(0.1, 1.0)).unwrap_or(0.0);
        let nesterov = momentum > 0.0 && self.chance(0.4);
        SgdOptions {
            momentum,
            nesterov,
            dampening: if nesterov {
                0.0
            } else {
                self.maybe(0.5, |draw| draw.between(-0.5, 1.0)).unwrap_or(0.0)
            },
            weight_decay: self.maybe(0.4, |draw| draw.between(0.0, 0.5)).unwrap_or(0.0),
            maximize: self.chance(0.1),
            ..plain
        }
    }

    fn settings(&mut self, base: Base, dtype: Dtype) -> Settings {
        let n = if self.chance(0.3) { self.whole(1, 20) } else { self.whole(1, 300) };
        let batch_size = if self.chance(0.3) { n.min(16) } else { self.whole(1, n) };
        let given = Init::Values { w: self.between(-5.0, 5.0), b: self.between(-5.0, 5.0) };
        let mut settings = Settings {
            data: self.points(n),
            standardize: self.chance(0.3),
            loader: LoaderSettings { batch_size, shuffle: self.chance(0.5), drop_last: self.chance(0.5) },
            epochs: self.whole(1, 5).max(self.whole(1, 150) * batch_size / n),
            optimizer: self.optimizer(base),
            init: if base == Base::Torch && self.chance(0.5) { Init::Torch } else { given },
            seed: (self.0.random() * 2f64.powi(53)) as u64,
            dtype,
            ..Settings::of(base)
        };
        let mut update = 0;
        for _ in 0..self.whole(0, 3) {
            update += self.whole(0, 40);
            let loader_too = self.chance(0.5);
            let options = self.optimizer(base);
            settings.changes.push((
                update,
                Change {
                    lr: self.maybe(0.7, |draw| draw.lr()),
                    momentum: self.maybe(0.5, |_| options.momentum),
                    weight_decay: self.maybe(0.3, |_| options.weight_decay),
                    batch_size: self.maybe(0.5, |draw| draw.whole(1, n)).filter(|_| loader_too),
                    shuffle: self.maybe(0.5, |draw| draw.chance(0.5)).filter(|_| loader_too),
                    drop_last: self.maybe(0.5, |draw| draw.chance(0.5)).filter(|_| loader_too),
                    ..Change::default()
                },
            ));
        }
        settings
    }

    /// Other statements with the same meaning.
    fn equivalent(&mut self, base: Base) -> Program {
        let mut statements = Program::new(base).statements().to_vec();
        let zero_grad = Statement::ZeroGrad { once: false };
        match self.whole(0, 3) {
            0 => statements[..3].rotate_right(1),
            1 => statements.swap(1, 2),
            2 => statements.insert(0, zero_grad),
            // By hand the order of the two parameters does not matter; elsewhere zeroing twice does not.
            _ if base == Base::ByHand => statements.swap(4, 5),
            _ => statements.insert(2, zero_grad),
        }
        Program::edited(base, statements).unwrap()
    }
}

#[test]
fn random_settings_give_the_interpreters_bits() {
    let (mut compared, mut updates, mut overflowed) = (0, 0, 0);
    for (k, (base, dtype)) in [
        (Base::ByHand, Dtype::Float64),
        (Base::ByHand, Dtype::Float32),
        (Base::Torch, Dtype::Float32),
        (Base::Torch, Dtype::Float64),
    ]
    .into_iter()
    .enumerate()
    {
        for seed in 0..TRIES as u64 {
            let mut draw = Draw::new(1000 * k as u64 + seed);
            let settings = draw.settings(base, dtype);
            let edited = Settings { program: draw.equivalent(base), ..settings.clone() };
            assert!(edited.program.is_edited() && !settings.program.is_edited());
            let what = format!("{} {dtype} {seed}: {:?}", base.name(), settings.loader);
            // Changes may lie past the end, or ask for Nesterov without momentum: then both refuse them alike.
            let (fused, interpreted) = match (Session::new(settings), Session::new(edited)) {
                (Ok(fused), Ok(interpreted)) => (fused, interpreted),
                (Err(fused), Err(interpreted)) => {
                    assert_eq!(fused, interpreted, "{what}");
                    continue;
                }
                _ => panic!("{what}: only one of the two is refused"),
            };
            let [fused, interpreted] = [fused, interpreted].map(|mut session| {
                session.train().unwrap();
                (history(&session), session.history(), session.digest().unwrap())
            });
            assert_same(&what, &fused.0, &interpreted.0);
            assert_eq!(fused.2, interpreted.2, "{what}");
            compared += 1;
            updates += fused.0.len();
            overflowed += usize::from(fused.0.last().is_some_and(|row| !row[3].is_finite()));
        }
    }
    // The comparison is worth something only if most settings are accepted, and some runs leave the finite numbers.
    assert!(
        compared > 2 * TRIES && updates > 40 * compared && overflowed > TRIES / 5,
        "{compared} {updates} {overflowed}"
    );
}

/// 16 is unrolled, 4 and 8 are lanes, 64, 128 and 256 fill the running sums, and above that sums cascade.
#[test]
fn every_batch_size_up_to_three_hundred_gives_the_interpreters_bits() {
    let step = if cfg!(target_arch = "wasm32") { 7 } else { 1 };
    for base in [Base::ByHand, Base::Torch] {
        for dtype in [Dtype::Float32, Dtype::Float64] {
            for batch_size in (1..=300).step_by(step) {
                let mut draw = Draw::new(batch_size as u64);
                let settings = Settings {
                    data: draw.points(300),
                    loader: LoaderSettings { batch_size, shuffle: true, drop_last: false },
                    epochs: 1,
                    dtype,
                    ..Settings::of(base)
                };
                let edited = Settings { program: draw.equivalent(base), ..settings.clone() };
                let [fused, interpreted] = [settings, edited].map(|settings| {
                    let mut session = Session::new(settings).unwrap();
                    session.train().unwrap();
                    history(&session)
                });
                assert_same(
                    &format!("{} {dtype}, batches of {batch_size}", base.name()),
                    &fused,
                    &interpreted,
                );
            }
        }
    }
}

/// The usual batch is unrolled with doublings and a division elsewhere, which would be wrong where they overflow or
/// underflow: the residuals, one doubled x, or the sums; parameters that come to nothing, a rate that has lost digits. Its
/// sums may come to −0, which would show in parameters that start as −0. It also starts in mid-epoch, after each change of
/// lr.
#[test]
fn the_usual_batch_leaves_the_finite_numbers_as_the_interpreter_does() {
    let mut draw = Draw::new(16);
    let plain: Vec<f64> = (0..40).map(|_| draw.between(-2.0, 2.0)).collect();
    let (mut overflows, mut underflows) = (0, 0);
    for (scale_x, shift_x, scale_y, lr, start) in [
        (1.0, 0.0, 1.0, 0.3, 0.5),
        (1.0, 0.0, 1.0, 9.0, 0.5),
        (1e3, 0.0, 1.0, 1e3, 0.5),
        (1.0, 0.0, 1.2e308, 0.01, 0.5),
        (8e307, 0.0, 1.0, 0.1, 0.5),
        (1e-300, 0.0, 1e-310, 0.1, 0.5),
        (1.0, 0.0, 0.0, 0.2, 0.5),
        (1.0, 0.0, 1e150, 1e-309, 0.0),
        // Every residual is ±0, and with it every product: all of them −0 where x is below 0.
        (1.0, 0.0, 0.0, 0.01, -0.0),
        (1.0, -3.0, 0.0, 0.01, 0.0),
        (1.0, 3.0, 0.0, 0.01, -0.0),
    ] {
        let settings = Settings {
            data: DataSource::Points {
                x: plain.iter().map(|x| scale_x * x + shift_x).collect(),
                // Never −0.
                y: plain.iter().rev().map(|y| scale_y * (y / 2.0) + 0.0).collect(),
            },
            epochs: 1500,
            optimizer: SgdOptions { lr, ..SgdOptions::default() },
            init: Init::Values { w: start, b: start },
            changes: vec![(7, Change { lr: Some(2.0 * lr), ..Change::default() })],
            ..Settings::of(Base::ByHand)
        };
        let edited = Settings { program: draw.equivalent(Base::ByHand), ..settings.clone() };
        let [fused, interpreted] = [settings, edited].map(|settings| {
            let mut session = Session::new(settings).unwrap();
            session.train().unwrap();
            (history(&session), session.digest().unwrap())
        });
        let what = format!("{scale_x} {shift_x} {scale_y} {lr} {start}");
        assert_same(&what, &fused.0, &interpreted.0);
        assert_eq!(fused.1, interpreted.1, "{what}");
        overflows += usize::from(fused.0.iter().any(|row| !row[3].is_finite()));
        underflows += usize::from(fused.0.iter().any(|row| row[1].is_subnormal() || row[2].is_subnormal()));
    }
    assert!(overflows >= 4 && underflows >= 2, "{overflows} {underflows}");
}
