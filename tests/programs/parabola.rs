//! f(x) = x² from x = 10.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::golden::{assert_same, floats, history};
use first_descent::program::Base;
use first_descent::{Session, Settings};
use serde_json::Value as Json;

#[test]
fn the_parabola_descends_as_in_pytorch() {
    let golden: Json = serde_json::from_str(include_str!("../golden/parabola.json")).unwrap();
    let expected: Vec<_> = golden["trace"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let [f, gradient, x] = <[f64; 3]>::try_from(floats(row)).unwrap();
            // There is no second parameter: b is 0 and its gradient missing.
            [f, gradient, f64::NAN, x, 0.0]
        })
        .collect();
    let mut session = Session::new(Settings::of(Base::Parabola)).unwrap();
    session.train().unwrap();
    assert_same("parabola", &history(&session), &expected);
    assert_eq!(session.history().init, (10.0, None));
}
