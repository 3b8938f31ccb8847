//! The full build's functions beside `Session`: data, scikit-learn's regressor, a fresh seed.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::Thrown;
use super::points::series;
use super::{Object, read, unthrown};
use crate::settings::{make_regression_from_value, regressor_from_value};
use wasm_bindgen::prelude::*;

/// scikit-learn's `make_regression`; options left out have its defaults, but `random_state`, which is 0.
#[wasm_bindgen(
    js_name = makeRegression,
    unchecked_return_type = "{ x: Float64Array; y: Float64Array; coef: Float64Array }"
)]
pub fn make_regression(
    #[wasm_bindgen(unchecked_optional_param_type = "MakeRegressionOptions")] options: JsValue,
) -> Thrown<JsValue> {
    let made = unthrown(
        make_regression_from_value(&read(&options))
            .and_then(|options| crate::data::make_regression(&options)),
    )?;
    let mut object = Object::new();
    object.set_numbers("x", &made.x);
    object.set_numbers("y", &made.y);
    object.set_numbers("coef", &made.coef);
    Ok(object.0)
}

/// scikit-learn's `SGDRegressor(…).fit(X, y)`: x row-major, as many rows as y has elements. `overflow` is the epoch at
/// which scikit-learn would raise, null if none; the rest is then that of the last finite epoch. Without `tol` max_iter
/// times rows is limited as in a session.
#[wasm_bindgen(
    js_name = sgdRegressor,
    unchecked_return_type = "{ coef: Float64Array; intercept: number; n_iter: number; t: number; overflow: number | null }"
)]
pub fn sgd_regressor(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] x: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] y: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Settings")] options: JsValue,
) -> Thrown<JsValue> {
    let fit = unthrown((|| {
        let (x, y) = (series("x", &x)?, series("y", &y)?);
        let options = regressor_from_value(&read(&options))?;
        // Rows that y does not share out evenly are those of a line.
        let shared = !y.is_empty() && x.len().is_multiple_of(y.len());
        let n_features = if shared { (x.len() / y.len()).max(1) } else { 1 };
        crate::session::check_length(&options, y.len())?;
        options.fit(&x, &y, n_features)
    })())?;
    let mut object = Object::new();
    object.set_numbers("coef", &fit.coef);
    object.set("intercept", fit.intercept);
    object.set("n_iter", fit.n_iter);
    object.set("t", fit.t);
    object.set("overflow", fit.overflow.map_or(JsValue::NULL, JsValue::from));
    Ok(object.0)
}

/// A seed from the browser's entropy, 0 to 2³² − 1.
#[wasm_bindgen(js_name = freshSeed)]
pub fn fresh_seed() -> Thrown<u32> {
    unthrown(crate::random::fresh_seed())
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    crate::version().to_owned()
}
