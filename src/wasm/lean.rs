//! What the lean build has in place of the full one's: members of `Session` that throw, so that a session of either
//! build has them all, and an allocator.

use super::convert::Thrown;
use super::session::JsSession;
use super::throw;
use crate::Error;
use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::*;

/// A third of the size of the standard library's. It looks through a list of free places, of which a run leaves few; the
/// full build's tapes would leave many.
#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> = LockedAllocator::new(FreeListAllocator::new());

macro_rules! left_out {
    ($($function:ident = $name:ident),*) => {
        #[wasm_bindgen(js_class = Session)]
        impl JsSession {
            $(
                /// Only in the full build.
                #[wasm_bindgen(js_name = $name, unchecked_return_type = "never")]
                pub fn $function(&self) -> Thrown<()> {
                    refuse(stringify!($name))
                }
            )*
        }
    };
}

left_out!(
    step_statement = stepStatement,
    values = values,
    graph = graph,
    source = source,
    fork = fork,
    output = output,
    digest = digest,
    batch_gradients = batchGradients,
    batch_gradient = batchGradient,
    added_gradient = addedGradient,
    numeric_gradient = numericGradient,
    statements = statements,
    loss_quadratic = lossQuadratic,
    loss_at = lossAt,
    twin = twin,
    picture = picture
);

#[inline(never)]
fn refuse(member: &str) -> Thrown<()> {
    Err(throw(&Error::not_in_this_build("Session", member)))
}
