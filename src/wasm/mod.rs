//! The boundary to JavaScript: validates, calls the plain functions, converts. The only files that name wasm-bindgen
//! and js-sys.
//!
//! Scalars cross as one small object, series as typed arrays that are copies: no view into the module's memory leaves
//! this crate, as a growing memory would empty it silently. No callback runs while a session is borrowed.

mod analysis;
mod convert;
mod functions;
mod quadratic;
mod session;

use convert::{Object, read, throw, unthrown};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");
