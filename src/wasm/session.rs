//! `Session` as JavaScript sees it. See `types.d.ts` for the meaning of each member.

use super::convert::{Thrown, indices, scalar, write};
use super::{Object, read, unthrown};
use crate::Error;
use crate::session::{Diverged, RaisedState};
use crate::settings::{Count, Fields, Settings, Value};
use wasm_bindgen::prelude::*;

const STATEMENT: Count = Count(0, "the last statement's");

/// A run with a cursor.
#[wasm_bindgen(js_name = Session)]
pub struct JsSession {
    pub(super) inner: crate::Session,
}

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// Checks the settings and makes the data; the cursor is at (0, 0).
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_optional_param_type = "Settings")] settings: JsValue,
    ) -> Thrown<JsSession> {
        let inner = unthrown(Settings::from_value(&read(&settings)).and_then(crate::Session::new))?;
        Ok(Self { inner })
    }

    /// Completes `n` updates (1 if left out; a partly executed one counts as the first); returns how many, fewer at
    /// the end or where the program raises.
    pub fn step(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] n: JsValue,
    ) -> Thrown<usize> {
        let n = count("n", &n, Some(1), Count::FROM_0)?;
        unthrown(self.inner.step(n))
    }

    /// Computes the rest of the run; the cursor stays.
    pub fn train(&mut self) -> Thrown<()> {
        unthrown(self.inner.train())
    }

    /// Moves the cursor to any moment from (0, 0) to the end.
    pub fn seek(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "number")] update: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] statement: JsValue,
    ) -> Thrown<()> {
        let update = count("update", &update, None, Count::UPDATE)?;
        let statement = count("statement", &statement, Some(0), &STATEMENT)?;
        unthrown(self.inner.seek(update, statement))
    }

    /// Values at the cursor.
    #[wasm_bindgen(unchecked_return_type = "State")]
    pub fn state(&mut self) -> Thrown<JsValue> {
        let state = unthrown(self.inner.state())?;
        let mut object = Object::new();
        for (name, value) in [
            ("update", state.update),
            ("updates", state.updates),
            ("statement", state.statement),
            ("epoch", state.epoch),
            ("batch", state.batch),
            ("batches", state.batches),
        ] {
            object.set(name, value);
        }
        object.set_some("line", state.line.map(|line| line as f64));
        for (name, value) in [
            ("w", Some(state.w)),
            ("b", state.b),
            ("gradW", state.grad_w),
            ("gradB", state.grad_b),
            ("loss", state.loss),
            ("epochLoss", state.epoch_loss),
        ] {
            object.set_some(name, value);
        }
        object.set("done", state.done);
        object.set("diverged", state.diverged.map_or(JsValue::NULL, |at| diverged(&at)));
        for (name, raised) in [("raised", &state.raised), ("warned", &state.warned)] {
            object.set(name, raised.as_ref().map_or(JsValue::NULL, raised_state));
        }
        object.set("batchIndices", indices(self.inner.batch_indices()));
        Ok(object.0)
    }

    /// Copies of all that has been computed, also past the cursor.
    #[wasm_bindgen(unchecked_return_type = "History")]
    pub fn history(&self) -> JsValue {
        let history = self.inner.history();
        let mut object = Object::new();
        for (name, values) in [
            ("loss", &history.loss),
            ("w", &history.w),
            ("b", &history.b),
            ("gradW", &history.grad_w),
            ("gradB", &history.grad_b),
            ("epochLoss", &history.epoch_loss),
            ("runningLoss", &history.running_loss),
            ("batchLoss", &history.batch_loss),
        ] {
            object.set_numbers(name, values);
        }
        let ends: Vec<u32> = history.epoch_ends.iter().map(|&end| end as u32).collect();
        object.set("epochEnds", indices(Some(ends)));
        let (w, b) = history.init;
        let mut init = Object::new();
        init.set("w", w);
        init.set("b", number_or_null(b));
        object.set("init", init.0);
        object.0
    }

    /// All settings the program uses, defaults filled in.
    #[wasm_bindgen(unchecked_return_type = "Settings")]
    pub fn settings(&self) -> Thrown<JsValue> {
        Ok(write(&self.inner.settings().to_value()))
    }

    /// The points, as given; mean and population standard deviation of x, null where there is no spread.
    #[wasm_bindgen(
        unchecked_return_type = "{ x: Float64Array; y: Float64Array; coef: number | null; bias: number | null; mean: number | null; std: number | null }"
    )]
    pub fn data(&self) -> JsValue {
        let data = self.inner.data();
        let mut object = Object::new();
        object.set_numbers("x", &data.x);
        object.set_numbers("y", &data.y);
        object.set("coef", number_or_null(data.coef));
        object.set("bias", number_or_null(data.bias));
        object.set("mean", number_or_null(data.standardization.map(|spread| spread.mean)));
        object.set("std", number_or_null(data.standardization.map(|spread| spread.std)));
        object.0
    }
}

fn diverged(at: &Diverged) -> JsValue {
    let mut object = Object::new();
    object.set("update", at.update);
    object.set("w", at.w);
    object.set("b", at.b);
    object.0
}

fn raised_state(raised: &RaisedState) -> JsValue {
    let mut object = Object::new();
    object.set("update", raised.update);
    object.set("statement", raised.statement);
    object.set("type", raised.kind);
    object.set("message", raised.message.as_str());
    object.0
}

pub(super) fn number_or_null(value: Option<f64>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from_f64)
}

/// A whole number within `range`; if left out `default`, or an error without one.
pub(super) fn count(field: &str, value: &JsValue, default: Option<usize>, range: &Count) -> Thrown<usize> {
    let record = Value::Record(vec![(field.to_owned(), scalar(value))]);
    let counted = Fields::new("", &record).and_then(|mut fields| fields.count(field, range));
    unthrown(counted.and_then(|counted| counted.or(default).ok_or_else(|| Error::missing(field, range))))
}
