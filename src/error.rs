//! The one error type of the crate.
//!
//! Every error has a [`kind`](Error::kind) with a stable [`code`](Error::code) that a page can translate, and a
//! complete English message that names the field, the offending value and the allowed range. Divergence is not an
//! error: it is a state of the run. No JavaScript type appears here; the `wasm` module turns an [`Error`] into a
//! thrown object.

use crate::decimal::Plain;
use std::fmt::{self, Display};

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call was refused. The object that refused it is unchanged and can still be used.
///
/// One pointer wide, so that results which hardly ever are errors stay as small as what they hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    kind: ErrorKind,
    /// The field, or the operation for errors that have none.
    field: String,
    value: String,
    /// What would have been accepted; the reason for kinds without a range, the program that does not use a setting.
    range: String,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A number, a count or a choice lies outside what the field allows.
    OutOfRange,
    /// A number is NaN or infinite where a finite one is needed.
    NotFinite,
    /// A value has the wrong type.
    WrongType,
    /// A setting of that name does not exist.
    UnknownSetting,
    /// The setting exists, but the chosen program does not use it.
    UnusedSetting,
    /// A required setting is missing.
    Missing,
    /// Two series that belong together differ in length.
    LengthMismatch,
    /// A series that needs at least one element has none.
    Empty,
    /// The request needs more memory than the stated limit.
    TooLarge,
    /// Shapes that do not fit an operation.
    Shape,
    /// float32 and float64 meet where PyTorch does not convert.
    Dtype,
    /// `backward()` from something that has no graph behind it, is no scalar, or was walked already.
    Backward,
    /// The numbers do not determine an answer: constant x, fewer rows than columns, dependent columns.
    Singular,
    /// The lean build leaves it out; the full one takes it.
    NotInThisBuild,
}

/// Which parts of an error a reader may ask for by name.
#[derive(Clone, Copy)]
struct Shown {
    field: bool,
    value: bool,
    range: bool,
}

impl ErrorKind {
    /// Its code, the message's words before and after field, value and range, and which of the three stand alone too.
    #[rustfmt::skip]
    fn describe(self) -> (&'static str, [&'static str; 4], Shown) {
        let show = |field, value, range| Shown { field, value, range };
        match self {
            Self::OutOfRange => ("out_of_range", ["", " is ", "; it must be ", ""], show(true, true, true)),
            Self::NotFinite => ("not_finite", ["", " is ", "; it must be ", ""], show(true, true, true)),
            Self::WrongType => ("wrong_type", ["", " is ", "; it must be ", ""], show(true, true, true)),
            Self::UnknownSetting => ("unknown_setting", ["there is no setting ", " (", "); there are ", ""], show(true, true, true)),
            Self::UnusedSetting => ("unused_setting", ["", " is ", ", but ", " does not use it; leave it out"], show(true, true, true)),
            Self::Missing => ("missing", ["", "", " is missing; it must be ", ""], show(true, false, true)),
            Self::LengthMismatch => ("length_mismatch", ["", " has ", " elements; it must have ", ""], show(true, true, true)),
            Self::Empty => ("empty", ["", " has ", "; it must have ", ""], show(true, true, true)),
            Self::TooLarge => ("too_large", ["", " asks for ", "; the limit is ", ""], show(true, true, true)),
            Self::Shape => ("shape", ["", " got shapes ", "; it takes ", ""], show(false, true, true)),
            Self::Dtype => ("dtype", ["", " got ", "; both must have the same dtype", ""], show(false, true, false)),
            Self::Backward => ("backward", ["backward", "", ": ", ""], show(false, false, false)),
            Self::Singular => ("singular", ["", "", ": ", ""], show(true, false, false)),
            Self::NotInThisBuild => ("not_in_this_build", ["", " is ", ", which is only in the full build", ""], show(true, true, false)),
        }
    }
}

