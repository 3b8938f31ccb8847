//! Settings as JSON, for tests: they go through the same reader as the page's, and are written from what it is given back.

use first_descent::settings::Value;
use first_descent::{Result, Settings};
use serde_json::Value as Json;

/// Reads settings.
pub(crate) fn read(json: &Json) -> Result<Settings> {
    Settings::from_value(&value(json))
}

/// JSON as the reader of settings takes it.
pub(crate) fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        // Every JSON number has a nearest double; a test whose number had none would fail at the NaN.
        Json::Number(number) => match number.as_u64() {
            // A page hands these over as bigints.
            Some(whole) if whole > 1 << 53 => Value::Integer(whole.into()),
            _ => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(fields) => {
            Value::Record(fields.iter().map(|(name, field)| (name.clone(), value(field))).collect())
        }
    }
}

/// Settings as JSON, as an address or a file would hold them. What JSON has not, a NaN or a seed beyond 64 bits, is null.
#[allow(dead_code, reason = "not every test writes settings")]
pub(crate) fn written(value: &Value) -> Json {
    match value {
        Value::Undefined | Value::Null => Json::Null,
        Value::Bool(flag) => Json::from(*flag),
        Value::Number(number) => Json::from(*number),
        Value::Integer(whole) => u64::try_from(*whole).map_or(Json::Null, Json::from),
        Value::Text(text) | Value::Other(text) => Json::from(text.as_str()),
        Value::Numbers(numbers) => Json::from(numbers.as_slice()),
        Value::List(items) => items.iter().map(written).collect(),
        Value::Record(fields) => {
            Json::Object(fields.iter().map(|(name, field)| (name.clone(), written(field))).collect())
        }
    }
}
