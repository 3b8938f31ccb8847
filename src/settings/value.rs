//! A value whose type is not known yet: what a caller handed over, before it has been checked.
//!
//! Settings come from outside (JavaScript, an address, a file). They are read through this tree, field by field, so
//! that every refusal can name the path, the value and the range; a derived deserializer would lose the path.

use crate::decimal::{plain, whole};
use crate::error::{Error, Result};
use crate::full::IS_FULL;
use std::fmt;

/// A value as it came.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// JavaScript's `undefined`: as if the field were not there.
    Undefined,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any double, NaN and the infinities included.
    Number(f64),
    /// A whole number from a `bigint`.
    Integer(i128),
    /// Text.
    Text(String),
    /// Elements in order.
    List(Vec<Value>),
    /// Elements in order that are all numbers.
    Numbers(Vec<f64>),
    /// Fields in order.
    Record(Vec<(String, Value)>),
    /// Anything else, described.
    Other(String),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => f.write_str("undefined"),
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => f.write_str(&plain(*value)),
            Self::Integer(value) => f.write_str(&whole(*value)),
            Self::Text(value) => write!(f, "\"{value}\""),
            Self::List(values) => write!(f, "a list of {}", values.len()),
            Self::Numbers(values) => write!(f, "a list of {} numbers", values.len()),
            Self::Record(fields) => {
                f.write_str("{")?;
                for (i, (name, _)) in fields.iter().enumerate() {
                    write!(f, "{}{name}", if i == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
            Self::Other(what) => f.write_str(what),
        }
    }
}

/// Largest whole number that a double can tell from its neighbours: 2⁵³ − 1.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The least a count may be, and in words the most: often no number that is known where it is read. Whoever knows it
/// says it, and refuses what is above.
#[derive(Debug, PartialEq)]
pub(crate) struct Count(pub(crate) u32, pub(crate) &'static str);

impl Count {
    pub(crate) const FROM_0: &Self = &Self(0, "4294967295");
    pub(crate) const FROM_1: &Self = &Self(1, "4294967295");
    /// Up to [`MAX_VALUES`](crate::data::MAX_VALUES).
    pub(crate) const VALUES: &Self = &Self(1, "10000000");
    /// One of the samples.
    pub(crate) const SAMPLE: &Self = &Self(0, "the last sample's");
    pub(crate) const BATCH: &Self = &Self(1, "the number of samples");
    /// Epochs, or updates: [`MAX_HISTORY_BYTES`](crate::session::MAX_HISTORY_BYTES).
    pub(crate) const LENGTH: &Self = &Self(1, "what 256 MiB of history hold");
    /// A moment of a run.
    pub(crate) const UPDATE: &Self = &Self(0, "the number of updates");
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from {} to {}", self.0, self.1)
    }
}

