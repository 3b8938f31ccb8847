//! The analysis beside a run: loss surface, stability limit, batch gradients, sweeps.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::{Thrown, list, scalar};
use super::points::{points, series};
use super::quadratic::number;
use super::session::{JsSession, count, number_or_null};
use super::{Object, read, throw, unthrown};
use crate::Error;
use crate::analysis::stability::{Kind, Limit};
use crate::analysis::{self, Axis, Bounds, LimitSearch, ManyPoints, Sweep};
use crate::settings::{Count, Fields, Settings, Value};
use js_sys::{Array, Float32Array, Float64Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Performance;

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// Gradients of the mean squared error at the cursor's (w, b): `count` sampled batches, this epoch's own, the
    /// full one, and the covariance of the sampled kind.
    #[wasm_bindgen(js_name = batchGradients, unchecked_return_type = "BatchGradients")]
    pub fn batch_gradients(
        &mut self,
        #[wasm_bindgen(js_name = "count", unchecked_param_type = "number")] number: JsValue,
    ) -> Thrown<JsValue> {
        let number = count("count", &number, None, &Count(0, "500000"))?;
        let gradients = unthrown(self.inner.batch_gradients(number))?;
        let mut object = Object::new();
        object.set_numbers("sampled", &gradients.sampled);
        object.set_numbers("epoch", &gradients.epoch);
        object.set("full", list(&gradients.full));
        object.set("covariance", list(&gradients.covariance));
        Ok(object.0)
    }
}

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// The gradient (w, b) of the mean squared error over the batch under way, else the last one, per sample, at the
    /// parameters before that update. Null until `backward` has been executed in it, and beyond the range of numbers.
    #[wasm_bindgen(js_name = batchGradient, unchecked_return_type = "[number, number] | null")]
    pub fn batch_gradient(&mut self) -> JsValue {
        self.inner.batch_gradient().map_or(JsValue::NULL, |gradient| list(&gradient).into())
    }

    /// What this update's `backward` has added to `.grad` of w and b, null where that is `None`; null before there was one.
    #[wasm_bindgen(js_name = addedGradient, unchecked_return_type = "[number | null, number | null] | null")]
    pub fn added_gradient(&mut self) -> Thrown<JsValue> {
        let added = unthrown(self.inner.added_gradient())?;
        Ok(added
            .map_or(JsValue::NULL, |added| added.into_iter().map(number_or_null).collect::<Array>().into()))
    }
}

/// Mean squared error over the whole data; row i holds b[i], column j w[j]. Bounds `[low, high, count]`.
#[wasm_bindgen(js_name = lossSurface)]
pub fn loss_surface(
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] x: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Float64Array")] y: JsValue,
    #[wasm_bindgen(unchecked_param_type = "[number, number, number]")] w: JsValue,
    #[wasm_bindgen(unchecked_param_type = "[number, number, number]")] b: JsValue,
) -> Thrown<Float64Array> {
    let values = unthrown((|| {
        let (x, y) = points(&x, &y)?;
        analysis::loss_surface(&x, &y, bounds("w", &w)?, bounds("b", &b)?)
    })())?;
    Ok(Float64Array::from(values.as_slice()))
}

/// `[low, high, count]`.
fn bounds(name: &str, value: &JsValue) -> crate::Result<Bounds> {
    let values = series(name, value)?;
    let &[low, high, number] = values.as_slice() else {
        return Err(Error::length_mismatch(name, values.len(), 3));
    };
    let field = format!("{name}[2]");
    let record = Value::Record(vec![(field.clone(), Value::Number(number))]);
    let number = Fields::new("", &record)?.count(&field, &Count(1, "4194304"))?.unwrap_or(1);
    Ok((low, high, number))
}

/// Very many float32 points, copied into the engine once: made for a million of them, and a line that is dragged.
#[wasm_bindgen(js_name = ManyPoints)]
pub struct JsManyPoints {
    inner: ManyPoints,
}

#[wasm_bindgen(js_class = ManyPoints)]
impl JsManyPoints {
    /// Copies the points; refuses one that is not finite.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Float32Array")] x: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Float32Array")] y: JsValue,
    ) -> Thrown<JsManyPoints> {
        let inner = unthrown((|| ManyPoints::new(float32s("x", &x)?, float32s("y", &y)?))())?;
        Ok(Self { inner })
    }

    /// The mean squared error of w·x + b and its gradient, in float32, sums in lanes.
    #[wasm_bindgen(js_name = mseAndGradient, unchecked_return_type = "LossAndGradient")]
    pub fn mse_and_gradient(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] w: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] b: JsValue,
    ) -> Thrown<JsValue> {
        let found = unthrown((|| self.inner.mse_and_gradient(float32("w", &w)?, float32("b", &b)?))())?;
        let mut object = Object::new();
        object.set("loss", found.loss);
        object.set("gradW", found.grad_w);
        object.set("gradB", found.grad_b);
        Ok(object.0)
    }
}

