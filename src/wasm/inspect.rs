//! What only the full build's `Session` can do: statements, the program's names, the graph, the listing, branches.

use super::convert::{Thrown, scalar, write};
use super::session::{JsSession, count, number_or_null};
use super::{Object, read, throw, unthrown};
use crate::Error;
use crate::listing::{Flavour, Literal};
use crate::settings::{Change, Count, Value};
use js_sys::{Array, Float64Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// Executes one statement.
    #[wasm_bindgen(js_name = stepStatement)]
    pub fn step_statement(&mut self) -> Thrown<()> {
        unthrown(self.inner.step_statement())
    }

    /// Names of the program at the cursor, for display beside the code.
    #[wasm_bindgen(unchecked_return_type = "NamedValue[]")]
    pub fn values(&mut self) -> Thrown<JsValue> {
        let values = unthrown(self.inner.values())?;
        let list = values.iter().map(|value| {
            let mut object = Object::new();
            object.set("name", value.name);
            object.set("shape", sizes(&value.shape));
            object.set("dtype", value.dtype);
            object.set_numbers("values", &value.values);
            object.set("grad", numbers_or_null(value.grad.as_deref()));
            object.set("requiresGrad", value.requires_grad);
            object.0
        });
        Ok(list.collect::<Array>().into())
    }

    /// The current batch's graph: values null before forward has reached them, gradients null before backward has. Of
    /// each node at most so many values and gradients are copied, the first ones; all of them, if `most` is left out.
    #[wasm_bindgen(unchecked_return_type = "Graph")]
    pub fn graph(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "number")] most: JsValue,
    ) -> Thrown<JsValue> {
        let most = count("most", &most, Some(usize::MAX), Count::FROM_1)?;
        let graph = unthrown(self.inner.graph())?;
        let first = |values: Option<&[f64]>| numbers_or_null(values.map(|all| &all[..all.len().min(most)]));
        let nodes = graph.nodes.iter().map(|node| {
            let mut object = Object::new();
            object.set("op", node.op);
            object.set("formula", node.formula);
            object.set("derivative", node.derivative);
            object.set("name", node.name.map_or(JsValue::NULL, JsValue::from));
            object.set("shape", sizes(&node.shape));
            object.set("leaf", node.leaf);
            object.set("requiresGrad", node.requires_grad);
            object.set("value", first(node.value));
            object.set("grad", first(node.grad));
            object.0
        });
        let edges = graph.edges.iter().map(|&(from, to)| JsValue::from(sizes(&[from, to])));
        let mut object = Object::new();
        object.set("nodes", nodes.collect::<Array>());
        object.set("edges", edges.collect::<Array>());
        Ok(object.0)
    }

    /// The program as Python; "listing" if left out.
    #[wasm_bindgen(unchecked_return_type = "SourceLine[]")]
    pub fn source(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "\"listing\" | \"script\" | \"notebook\"")]
        flavour: JsValue,
    ) -> Thrown<JsValue> {
        let flavour = match scalar(&flavour) {
            Value::Undefined => Flavour::Listing,
            Value::Text(text) if text == "listing" => Flavour::Listing,
            Value::Text(text) if text == "script" => Flavour::Script,
            Value::Text(text) if text == "notebook" => Flavour::Notebook,
            other => {
                let range = "listing, script or notebook";
                return Err(throw(&Error::out_of_range("flavour", other, range)));
            }
        };
        let lines = self.inner.source(flavour);
        let list = lines.iter().map(|line| {
            let places = |literals: &[Literal]| {
                let objects = literals.iter().map(|literal| {
                    let mut object = Object::new();
                    object.set("start", literal.start);
                    object.set("end", literal.end);
                    object.set("setting", literal.setting.as_str());
                    object.0
                });
                objects.collect::<Array>()
            };
            let mut object = Object::new();
            object.set("text", line.text.as_str());
            object.set("statement", number_or_null(line.statement.map(|statement| statement as f64)));
            object.set("literals", places(&line.literals));
            object.set("words", places(&line.words));
            object.0
        });
        Ok(list.collect::<Array>().into())
    }

    /// A branch at the start of the current update.
    pub fn fork(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "Change")] change: JsValue,
    ) -> Thrown<JsSession> {
        let base = self.inner.program().base();
        let change = unthrown(Change::from_value(&read(&change), "change", base))?;
        Ok(Self { inner: unthrown(self.inner.fork(change))? })
    }

    /// The statements of one update, in order, as an edited program would list them.
    #[wasm_bindgen(unchecked_return_type = "Statement[]")]
    pub fn statements(&self) -> JsValue {
        write(&self.inner.program().statements_to_value())
    }

    /// The right torch run beside this by_hand run, its cursor at (0, 0): the same data, init, loader, epochs, lr,
    /// changes and dtype. Shuffled, it takes this run's orders; its settings and source cannot say so.
    pub fn twin(&self) -> Thrown<JsSession> {
        Ok(Self { inner: unthrown(self.inner.twin())? })
    }

    /// What the script would have printed up to the cursor.
    pub fn output(&self) -> Vec<String> {
        self.inner.output()
    }

    /// A digest of the whole history's bits: equal in every browser and natively.
    pub fn digest(&mut self) -> Thrown<String> {
        unthrown(self.inner.digest())
    }
}

/// A list of sizes or indices as ordinary numbers.
fn sizes(values: &[usize]) -> Array {
    values.iter().map(|&size| JsValue::from_f64(size as f64)).collect()
}

fn numbers_or_null(values: Option<&[f64]>) -> JsValue {
    values.map_or(JsValue::NULL, |values| Float64Array::from(values).into())
}