/// Names with commas between them.
pub(crate) struct Listed<'a>(pub(crate) &'a [&'a str]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, name) in self.0.iter().enumerate() {
            f.write_str(if i == 0 { "" } else { ", " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

/// The fields of one record, taken one by one; what is left over at the end is unknown.
pub(crate) struct Fields<'a> {
    path: String,
    entries: Vec<(&'a str, &'a Value)>,
}

impl<'a> Fields<'a> {
    /// The fields of `value`, found at `path` (empty for the settings themselves).
    pub(crate) fn new(path: impl Into<String>, value: &'a Value) -> Result<Self> {
        let path = path.into();
        let Value::Record(entries) = value else {
            let path = if path.is_empty() { "settings".to_owned() } else { path };
            return Err(Error::wrong_type(path, value, "an object"));
        };
        let given = entries.iter().filter(|(_, value)| *value != Value::Undefined);
        let fields = Self { path, entries: given.map(|(name, value)| (name.as_str(), value)).collect() };
        // No object of JavaScript has a field twice, which is all that the lean build reads.
        if IS_FULL {
            let names = fields.entries.iter().map(|(name, _)| *name).enumerate();
            if let Some((_, twice)) =
                names.clone().find(|(i, name)| names.clone().take(*i).any(|other| other.1 == *name))
            {
                return Err(Error::out_of_range(fields.path(twice), "given twice", "given once"));
            }
        }
        Ok(fields)
    }

    /// `path.name`.
    #[inline(never)]
    pub(crate) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(known, _)| *known == name)
    }

    #[inline(never)]
    pub(crate) fn take(&mut self, name: &str) -> Option<&'a Value> {
        let at = self.entries.iter().position(|(known, _)| *known == name)?;
        Some(self.entries.remove(at).1)
    }

    /// Takes a field that is null, and says whether it was.
    pub(crate) fn take_null(&mut self, name: &str) -> bool {
        let null = self.entries.iter().any(|(known, value)| *known == name && **value == Value::Null);
        if null {
            self.take(name);
        }
        null
    }

    /// Fails on the first field that is `unused`: the program or function `by` does not use it.
    pub(crate) fn refuse_unused(&self, unused: impl Fn(&str) -> bool, by: &str) -> Result<()> {
        match self.entries.iter().find(|(name, _)| unused(name)) {
            None => Ok(()),
            Some((name, value)) => Err(Error::unused_setting(self.path(name), value, by)),
        }
    }

    /// Fails on the first field not taken; `known` lists those that would have been.
    pub(crate) fn finish(self, known: impl fmt::Display) -> Result<()> {
        self.finish_with(&known)
    }

    #[inline(never)]
    fn finish_with(self, known: &dyn fmt::Display) -> Result<()> {
        match self.entries.first() {
            None => Ok(()),
            Some((name, value)) => Err(Error::unknown_setting(self.path(name), value, known)),
        }
    }

    fn wrong_type<T>(&self, name: &str, value: &Value, expected: &str) -> Result<T> {
        Err(Error::wrong_type(self.path(name), value, expected))
    }

    /// A finite number.
    #[inline(never)]
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<f64>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Number(value)) => Error::unless_finite(&self.path(name), *value).map(Some),
            Some(other) => self.wrong_type(name, other, "a number"),
        }
    }

    /// A finite number that must be there.
    #[inline(never)]
    pub(crate) fn required_number(&mut self, name: &str) -> Result<f64> {
        let path = self.path(name);
        self.number(name)?.ok_or(Error::missing(path, "a number"))
    }

    /// A whole number in `low..=high`; `range` says so in words.
    #[inline(never)]
    pub(crate) fn whole(
        &mut self,
        name: &str,
        low: u64,
        high: u64,
        range: &dyn fmt::Display,
    ) -> Result<Option<u64>> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let whole = match value {
            Value::Number(number) => {
                Error::unless_finite(&self.path(name), *number)?;
                // Beyond 2⁵³ a double no longer says which whole number was meant; a bigint does.
                let whole = number.fract() == 0.0 && *number >= 0.0 && *number <= MAX_SAFE_INTEGER;
                whole.then_some(*number as i128)
            }
            Value::Integer(integer) => Some(*integer),
            other => return self.wrong_type(name, other, "a whole number"),
        };
        match whole {
            Some(whole) if whole >= i128::from(low) && whole <= i128::from(high) => Ok(Some(whole as u64)),
            _ => Err(Error::out_of_range(self.path(name), value, range)),
        }
    }

    /// A count that 32 bits hold, as wasm counts with no more; `range` says what it may be.
    #[inline(never)]
    pub(crate) fn count(&mut self, name: &str, range: &Count) -> Result<Option<usize>> {
        Ok(self.whole(name, range.0.into(), u32::MAX.into(), range)?.map(|count| count as usize))
    }

    #[inline(never)]
    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(*value)),
            Some(other) => self.wrong_type(name, other, "true or false"),
        }
    }

    /// One of `choices`, by its name.
    pub(crate) fn choice<T: Copy>(&mut self, name: &str, choices: &[(&str, T)]) -> Result<Option<T>> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        Ok(self.place(name, &names)?.map(|place| choices[place].1))
    }

    /// One of `names`, by its place among them.
    #[inline(never)]
    pub(crate) fn place(&mut self, name: &str, names: &[&str]) -> Result<Option<usize>> {
        self.take(name).map(|value| self.index_of(name, value, names)).transpose()
    }

    /// Where `value`, the field `name`, stands among `names`.
    #[inline(never)]
    fn index_of(&self, name: &str, value: &Value, names: &[&str]) -> Result<usize> {
        let range = format_args!("one of {}", Listed(names));
        match value {
            Value::Text(text) => {
                let at = names.iter().position(|known| known == text);
                at.ok_or_else(|| Error::out_of_range(self.path(name), value, range))
            }
            other => Err(Error::wrong_type(self.path(name), other, range)),
        }
    }

    /// A list of numbers, each finite; the error names the index.
    pub(crate) fn numbers(&mut self, name: &str) -> Result<Vec<f64>> {
        let path = self.path(name);
        let values = match self.take(name) {
            None => return Err(Error::missing(path, "a list of numbers")),
            Some(Value::Numbers(values)) => values.clone(),
            Some(Value::List(values)) => {
                let mut numbers = Vec::with_capacity(values.len());
                for (i, value) in values.iter().enumerate() {
                    match value {
                        Value::Number(number) => numbers.push(*number),
                        other => {
                            return Err(Error::wrong_type(format_args!("{path}[{i}]"), other, "a number"));
                        }
                    }
                }
                numbers
            }
            Some(other) => return self.wrong_type(name, other, "a list of numbers"),
        };
        match values.iter().position(|value| !value.is_finite()) {
            None => Ok(values),
            Some(i) => Err(Error::not_finite(format_args!("{path}[{i}]"), values[i])),
        }
    }

    /// The elements of a list; empty if the field is not there.
    #[inline(never)]
    pub(crate) fn list(&mut self, name: &str) -> Result<&'a [Value]> {
        match self.take(name) {
            None => Ok(&[]),
            Some(Value::List(values)) => Ok(values),
            Some(Value::Numbers(values)) if values.is_empty() => Ok(&[]),
            Some(other) => self.wrong_type(name, other, "a list of objects"),
        }
    }
}
