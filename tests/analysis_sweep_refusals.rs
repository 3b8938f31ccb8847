//! Sweeps that are refused: axes, settings and numbers of updates, by name and index.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::Settings;
use first_descent::analysis::{Axis, MAX_RUNS, Sweep};
use first_descent::data::Builtin;
use first_descent::program::Base;
use first_descent::settings::DataSource;

fn axis(setting: &str, values: &[f64]) -> Axis {
    Axis { setting: setting.to_owned(), values: values.to_vec() }
}

#[test]
fn wrong_axes_are_refused_by_name_and_index() {
    let good = || axis("lr", &[0.1, 0.2]);
    let message = |settings: Settings, x: Axis, y: Axis, updates| {
        Sweep::new(settings, x, y, updates).unwrap_err().to_string()
    };
    let by_hand = |y| message(Settings::default(), good(), y, 10);
    assert_eq!(
        by_hand(axis("learning_rate", &[1.0])),
        "there is no setting learning_rate (1); there are lr, init.w, init.b, batch_size, seed, data.noise, data.bias, \
         data.random_state"
    );
    assert_eq!(
        by_hand(axis("momentum", &[0.5])),
        "momentum is 0.5, but by_hand does not use it; leave it out"
    );
    assert_eq!(by_hand(axis("seed", &[])), "y.values has 0 elements; it must have at least 1 element");
    assert_eq!(by_hand(axis("init.w", &[0.0, f64::NAN])), "y.values[1] is NaN; it must be a finite number");
    assert_eq!(
        by_hand(axis("batch_size", &[16.0, 16.5])),
        "y.values[1] is 16.5; it must be a whole number from 1 to 100, for batch_size"
    );
    assert_eq!(
        by_hand(axis("batch_size", &[101.0])),
        "y.values[0] is 101; it must be a whole number from 1 to 100, for batch_size"
    );
    assert_eq!(
        by_hand(axis("data.noise", &[-1.0])),
        "y.values[0] is -1; it must be 0 or more, for data.noise"
    );
    assert_eq!(by_hand(good()), "y.setting is lr; it must be another setting than x");
    assert_eq!(
        message(Settings::default(), axis("lr", &[0.1, -1.0]), axis("seed", &[0.0]), 10),
        "x.values[1] is -1; it must be 0 or more, for lr"
    );
    assert_eq!(
        message(Settings::default(), good(), axis("seed", &[0.0]), 0),
        "updates is 0; it must be a whole number, 1 or more"
    );
    let norris = Settings { data: DataSource::Builtin(Builtin::Norris), ..Settings::default() };
    assert_eq!(
        message(norris, good(), axis("data.bias", &[0.0]), 10),
        "data.source is norris; it must be make_regression, where data.bias is varied"
    );
    let mut nesterov = Settings::of(Base::Torch);
    nesterov.optimizer.nesterov = true;
    nesterov.optimizer.momentum = 0.9;
    assert_eq!(
        message(nesterov, good(), axis("momentum", &[0.9, 0.0]), 10),
        "nesterov is true with momentum 0 and dampening 0; it must be used with momentum above 0 and dampening 0"
    );
    assert_eq!(
        message(Settings::of(Base::SgdRegressor), axis("eta0", &[0.0]), axis("alpha", &[0.1]), 10),
        "x.values[0] is 0; it must be above 0, for eta0"
    );
    let many = vec![0.1; MAX_RUNS / 2 + 1];
    let error =
        Sweep::new(Settings::default(), axis("lr", &many), axis("seed", &[0.0, 1.0]), 10).unwrap_err();
    assert_eq!((error.code(), error.field()), ("too_large", Some("x.values")));
    for settings in [Settings::default(), Settings::of(Base::Parabola)] {
        let error = Sweep::new(settings, good(), good(), usize::MAX / 4096).unwrap_err();
        assert_ne!(error.code(), "too_large", "the axes are looked at first");
    }
    let error = Sweep::new(Settings::default(), good(), axis("seed", &[0.0]), 100_000_000).unwrap_err();
    assert_eq!((error.code(), error.field()), ("too_large", Some("updates")));
    let error = Sweep::new(Settings::of(Base::Parabola), good(), axis("init.x", &[0.0]), 100_000_000);
    assert_eq!(error.unwrap_err().field(), Some("updates"));
}
