//! Settings written as JSON, for tests: they go through the same reader as the page's.

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
