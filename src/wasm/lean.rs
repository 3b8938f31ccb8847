//! The members of `Session` that the lean build leaves out: each throws, so that a session of either build has them all.

use super::convert::Thrown;
use super::session::JsSession;
use super::throw;
use crate::Error;
use wasm_bindgen::prelude::*;

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
    numeric_gradient = numericGradient,
    statements = statements,
    twin = twin
);

#[inline(never)]
fn refuse(member: &str) -> Thrown<()> {
    Err(throw(&Error::not_in_this_build("Session", member)))
}
