//! The boundary to JavaScript: validates, calls the plain functions, converts. The only files that name wasm-bindgen,
//! js-sys and web-sys.
//!
//! Scalars cross as one small object, series as typed arrays that are copies: no view into the module's memory leaves
//! this crate, as a growing memory would empty it silently (a canvas copies a
//! picture's pixels before the call ends). No callback runs while a session is borrowed; the getters of a
//! change that a session is asked to fork with do, and find it engaged.

#[cfg(feature = "full")]
mod analysis;
mod convert;
#[cfg(feature = "full")]
mod differences;
#[cfg(feature = "full")]
mod functions;
#[cfg(feature = "full")]
mod inspect;
#[cfg(not(feature = "full"))]
mod lean;
#[cfg(feature = "full")]
mod picture;
mod points;
#[cfg(feature = "full")]
mod quadratic;
mod session;

use convert::{Object, read, throw, unthrown};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");
