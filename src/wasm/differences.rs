//! `Session`'s gradients by central differences.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::{Thrown, scalar};
use super::session::JsSession;
use super::{Object, throw, unthrown};
use crate::Error;
use crate::settings::Value;
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// The derivative of the current batch's loss by each number of its graph, by central differences: see
    /// `NumericGradient`. `step` is 1/1024 if left out, 1/16 in float32.
    #[wasm_bindgen(js_name = numericGradient, unchecked_return_type = "NumericGradient")]
    pub fn numeric_gradient(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] step: JsValue,
    ) -> Thrown<JsValue> {
        let step = match scalar(&step) {
            Value::Undefined => None,
            Value::Number(step) => Some(step),
            other => return Err(throw(&Error::wrong_type("step", &other, "a number above 0"))),
        };
        let found = unthrown(self.inner.numeric_gradient(step))?;
        let values = found.values.iter().map(|values| match values {
            Some(values) => Float64Array::from(values.as_slice()).into(),
            None => JsValue::NULL,
        });
        let mut object = Object::new();
        object.set("values", values.collect::<Array>());
        object.set("step", found.step);
        Ok(object.0)
    }
}