// The constructors take anything that can be shown and hand it on by reference, so that a place where something can
// go wrong holds a few pointers and no code that makes text.
impl Error {
    #[cold]
    #[inline(never)]
    fn new(kind: ErrorKind, field: &dyn Display, value: &dyn Display, range: &dyn Display) -> Self {
        Self(Box::new(Parts { kind, field: text(field), value: text(value), range: text(range) }))
    }

    /// A number, count or choice outside its range.
    pub(crate) fn out_of_range(field: impl Display, value: impl Display, range: impl Display) -> Self {
        Self::new(ErrorKind::OutOfRange, &field, &value, &range)
    }

    /// NaN or an infinity.
    pub(crate) fn not_finite(field: impl Display, value: f64) -> Self {
        Self::new(ErrorKind::NotFinite, &field, &Plain(value), &"a finite number")
    }

    /// A place where numbers are NaN or infinite, and where they would not be.
    pub(crate) fn not_finite_at(field: impl Display, place: impl Display, range: impl Display) -> Self {
        Self::new(ErrorKind::NotFinite, &field, &place, &range)
    }

    /// A value that is not of the `expected` type.
    pub(crate) fn wrong_type(field: impl Display, value: impl Display, expected: impl Display) -> Self {
        Self::new(ErrorKind::WrongType, &field, &value, &expected)
    }

    /// A setting that none of the `known` ones is.
    pub(crate) fn unknown_setting(field: impl Display, value: impl Display, known: impl Display) -> Self {
        Self::new(ErrorKind::UnknownSetting, &field, &value, &known)
    }

    /// A setting that the program, or function, `by` does not use.
    pub(crate) fn unused_setting(field: impl Display, value: impl Display, by: impl Display) -> Self {
        Self::new(ErrorKind::UnusedSetting, &field, &value, &by)
    }

    /// A setting that must be there.
    pub(crate) fn missing(field: impl Display, expected: impl Display) -> Self {
        Self::new(ErrorKind::Missing, &field, &"", &expected)
    }

    /// `value` elements where there must be `expected`.
    pub(crate) fn length_mismatch(field: impl Display, value: usize, expected: usize) -> Self {
        Self::new(ErrorKind::LengthMismatch, &field, &value, &expected)
    }

    /// No elements.
    pub(crate) fn empty(field: impl Display) -> Self {
        Self::new(ErrorKind::Empty, &field, &"0 elements", &"at least 1 element")
    }

    /// More than the limit.
    pub(crate) fn too_large(field: impl Display, value: impl Display, limit: impl Display) -> Self {
        Self::new(ErrorKind::TooLarge, &field, &value, &limit)
    }

    /// Shapes that the operation does not take.
    pub(crate) fn shape(op: &'static str, value: impl Display, expected: impl Display) -> Self {
        Self::new(ErrorKind::Shape, &op, &value, &expected)
    }

    /// Two element types, `float32 and float64`.
    pub(crate) fn dtype(op: &'static str, value: impl Display) -> Self {
        Self::new(ErrorKind::Dtype, &op, &value, &"")
    }

    /// What is wrong with a backward walk.
    pub(crate) fn backward(reason: &'static str) -> Self {
        Self::new(ErrorKind::Backward, &"", &"", &reason)
    }

    /// Numbers that do not determine an answer.
    pub(crate) fn singular(field: impl Display, reason: impl Display) -> Self {
        Self::new(ErrorKind::Singular, &field, &"", &reason)
    }

    /// What the lean build leaves out.
    pub(crate) fn not_in_this_build(field: impl Display, value: impl Display) -> Self {
        Self::new(ErrorKind::NotInThisBuild, &field, &value, &"")
    }

    /// Refuses NaN and the infinities.
    pub(crate) fn unless_finite(field: &str, value: f64) -> Result<f64> {
        if value.is_finite() { Ok(value) } else { Err(Self::not_finite(field, value)) }
    }

