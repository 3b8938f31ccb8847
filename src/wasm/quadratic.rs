//! The loss as a quadratic, for drawing its level sets as ellipses.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::{Thrown, list};
use super::points::points;
use super::{Object, unthrown};
use crate::analysis;
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The mean squared error of w·x + b over all points as a quadratic in (w, b): see `LossQuadratic`.
#[wasm_bindgen(js_name = lossQuadratic, unchecked_return_type = "LossQuadratic")]
pub fn loss_quadratic(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] x: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] y: JsValue,
) -> Thrown<JsValue> {
    let found = unthrown(points(&x, &y).and_then(|(x, y)| analysis::loss_quadratic(&x, &y)))?;
    let mut object = Object::new();
    object.set_some("w", found.best.map(|(w, _)| w));
    object.set_some("b", found.best.map(|(_, b)| b));
    object.set("bottom", list(&[found.bottom.0, found.bottom.1]));
    object.set("least", found.least);
    object.set("hessian", list(&found.hessian));
    object.set("eigenvalues", list(&found.eigenvalues));
    object.set("axes", found.axes.iter().map(|axis| JsValue::from(list(axis))).collect::<Array>());
    Ok(object.0)
}
