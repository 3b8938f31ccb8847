//! Points handed over as two lists, and the least-squares line through them.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::Thrown;
use super::{Object, read, unthrown};
use crate::error::{Error, Result};
use crate::linear_model;
use crate::settings::{Fields, Value};
use wasm_bindgen::prelude::*;

/// The least-squares line, by QR. All null for one point or constant x; `r2` is null for constant y.
#[wasm_bindgen(
    js_name = leastSquares,
    unchecked_return_type = "{ w: number | null; b: number | null; r2: number | null }"
)]
pub fn least_squares(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] x: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] y: JsValue,
) -> Thrown<JsValue> {
    let fit = unthrown(points(&x, &y).and_then(|(x, y)| linear_model::least_squares(&x, &y)))?;
    let mut object = Object::new();
    let some = |value: Option<f64>| value.map_or(JsValue::NULL, JsValue::from_f64);
    object.set("w", some(fit.as_ref().map(|fit| fit.w)));
    object.set("b", some(fit.as_ref().map(|fit| fit.b)));
    object.set("r2", some(fit.as_ref().and_then(|fit| fit.r2)));
    Ok(object.0)
}

/// A list of finite numbers.
pub(super) fn series(name: &str, value: &JsValue) -> Result<Vec<f64>> {
    let record = Value::Record(vec![(name.to_owned(), read(value))]);
    Fields::new("", &record)?.numbers(name)
}

/// Two lists of equal length.
pub(super) fn points(x: &JsValue, y: &JsValue) -> Result<(Vec<f64>, Vec<f64>)> {
    let (x, y) = (series("x", x)?, series("y", y)?);
    if x.len() != y.len() {
        return Err(Error::length_mismatch("y", y.len(), x.len()));
    }
    Ok((x, y))
}