    /// The same error one level further out: `noise` within `data` is `data.noise`.
    #[cold]
    #[inline(never)]
    pub(crate) fn within(mut self, outer: &dyn Display) -> Self {
        if self.field().is_some() {
            self.0.field = format!("{outer}.{}", self.0.field);
        }
        self
    }

    /// The same error where the caller knows the place by another name: `changes[2].set.lr` as `change.lr`.
    #[cold]
    #[inline(never)]
    pub(crate) fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(rest) = self.field().and_then(|field| field.strip_prefix(from)) {
            self.0.field = [to, rest].concat();
        }
        self
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Stable name of the kind of error; never translated, never reworded.
    pub fn code(&self) -> &'static str {
        self.0.kind.describe().0
    }

    /// The field at fault, where one is.
    pub fn field(&self) -> Option<&str> {
        self.0.kind.describe().2.field.then_some(self.0.field.as_str())
    }

    /// The offending value, as text.
    pub fn value(&self) -> Option<String> {
        self.0.kind.describe().2.value.then(|| self.0.value.clone())
    }

    /// What would have been accepted, as text.
    pub fn range(&self) -> Option<String> {
        let Parts { kind, range, .. } = &*self.0;
        let (range, unit) = match kind {
            ErrorKind::UnusedSetting => ("left out", ""),
            ErrorKind::LengthMismatch => (range.as_str(), " elements"),
            _ => (range.as_str(), ""),
        };
        kind.describe().2.range.then(|| [range, unit].concat())
    }

    /// The third part as it is: the reason of a [`ErrorKind::Backward`].
    pub(crate) fn reason(&self) -> &str {
        &self.0.range
    }
}

#[inline(never)]
fn text(shown: &dyn Display) -> String {
    shown.to_string()
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { kind, field, value, range } = &*self.0;
        let [before, is, must_be, after] = kind.describe().1;
        for part in [before, field, is, value, must_be, range, after] {
            f.write_str(part)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// All kinds; the match does not compile without one that is new.
    fn kinds() -> Vec<ErrorKind> {
        let mut all = vec![ErrorKind::OutOfRange];
        loop {
            all.push(match all[all.len() - 1] {
                ErrorKind::OutOfRange => ErrorKind::NotFinite,
                ErrorKind::NotFinite => ErrorKind::WrongType,
                ErrorKind::WrongType => ErrorKind::UnknownSetting,
                ErrorKind::UnknownSetting => ErrorKind::UnusedSetting,
                ErrorKind::UnusedSetting => ErrorKind::Missing,
                ErrorKind::Missing => ErrorKind::LengthMismatch,
                ErrorKind::LengthMismatch => ErrorKind::Empty,
                ErrorKind::Empty => ErrorKind::TooLarge,
                ErrorKind::TooLarge => ErrorKind::Shape,
                ErrorKind::Shape => ErrorKind::Dtype,
                ErrorKind::Dtype => ErrorKind::Backward,
                ErrorKind::Backward => ErrorKind::Singular,
                ErrorKind::Singular => ErrorKind::NotInThisBuild,
                ErrorKind::NotInThisBuild => return all,
            });
        }
    }

    #[test]
    fn the_types_for_javascript_name_every_code_and_no_other() {
        let types = include_str!("wasm/types.d.ts");
        let union = types.split_once("export type ErrorCode =").and_then(|(_, rest)| rest.split_once("\n\n"));
        let listed: Vec<&str> = union
            .into_iter()
            .flat_map(|(union, _)| union.lines())
            .filter_map(|line| line.trim().trim_end_matches(';').strip_prefix("| \"")?.strip_suffix('"'))
            .collect();
        // The glue throws the last one, as there is no engine left to ask: tools/wasm-package.
        let known = kinds().into_iter().map(|kind| kind.describe().0).chain(["freed"]);
        assert_eq!(listed, known.collect::<Vec<_>>());
    }
}
