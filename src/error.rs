//! The one error type of the crate.
//!
//! Every variant has a stable [`code`](Error::code) that a page can translate, and a complete English message
//! that names the field, the offending value and the allowed range. Divergence is not an error: it is a state
//! of the run. No JavaScript type appears here; the `wasm` module turns an [`Error`] into a thrown object.

use std::fmt;

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call was refused. The object that refused it is unchanged and can still be used.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A number, a count or a choice lies outside what the field allows.
    OutOfRange {
        /// Path of the field, e.g. `data.noise`.
        field: String,
        /// The value as given.
        value: String,
        /// What would have been accepted, in words or as an interval.
        range: String,
    },
    /// A number is NaN or infinite where a finite one is needed.
    NotFinite {
        /// Path of the field.
        field: String,
        /// `NaN`, `inf` or `-inf`.
        value: String,
    },
    /// A value has the wrong type.
    WrongType {
        /// Path of the field.
        field: String,
        /// The value as given.
        value: String,
        /// The type that is needed.
        expected: String,
    },
    /// A setting of that name does not exist.
    UnknownSetting {
        /// The name as given.
        field: String,
        /// The names that exist there.
        known: String,
    },
    /// The setting exists, but the chosen program does not use it.
    UnusedSetting {
        /// The setting.
        field: String,
        /// The value as given.
        value: String,
        /// The program that does not use it.
        program: String,
    },
    /// A required setting is missing.
    Missing {
        /// Path of the field.
        field: String,
        /// What it should hold.
        expected: String,
    },
    /// Two series that belong together differ in length.
    LengthMismatch {
        /// The field whose length is wrong.
        field: String,
        /// Its length.
        value: usize,
        /// The length it should have.
        expected: usize,
    },
    /// A series that needs at least one element has none.
    Empty {
        /// The field.
        field: String,
    },
    /// The request needs more memory than the stated limit.
    TooLarge {
        /// The field that asks for it.
        field: String,
        /// What was asked for.
        value: String,
        /// The limit.
        range: String,
    },
    /// Shapes that do not fit an operation.
    Shape {
        /// The operation.
        op: &'static str,
        /// The shapes as given.
        value: String,
        /// The shapes it takes.
        expected: String,
    },
    /// float32 and float64 meet where PyTorch does not convert.
    Dtype {
        /// The operation.
        op: &'static str,
        /// The two types.
        value: String,
    },
    /// `backward()` from something that has no graph behind it, is no scalar, or was walked already.
    Backward {
        /// What is wrong.
        reason: &'static str,
    },
    /// The numbers do not determine an answer: constant x, fewer rows than columns, dependent columns.
    Singular {
        /// The field.
        field: String,
        /// What about it.
        reason: String,
    },
}

impl Error {
    /// A number, count or choice outside its range.
    pub(crate) fn out_of_range(
        field: impl Into<String>,
        value: impl fmt::Display,
        range: impl Into<String>,
    ) -> Self {
        Self::OutOfRange { field: field.into(), value: value.to_string(), range: range.into() }
    }

    /// Refuses NaN and the infinities.
    pub(crate) fn unless_finite(field: &str, value: f64) -> Result<f64> {
        if value.is_finite() {
            Ok(value)
        } else {
            Err(Self::NotFinite { field: field.to_owned(), value: value.to_string() })
        }
    }

