//! What the lean build has in place of the full one's: members of `Session` that throw, so that a session of either
//! build has them all, and an allocator.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::throw;
use crate::Error;
use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::*;

/// A third of the size of the standard library's. It looks through a list of free places, of which a run leaves few; the
/// full build's tapes would leave many.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());

/// Each is made of `leftOut` when the glue is written (tools/wasm-package): a function here for each of them would be
/// fetched before anything is drawn.
#[wasm_bindgen(typescript_custom_section)]
const LEFT_OUT: &str = "
/** What only the full build's sessions can do: here they throw, with the code `not_in_this_build`. */
export interface Session {
  addedGradient(): never;
  batchGradient(): never;
  batchGradients(): never;
  digest(): never;
  fork(): never;
  graph(): never;
  lossAt(): never;
  lossQuadratic(): never;
  numericGradient(): never;
  output(): never;
  picture(): never;
  source(): never;
  statements(): never;
  stepStatement(): never;
  twin(): never;
  values(): never;
  withSettings(): never;
}
";

/// What a session throws when asked for such a member.
#[wasm_bindgen(js_name = leftOut, skip_typescript)]
pub fn left_out(member: &str) -> JsValue {
    throw(&Error::not_in_this_build("Session", member))
}
