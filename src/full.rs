//! Where the lean build ends.
//!
//! The crate is compiled twice for the page: in full, and lean (without the feature `full`), which holds what the first
//! picture needs and nothing else. Nearly every file is the same in both. A place that the lean build refuses asks for a
//! [`Full`] by [`only_in_full`]; there is none to be had there, so what comes after it, and every type that holds one,
//! cannot exist, and the compiler leaves both out. The refusal is an error, never another result.

use crate::error::{Error, Result};
use std::fmt::Display;

/// A value of it exists only in the full build.
#[cfg(feature = "full")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// There is no value of it.
#[cfg(not(feature = "full"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {}

#[cfg(feature = "full")]
const FULL: Option<Full> = Some(Full);
#[cfg(not(feature = "full"))]
const FULL: Option<Full> = None;

/// The full build's token; in the lean build an error that names the field and its value.
pub(crate) fn only_in_full(field: impl Display, value: impl Display) -> Result<Full> {
    FULL.ok_or_else(|| Error::not_in_this_build(field, value))
}

/// Whether this is the full build, for what the lean one merely does without.
pub(crate) const IS_FULL: bool = FULL.is_some();
