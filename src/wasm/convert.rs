//! JavaScript values in and out: settings become a [`Value`], an [`Error`] becomes a thrown `EngineError`.
//!
//! Reading runs the caller's code wherever an object has getters or is a proxy. What that throws must not unwind through
//! this module: a session borrowed by the call would stay so for ever. So every read of an object is one that catches,
//! and what cannot be read is a [`Value`] that no field takes.

use crate::data::MAX_VALUES;
use crate::error::Error;
use crate::settings::Value;
use js_sys::{Array, Float64Array, Reflect, Uint32Array};
use wasm_bindgen::prelude::*;

/// What a fallible export gives.
pub(super) type Thrown<T> = Result<T, JsValue>;

/// Deeper than any setting; guards against objects that contain themselves.
const MAX_DEPTH: usize = 8;

#[wasm_bindgen]
extern "C" {
    /// js-sys has it as one that cannot throw; of a proxy it can.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn keys_of(value: &JsValue) -> Thrown<Array>;
}

/// Reads any JavaScript value. A derived deserializer could build a struct directly, but its errors do not say which
/// field was wrong.
pub(super) fn read(value: &JsValue) -> Value {
    read_at(value, 0)
}

/// Reads an argument that is a number, a flag or text. Of an object nothing is read: none is right, and none of the
/// caller's code runs while a session is borrowed.
pub(super) fn scalar(value: &JsValue) -> Value {
    read_at(value, MAX_DEPTH)
}

fn read_at(value: &JsValue, depth: usize) -> Value {
    if value.is_undefined() {
        Value::Undefined
    } else if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.as_bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.as_f64() {
        Value::Number(number)
    } else if let Some(text) = value.as_string() {
        Value::Text(text)
    } else if value.is_bigint() {
        i128::try_from(value.clone())
            .map_or_else(|_| Value::Other("a bigint beyond 128 bits".to_owned()), Value::Integer)
    } else if !value.is_object() {
        Value::Other("a function or a symbol".to_owned())
    } else if depth == MAX_DEPTH {
        Value::Other("an object".to_owned())
    } else if let Some(numbers) = value.dyn_ref::<Float64Array>() {
        Value::Numbers(numbers.to_vec())
    } else if let Some(length) = Reflect::get(value, &"length".into()).ok().and_then(|length| length.as_f64())
    {
        read_list(value, length, depth)
    } else {
        read_record(value, depth).unwrap_or_else(|_| unreadable())
    }
}

/// What stands under a key.
fn read_key(value: &JsValue, key: &JsValue, depth: usize) -> Value {
    Reflect::get(value, key).map_or_else(|_| unreadable(), |field| read_at(&field, depth))
}

/// What the caller's own code throws at being read: a getter, a proxy.
fn unreadable() -> Value {
    Value::Other("a value that cannot be read".to_owned())
}

/// Arrays, typed arrays of other types, and whatever else has a length and elements.
fn read_list(list: &JsValue, length: f64, depth: usize) -> Value {
    // An array without elements is as cheap to make as it is long to read.
    if length > MAX_VALUES as f64 {
        return Value::Other("a list of more than 10000000".to_owned());
    }
    let all = 0..length as u32;
    let mut numbers = Vec::with_capacity(all.len());
    for i in all.clone() {
        match Reflect::get(list, &i.into()).ok().and_then(|element| element.as_f64()) {
            Some(number) => numbers.push(number),
            None => return Value::List(all.map(|i| read_key(list, &i.into(), depth + 1)).collect()),
        }
    }
    Value::Numbers(numbers)
}

/// An object written as `{…}`, in this window or another: its prototype is the last of its chain.
fn read_record(value: &JsValue, depth: usize) -> Thrown<Value> {
    let prototype = Reflect::get_prototype_of(value)?;
    if !prototype.is_null() && !Reflect::get_prototype_of(&prototype)?.is_null() {
        // A Map or a Date has no fields to read: taken for an object it would be silently empty.
        return Ok(Value::Other("an object of another class".to_owned()));
    }
    let fields = keys_of(value)?.into_iter().map(|key| {
        let field = read_key(value, &key, depth + 1);
        (key.as_string().unwrap_or_default(), field)
    });
    Ok(Value::Record(fields.collect()))
}

/// The error as JavaScript catches it: an `Error` with `code`, and `field`, `value` and `range` where there are any.
pub(super) fn throw(error: &Error) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    thrown.set_name("EngineError");
    let mut object = Object(thrown.into());
    object.set("code", error.code());
    let (value, range) = (error.value(), error.range());
    for (name, text) in [("field", error.field()), ("value", value.as_deref()), ("range", range.as_deref())] {
        if let Some(text) = text {
            object.set(name, text);
        }
    }
    object.0
}

/// Turns this crate's error into the thrown one.
pub(super) fn unthrown<T>(result: crate::Result<T>) -> Thrown<T> {
    result.map_err(|error| throw(&error))
}

/// A JavaScript object under construction.
pub(super) struct Object(pub(super) JsValue);

impl Object {
    pub(super) fn new() -> Self {
        Self(js_sys::Object::new().into())
    }

    /// Sets a property. On an object of our own making this cannot fail.
    pub(super) fn set(&mut self, name: &str, value: impl Into<JsValue>) {
        self.set_value(name, &value.into());
    }

    #[inline(never)]
    fn set_value(&mut self, name: &str, value: &JsValue) {
        let set = Reflect::set(&self.0, &name.into(), value);
        debug_assert!(set.is_ok());
    }

    /// Sets a property to a number, null for `None`.
    pub(super) fn set_some(&mut self, name: &str, value: Option<f64>) {
        self.set_value(name, &value.map_or(JsValue::NULL, JsValue::from_f64));
    }

    /// Sets a property to a copy of the numbers, a `Float64Array`.
    pub(super) fn set_numbers(&mut self, name: &str, values: &[f64]) {
        self.set(name, Float64Array::from(values));
    }
}

/// Sample numbers as a `Uint32Array`, null for `None`.
pub(super) fn indices(values: Option<Vec<u32>>) -> JsValue {
    values.map_or(JsValue::NULL, |values| Uint32Array::from(values.as_slice()).into())
}

/// Numbers as an ordinary array.
pub(super) fn list(values: &[f64]) -> Array {
    values.iter().map(|&value| JsValue::from_f64(value)).collect()
}

/// A value as JavaScript has it, a whole number of a `bigint` as one again.
pub(super) fn write(value: &Value) -> JsValue {
    match value {
        Value::Undefined | Value::Null => JsValue::NULL,
        Value::Bool(value) => JsValue::from_bool(*value),
        Value::Number(value) => JsValue::from_f64(*value),
        // Only seeds are written so.
        Value::Integer(value) => JsValue::from(*value as u64),
        Value::Text(value) | Value::Other(value) => JsValue::from_str(value),
        Value::List(values) => values.iter().map(write).collect::<Array>().into(),
        Value::Numbers(values) => list(values).into(),
        Value::Record(fields) => {
            let mut object = Object::new();
            for (name, value) in fields {
                object.set_value(name, &write(value));
            }
            object.0
        }
    }
}
