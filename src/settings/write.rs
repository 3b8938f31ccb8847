//! Writing settings out with every default filled in, so that reading them again gives the same run.

use super::table::{self, Kind};
use super::{Change, DataSource, Init, Settings, Value};
use crate::autograd::Reduction;
use crate::data::Edit;
use crate::full::IS_FULL;
use crate::program::{Base, Program, Statement};

fn number(value: f64) -> Value {
    Value::Number(value)
}

fn count(value: usize) -> Value {
    Value::Number(value as f64)
}

#[inline(never)]
fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// Collects the fields of a record.
#[derive(Default)]
struct Record(Vec<(String, Value)>);

impl Record {
    #[inline(never)]
    fn put(&mut self, name: &str, value: Value) {
        self.0.push((name.to_owned(), value));
    }

    fn put_some(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn done(self) -> Value {
        Value::Record(self.0)
    }
}

impl Settings {
    /// All settings the program uses, defaults filled in.
    pub fn to_value(&self) -> Value {
        let mut out = Record::default();
        for setting in table::of(self.program.base()) {
            let value = match setting.kind {
                Kind::Program => program(&self.program),
                Kind::Data => self.data_value(),
                Kind::Init => self.init_value(),
                // Only a bigint can say which whole number above 2⁵³ is meant.
                Kind::Seed if self.seed < 1 << 53 => number(self.seed as f64),
                Kind::Seed => Value::Integer(i128::from(self.seed)),
                Kind::Changes if self.changes.is_empty() => continue,
                Kind::Changes => Value::List(self.changes.iter().map(timed_change).collect()),
                _ => setting.value(self),
            };
            out.put(setting.name, value);
        }
        out.done()
    }

    fn data_value(&self) -> Value {
        let mut out = Record::default();
        match &self.data {
            DataSource::MakeRegression { n_samples, noise, bias, random_state } => {
                out.put("source", text("make_regression"));
                out.put("n_samples", count(*n_samples));
                out.put("noise", number(*noise));
                out.put("bias", number(*bias));
                out.put("random_state", number(f64::from(*random_state)));
            }
            DataSource::Builtin(builtin) => out.put("source", text(builtin.name())),
            DataSource::Points { x, y } => {
                out.put("source", text("points"));
                out.put("x", Value::Numbers(x.clone()));
                out.put("y", Value::Numbers(y.clone()));
            }
        }
        if !self.edits.is_empty() {
            out.put("edits", Value::List(self.edits.iter().map(edit).collect()));
        }
        out.done()
    }

    fn init_value(&self) -> Value {
        let mut out = Record::default();
        match self.init {
            Init::Torch => return text("torch"),
            Init::Values { w, .. } if self.program.base() == Base::Parabola => out.put("x", number(w)),
            Init::Values { w, b } => {
                out.put("w", number(w));
                out.put("b", number(b));
            }
        }
        out.done()
    }
}

fn program(program: &Program) -> Value {
    if !IS_FULL || !program.is_edited() {
        return text(program.base().name());
    }
    let mut out = Record::default();
    out.put("base", text(program.base().name()));
    out.put("statements", program.statements_to_value());
    out.done()
}

impl Program {
    /// The statements of one update, in order, as the settings of an edited program list them.
    pub fn statements_to_value(&self) -> Value {
        Value::List(self.statements().iter().map(statement).collect())
    }
}

fn statement(statement: &Statement) -> Value {
    let mut out = Record::default();
    let unless = |right: bool, value: Value| (!right).then_some(value);
    out.put("op", text(statement.op()));
    match *statement {
        Statement::Forward { detach, cast } => {
            out.put_some("detach", detach.map(|parameter| text(parameter.name())));
            out.put_some("cast", unless(cast, Value::Bool(false)));
        }
        Statement::Loss { reduction, reshape } => {
            out.put("reduction", text(if reduction == Reduction::Mean { "mean" } else { "sum" }));
            out.put_some("reshape", unless(reshape, Value::Bool(false)));
        }
        Statement::ZeroGrad { once } => out.put_some("once", unless(!once, Value::Bool(true))),
        Statement::Backward => {}
        Statement::Update { target, divide, ascend, in_graph } => {
            out.put_some("target", target.map(|parameter| text(parameter.name())));
            out.put_some("divide", unless(divide, Value::Bool(false)));
            out.put_some("sign", unless(!ascend, number(-1.0)));
            out.put_some("in_graph", unless(!in_graph, Value::Bool(true)));
        }
    }
    out.done()
}

fn edit(edit: &Edit) -> Value {
    let mut out = Record::default();
    match *edit {
        Edit::Move { index, .. } => out.put("move", count(index)),
        Edit::Add { .. } => out.put("add", Value::Bool(true)),
        Edit::Remove { index } => out.put("remove", count(index)),
    }
    if let Edit::Move { x, y, .. } | Edit::Add { x, y } = *edit {
        out.put("x", number(x));
        out.put("y", number(y));
    }
    out.done()
}

fn timed_change((update, change): &(usize, Change)) -> Value {
    let mut set = Record::default();
    for (name, value) in change.named() {
        set.put_some(name, value);
    }
    let mut out = Record::default();
    out.put("update", count(*update));
    out.put("set", set.done());
    out.done()
}