    /// The same error one level further out: `noise` within `data` is `data.noise`.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        if let Some(field) = self.field_mut() {
            *field = format!("{outer}.{field}");
        }
        self
    }

    /// The same error where the caller knows the place by another name: `changes[2].set.lr` as `change.lr`.
    pub(crate) fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Some(field) = self.field_mut()
            && let Some(rest) = field.strip_prefix(from)
        {
            *field = format!("{to}{rest}");
        }
        self
    }

    fn field_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::OutOfRange { field, .. }
            | Self::NotFinite { field, .. }
            | Self::WrongType { field, .. }
            | Self::UnknownSetting { field, .. }
            | Self::UnusedSetting { field, .. }
            | Self::Missing { field, .. }
            | Self::LengthMismatch { field, .. }
            | Self::Empty { field }
            | Self::TooLarge { field, .. }
            | Self::Singular { field, .. } => Some(field),
            Self::Shape { .. } | Self::Dtype { .. } | Self::Backward { .. } => None,
        }
    }

    /// Stable name of the kind of error; never translated, never reworded.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotFinite { .. } => "not_finite",
            Self::WrongType { .. } => "wrong_type",
            Self::UnknownSetting { .. } => "unknown_setting",
            Self::UnusedSetting { .. } => "unused_setting",
            Self::Missing { .. } => "missing",
            Self::LengthMismatch { .. } => "length_mismatch",
            Self::Empty { .. } => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::Shape { .. } => "shape",
            Self::Dtype { .. } => "dtype",
            Self::Backward { .. } => "backward",
            Self::Singular { .. } => "singular",
        }
    }

    /// The field at fault, where one is.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::OutOfRange { field, .. }
            | Self::NotFinite { field, .. }
            | Self::WrongType { field, .. }
            | Self::UnknownSetting { field, .. }
            | Self::UnusedSetting { field, .. }
            | Self::Missing { field, .. }
            | Self::LengthMismatch { field, .. }
            | Self::Empty { field }
            | Self::TooLarge { field, .. }
            | Self::Singular { field, .. } => Some(field),
            Self::Shape { .. } | Self::Dtype { .. } | Self::Backward { .. } => None,
        }
    }

    /// The offending value, as text.
    pub fn value(&self) -> Option<String> {
        match self {
            Self::OutOfRange { value, .. }
            | Self::NotFinite { value, .. }
            | Self::WrongType { value, .. }
            | Self::UnusedSetting { value, .. }
            | Self::TooLarge { value, .. }
            | Self::Shape { value, .. }
            | Self::Dtype { value, .. } => Some(value.clone()),
            Self::LengthMismatch { value, .. } => Some(value.to_string()),
            Self::Empty { .. } => Some("0 elements".to_owned()),
            Self::UnknownSetting { .. }
            | Self::Missing { .. }
            | Self::Backward { .. }
            | Self::Singular { .. } => None,
        }
    }

    /// What would have been accepted, as text.
    pub fn range(&self) -> Option<String> {
        match self {
            Self::OutOfRange { range, .. } | Self::TooLarge { range, .. } => Some(range.clone()),
            Self::NotFinite { .. } => Some("a finite number".to_owned()),
            Self::WrongType { expected, .. }
            | Self::Missing { expected, .. }
            | Self::Shape { expected, .. } => Some(expected.clone()),
            Self::UnknownSetting { known, .. } => Some(known.clone()),
            Self::LengthMismatch { expected, .. } => Some(format!("{expected} elements")),
            Self::Empty { .. } => Some("at least 1 element".to_owned()),
            Self::UnusedSetting { .. }
            | Self::Dtype { .. }
            | Self::Backward { .. }
            | Self::Singular { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfRange { field, value, range } => write!(f, "{field} is {value}; it must be {range}"),
            Self::NotFinite { field, value } => write!(f, "{field} is {value}; it must be a finite number"),
            Self::WrongType { field, value, expected } => {
                write!(f, "{field} is {value}; it must be {expected}")
            }
            Self::UnknownSetting { field, known } => {
                write!(f, "there is no setting {field}; there are {known}")
            }
            Self::UnusedSetting { field, value, program } => {
                write!(f, "{field} is {value}, but the program {program} does not use it; leave it out")
            }
            Self::Missing { field, expected } => write!(f, "{field} is missing; it must be {expected}"),
            Self::LengthMismatch { field, value, expected } => {
                write!(f, "{field} has {value} elements; it must have {expected}")
            }
            Self::Empty { field } => write!(f, "{field} has 0 elements; it must have at least 1 element"),
            Self::TooLarge { field, value, range } => {
                write!(f, "{field} asks for {value}; the limit is {range}")
            }
            Self::Shape { op, value, expected } => write!(f, "{op} got shapes {value}; it takes {expected}"),
            Self::Dtype { op, value } => write!(f, "{op} got {value}; both must have the same dtype"),
            Self::Backward { reason } => write!(f, "backward: {reason}"),
            Self::Singular { field, reason } => write!(f, "{field}: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
