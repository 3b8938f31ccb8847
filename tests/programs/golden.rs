//! Reading golden cases, and comparing histories with them.

use crate::settings_json::read;
use first_descent::{Session, Settings};
use serde_json::Value as Json;

/// Loss, gradient of w, gradient of b, w after, b after.
pub(crate) type Row = [f64; 5];

const COLUMNS: [&str; 5] = ["loss", "grad w", "grad b", "w", "b"];

/// Settings written as JSON, read as the page's are.
pub(crate) fn settings(json: &Json) -> Settings {
    read(json).unwrap()
}

/// Python's `None` is NaN in a history.
pub(crate) fn float(json: &Json) -> f64 {
    if json.is_null() { f64::NAN } else { json.as_f64().unwrap() }
}

pub(crate) fn floats(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(float).collect()
}

pub(crate) fn indices(json: &Json) -> Vec<u32> {
    json.as_array().unwrap().iter().map(|index| u32::try_from(index.as_u64().unwrap()).unwrap()).collect()
}

pub(crate) fn rows(json: &Json) -> Vec<Row> {
    json.as_array().unwrap().iter().map(|row| Row::try_from(floats(row)).unwrap()).collect()
}

/// All rows the session has computed.
pub(crate) fn history(session: &Session) -> Vec<Row> {
    let history = session.history();
    (0..history.loss.len())
        .map(|k| [history.loss[k], history.grad_w[k], history.grad_b[k], history.w[k], history.b[k]])
        .collect()
}

/// Equal bits; any NaN equals any other.
pub(crate) fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

/// Fails with the first update and column that differ.
pub(crate) fn assert_same(what: &str, ours: &[Row], theirs: &[Row]) {
    assert_eq!(ours.len(), theirs.len(), "{what}: number of updates");
    for (update, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        for (column, name) in COLUMNS.iter().enumerate() {
            let (ours, theirs) = (ours[column], theirs[column]);
            assert!(same(ours, theirs), "{what}: {name} of update {update} is {ours:?}, not {theirs:?}");
        }
    }
}

/// The batches of the first `updates` updates.
pub(crate) fn batches(session: &mut Session, updates: usize) -> Vec<Vec<u32>> {
    (1..=updates)
        .map(|update| {
            session.seek(update, 0).unwrap();
            session.batch_indices().unwrap()
        })
        .collect()
}
