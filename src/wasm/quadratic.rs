//! The loss as a quadratic, for drawing its level sets as ellipses, and at any line.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::{Thrown, list, scalar};
use super::points::points;
use super::session::{JsSession, number_or_null};
use super::{Object, unthrown};
use crate::analysis::{self, LossQuadratic};
use crate::settings::{Fields, Value};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// The mean squared error of w·x + b over all points as a quadratic in (w, b): see `LossQuadratic`.
#[wasm_bindgen(js_name = lossQuadratic, unchecked_return_type = "LossQuadratic")]
pub fn loss_quadratic(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] x: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] y: JsValue,
) -> Thrown<JsValue> {
    unthrown(points(&x, &y).and_then(|(x, y)| analysis::loss_quadratic(&x, &y))).map(written)
}

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// The mean squared error over all samples, with x as the run trains on it, as a quadratic in (w, b).
    #[wasm_bindgen(js_name = lossQuadratic, unchecked_return_type = "LossQuadratic")]
    pub fn loss_quadratic(&self) -> Thrown<JsValue> {
        unthrown(self.inner.loss_quadratic()).map(written)
    }

    /// The mean squared error of w·x + b over all samples, with x as the run trains on it; of the parabola w². Null
    /// beyond the range of numbers.
    #[wasm_bindgen(js_name = lossAt, unchecked_return_type = "number | null")]
    pub fn loss_at(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] w: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] b: JsValue,
    ) -> Thrown<JsValue> {
        let (w, b) = unthrown(number("w", &w).and_then(|w| Ok((w, number("b", &b)?))))?;
        let loss = unthrown(self.inner.loss_at(w, b))?;
        Ok(number_or_null(Some(loss).filter(|loss| loss.is_finite())))
    }
}

/// A finite number: taken as it comes `true` would be 1.
pub(super) fn number(name: &str, value: &JsValue) -> crate::Result<f64> {
    let record = Value::Record(vec![(name.to_owned(), scalar(value))]);
    Fields::new("", &record)?.required_number(name)
}

fn written(found: LossQuadratic) -> JsValue {
    let mut object = Object::new();
    object.set_some("w", found.best.map(|(w, _)| w));
    object.set_some("b", found.best.map(|(_, b)| b));
    object.set("bottom", list(&[found.bottom.0, found.bottom.1]));
    object.set("least", found.least);
    object.set("hessian", list(&found.hessian));
    object.set("eigenvalues", list(&found.eigenvalues));
    object.set("axes", found.axes.iter().map(|axis| JsValue::from(list(axis))).collect::<Array>());
    object.0
}
