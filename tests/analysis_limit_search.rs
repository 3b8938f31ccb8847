//! Many stability limits asked of one search, in slices, and the settings for which there is none to be found.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::{LimitSearch, stability_limit};
use first_descent::linear_model::SgdRegressor;
use first_descent::optim::SgdOptions;
use first_descent::program::Base;
use first_descent::settings::{Change, DataSource, Init, LoaderSettings};
use first_descent::{Session, Settings};

#[test]
fn wrong_settings_are_refused_by_name() {
    let mut settings = Settings::default();
    settings.loader.batch_size = 101;
    let message = |settings: &Settings| stability_limit(settings).unwrap_err().to_string();
    assert_eq!(message(&settings), "batch_size is 101; it must be 1 to 100, the number of points");
    settings.loader.batch_size = 16;
    settings.changes = vec![(0, Change { batch_size: Some(0), ..Change::default() })];
    assert_eq!(
        message(&settings),
        "changes[0].set.batch_size is 0; it must be 1 to 100, the number of points"
    );
    settings.optimizer.lr = f64::NAN;
    assert_eq!(message(&settings), "lr is NaN; it must be a finite number");
}

#[test]
fn what_a_session_refuses_has_no_limit_either() {
    let late = |update, change| vec![(update, change)];
    let slower = Change { lr: Some(0.001), ..Change::default() };
    let fewer = Change { epochs: Some(1), ..Change::default() };
    let long = SgdRegressor { tol: None, max_iter: u32::MAX, ..SgdRegressor::default() };
    for settings in [
        Settings { changes: late(601, slower), ..Settings::default() },
        Settings { changes: late(501, slower), ..Settings::of(Base::Parabola) },
        Settings { changes: late(599, fewer), ..Settings::of(Base::ByHand) },
        Settings { epochs: 10_000_000, ..Settings::default() },
        Settings { regressor: long, ..Settings::of(Base::SgdRegressor) },
    ] {
        let session = Session::new(settings.clone()).unwrap_err();
        assert_eq!(stability_limit(&settings).unwrap_err(), session);
    }
    let at_the_end = Settings { changes: late(600, slower), ..Settings::default() };
    assert!(stability_limit(&at_the_end).unwrap().is_some());
}

#[test]
fn x_too_large_for_the_analysis_is_refused_and_not_called_unstable() {
    for base in [Base::ByHand, Base::Torch, Base::SgdRegressor] {
        let of = |x: f64| {
            let data = DataSource::Points { x: vec![x, 1.0], y: vec![1.0, 2.0] };
            let mut settings = Settings { data, ..Settings::of(base) };
            settings.loader.batch_size = 2;
            stability_limit(&settings)
        };
        for x in [1e200, -1e80] {
            let error = of(x).unwrap_err();
            assert_eq!((error.code(), error.field()), ("not_finite", Some("data.x")));
        }
        assert_eq!(
            of(1e200).unwrap_err().to_string(),
            "data.x is 1e+200; it must be a number whose fourth power is finite"
        );
        assert!(of(1e77).unwrap().is_some(), "{base:?}");
    }
}

#[test]
fn one_search_answers_many_settings_in_slices_as_each_alone_would_be() {
    let mut search = LimitSearch::default();
    let ask = |search: &mut LimitSearch, settings: &Settings| {
        search.ask(settings.clone()).unwrap();
        let mut chunks = 0;
        while !search.run_chunk().unwrap() {
            chunks += 1;
        }
        let (found, alone) = (search.found(), stability_limit(settings).unwrap());
        assert_eq!(found.map(|limit| limit.lr.to_bits()), alone.map(|limit| limit.lr.to_bits()));
        assert_eq!(found, alone);
        chunks
    };
    let points = |n_samples, noise, bias, random_state| DataSource::MakeRegression {
        n_samples,
        noise,
        bias,
        random_state,
    };
    let with_momentum = |momentum| SgdOptions { momentum, ..SgdOptions::default() };
    let torch = Settings { data: points(20_000, 10.0, 14.5, 0), ..Settings::of(Base::Torch) };
    assert!(ask(&mut search, &torch) > 10, "20,000 samples are made in slices");
    // What no limit depends on is answered at once, even where y is another.
    for same in [
        Settings { seed: 7, ..torch.clone() },
        Settings { init: Init::Values { w: 5.0, b: 1.0 }, ..torch.clone() },
        Settings { data: points(20_000, 3.0, -2.0, 0), ..torch.clone() },
        Settings { optimizer: SgdOptions { lr: 0.5, ..SgdOptions::default() }, ..torch.clone() },
    ] {
        assert_eq!(ask(&mut search, &same), 0);
    }
    // Another method shares the batches, another batch size the samples.
    let samples = 20_000 * 3 * 16 / (1 << 16);
    for other in [
        Settings { optimizer: with_momentum(0.9), ..torch.clone() },
        Settings { loader: LoaderSettings { batch_size: 400, ..torch.loader }, ..torch.clone() },
        Settings { loader: LoaderSettings { batch_size: 20_000, ..torch.loader }, ..torch.clone() },
        Settings {
            loader: LoaderSettings { batch_size: 3000, shuffle: false, drop_last: true },
            ..torch.clone()
        },
    ] {
        let alone = ask(&mut LimitSearch::default(), &other);
        let chunks = ask(&mut search, &other);
        assert!(chunks + samples <= alone, "{chunks} instead of {alone}");
    }
    // Without noise the rows come in another order, and another seed makes other x.
    ask(&mut search, &Settings { data: points(500, 0.0, 14.5, 0), ..torch.clone() });
    ask(&mut search, &Settings { data: points(500, 1.0, 14.5, 0), ..torch.clone() });
    ask(&mut search, &Settings { data: points(500, 1.0, 14.5, 1), ..torch.clone() });
    ask(&mut search, &Settings { data: points(500, 1.0, 14.5, 1), standardize: true, ..torch.clone() });
    for settings in [
        Settings::of(Base::Parabola),
        Settings::of(Base::SgdRegressor),
        Settings::default(),
        Settings { optimizer: SgdOptions { maximize: true, ..SgdOptions::default() }, ..torch.clone() },
        Settings::default(),
    ] {
        ask(&mut search, &settings);
    }
    let too_large =
        Settings { loader: LoaderSettings { batch_size: 101, ..torch.loader }, ..Settings::default() };
    assert_eq!(search.ask(too_large).unwrap_err().field(), Some("batch_size"));
    assert_eq!(LimitSearch::default().found(), None);
}