/// A number that float32 can hold, rounded to it. Taken as it comes `true` would be 1 and 1e300 infinite.
fn float32(name: &str, value: &JsValue) -> crate::Result<f32> {
    let number = number(name, value)?;
    let rounded = number as f32;
    if rounded.is_finite() {
        return Ok(rounded);
    }
    Err(Error::out_of_range(name, Value::Number(number), "between -3.4e38 and 3.4e38, as float32 has it"))
}

fn float32s(name: &str, value: &JsValue) -> crate::Result<Vec<f32>> {
    match value.dyn_ref::<Float32Array>() {
        Some(values) => Ok(values.to_vec()),
        None => Err(Error::wrong_type(name, read(value), "a Float32Array")),
    }
}

/// Where the run stops being stable as lr grows; null where no learning rate is stable.
#[wasm_bindgen(js_name = stabilityLimit, unchecked_return_type = "StabilityLimit | null")]
pub fn stability_limit(
    #[wasm_bindgen(unchecked_param_type = "Settings")] settings: JsValue,
) -> Thrown<JsValue> {
    let limit = unthrown(
        Settings::from_value(&read(&settings)).and_then(|settings| analysis::stability_limit(&settings)),
    )?;
    Ok(limit_object(limit))
}

#[inline(never)]
fn limit_object(limit: Option<Limit>) -> JsValue {
    let Some(limit) = limit else { return JsValue::NULL };
    let mut object = Object::new();
    object.set("lr", limit.lr);
    object.set("kind", if limit.kind == Kind::Exact { "exact" } else { "guide" });
    object.set("lambdaMax", limit.lambda_max);
    object.set("lambdaMin", limit.lambda_min);
    object.0
}

/// `stabilityLimit` in slices, of settings one after the other: what they share is worked out once.
#[wasm_bindgen(js_name = LimitSearch)]
#[derive(Default)]
pub struct JsLimitSearch {
    inner: LimitSearch,
}

#[wasm_bindgen(js_class = LimitSearch)]
impl JsLimitSearch {
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks the settings; searches nothing yet.
    pub fn ask(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Settings")] settings: JsValue,
    ) -> Thrown<()> {
        unthrown(Settings::from_value(&read(&settings)).and_then(|settings| self.inner.ask(settings)))
    }

    /// Works for about so many milliseconds; true when the limit is found.
    pub fn run(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Thrown<bool> {
        let within = time(&milliseconds)?;
        loop {
            let done = unthrown(self.inner.run_chunk())?;
            if done || !within() {
                return Ok(done);
            }
        }
    }

    /// The limit; null where no learning rate is stable, and until it is found.
    #[wasm_bindgen(unchecked_return_type = "StabilityLimit | null")]
    pub fn found(&self) -> JsValue {
        limit_object(self.inner.found())
    }
}

/// Whether so many milliseconds from now have not passed yet.
fn time(milliseconds: &JsValue) -> Thrown<impl Fn() -> bool + use<>> {
    let limit = match scalar(milliseconds) {
        Value::Number(limit) if limit >= 0.0 => limit,
        other => return Err(throw(&Error::out_of_range("milliseconds", other, "a number, 0 or more"))),
    };
    let clock: Performance =
        Reflect::get(&js_sys::global(), &"performance".into()).map(JsCast::unchecked_into)?;
    let start = clock.now();
    Ok(move || clock.now() - start < limit)
}

/// Whole runs over two settings: the final mean squared error over all data, +∞ if diverged. Each run has the same
/// number of updates.
#[wasm_bindgen(js_name = Sweep)]
pub struct JsSweep {
    inner: Sweep,
}

#[wasm_bindgen(js_class = Sweep)]
impl JsSweep {
    /// Checks everything; runs nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Settings")] settings: JsValue,
        #[wasm_bindgen(unchecked_param_type = "{ setting: string; values: Float64Array }")] x: JsValue,
        #[wasm_bindgen(unchecked_param_type = "{ setting: string; values: Float64Array }")] y: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] updates: JsValue,
    ) -> Thrown<JsSweep> {
        let updates = count("updates", &updates, None, Count::LENGTH)?;
        let inner = unthrown((|| {
            let settings = Settings::from_value(&read(&settings))?;
            Sweep::new(settings, axis("x", &x)?, axis("y", &y)?, updates)
        })())?;
        Ok(Self { inner })
    }

    /// Works for about so many milliseconds, coarse to fine; true when complete. To cancel, do not call it again.
    pub fn run(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] milliseconds: JsValue,
    ) -> Thrown<bool> {
        let within = time(&milliseconds)?;
        unthrown(self.inner.run(within))
    }

    /// A copy of what is known; NaN where not computed yet. Row i holds `y.values[i]`.
    pub fn values(&self) -> Float64Array {
        Float64Array::from(self.inner.values())
    }
}

fn axis(name: &str, value: &JsValue) -> crate::Result<Axis> {
    let value = read(value);
    let mut fields = Fields::new(name, &value)?;
    let setting = match fields.take("setting") {
        Some(Value::Text(setting)) => setting.clone(),
        other => {
            let given = other.unwrap_or(&Value::Undefined);
            return Err(Error::wrong_type(format!("{name}.setting"), given, "the name of a numeric setting"));
        }
    };
    let values = fields.numbers("values")?;
    fields.finish("setting, values")?;
    Ok(Axis { setting, values })
}
