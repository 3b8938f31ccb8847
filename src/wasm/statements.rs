//! `Session`'s statements, and the session beside it.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::Thrown;
use super::session::JsSession;
use super::{Object, unthrown};
use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// The statements of one update, in order.
    #[wasm_bindgen(unchecked_return_type = "ListedStatement[]")]
    pub fn statements(&self) -> JsValue {
        let statements = self.inner.statements();
        let list = statements.iter().map(|statement| {
            let mut object = Object::new();
            object.set("op", statement.op);
            if let Some(target) = statement.target {
                object.set("target", target);
            }
            object.set("phase", statement.phase.name());
            object.set("line", statement.line);
            object.0
        });
        list.collect::<Array>().into()
    }

    /// The right torch run beside this by_hand run, its cursor at (0, 0): the same data, init, loader, epochs, lr,
    /// changes and dtype. Shuffled, it takes this run's orders; its settings and source cannot say so.
    pub fn twin(&self) -> Thrown<JsSession> {
        Ok(Self { inner: unthrown(self.inner.twin())? })
    }
}
