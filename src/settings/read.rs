//! Reading settings from a [`Value`]: every field checked, unknown and unused ones refused.

use super::table::{self, Kind};
use super::{Change, Count, DataSource, Fields, Init, Listed, Settings, Value};
use crate::autograd::Reduction;
use crate::data::{Builtin, Edit};
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::full::only_in_full;
use crate::program::{Base, Parameter, Program, Statement, update};

const PARAMETERS: [(&str, Parameter); 2] = [("w", Parameter::W), ("b", Parameter::B)];
const REDUCTIONS: [(&str, Reduction); 2] = [("sum", Reduction::Sum), ("mean", Reduction::Mean)];
const SEED_RANGE: &str = "a whole number from 0 to 18446744073709551615, as a bigint above 9007199254740991";

impl Settings {
    /// Reads settings; what is left out has the program's default.
    ///
    /// # Errors
    /// Names the first field that is unknown, not used by the program, of the wrong type or out of range.
    pub fn from_value(value: &Value) -> Result<Self> {
        let nothing = Value::Record(Vec::new());
        let mut fields = Fields::new("", if *value == Value::Undefined { &nothing } else { value })?;
        let program = match fields.take("program") {
            None => Program::new(Base::ByHand),
            Some(value) => read_program(value)?,
        };
        let base = program.base();
        fields.refuse_unused(|name| table::is_foreign(base, name), base.name())?;
        let mut settings = Self { program, ..Self::of(base) };
        settings.read_fields(&mut fields)?;
        let known: Vec<&str> = table::of(base).map(|setting| setting.name).collect();
        fields.finish(Listed(&known))?;
        settings.validate()?;
        Ok(settings)
    }

    /// Reads the settings that the program uses.
    pub(super) fn read_fields(&mut self, fields: &mut Fields<'_>) -> Result<()> {
        let base = self.program.base();
        for setting in table::of(base) {
            match (setting.kind, setting.name) {
                (Kind::Data, name) => {
                    if let Some(data) = fields.take(name) {
                        (self.data, self.edits) = read_data(data)?;
                    }
                }
                (Kind::Init, name) => {
                    if let Some(init) = fields.take(name) {
                        self.init = read_init(init, base)?;
                    }
                }
                (Kind::Seed, name) => {
                    self.seed = fields.whole(name, 0, u64::MAX, &SEED_RANGE)?.unwrap_or(self.seed);
                }
                (Kind::Changes, name) => {
                    for (i, change) in fields.list(name)?.iter().enumerate() {
                        self.changes.push(read_timed_change(i, change, base)?);
                    }
                }
                _ => setting.read(self, fields)?,
            }
        }
        Ok(())
    }
}

fn read_program(value: &Value) -> Result<Program> {
    let names = Base::ALL.map(|base| (base.name(), base));
    if let Value::Record(_) = value {
        only_in_full("program", value)?;
        let mut fields = Fields::new("program", value)?;
        let base = fields
            .choice("base", &names)?
            .ok_or_else(|| Error::missing("program.base", "by_hand or torch"))?;
        let statements = fields
            .list("statements")?
            .iter()
            .enumerate()
            .map(|(i, statement)| read_statement(i, statement, base))
            .collect::<Result<Vec<_>>>()?;
        fields.finish("base, statements")?;
        return Program::edited(base, statements);
    }
    let wrapped = Value::Record(vec![("program".to_owned(), value.clone())]);
    let base = Fields::new("", &wrapped)?.choice("program", &names)?;
    Ok(Program::new(base.unwrap_or(Base::ByHand)))
}

fn read_statement(i: usize, value: &Value, base: Base) -> Result<Statement> {
    let mut fields = Fields::new(format!("program.statements[{i}]"), value)?;
    let ops = [("forward", 0), ("loss", 1), ("zero_grad", 2), ("backward", 3), ("update", 4)];
    let op = fields
        .choice("op", &ops)?
        .ok_or_else(|| Error::missing(fields.path("op"), "forward, loss, zero_grad, backward or update"))?;
    let (statement, known) = match op {
        0 => {
            let detach = fields.choice("detach", &PARAMETERS)?;
            if base == Base::ByHand {
                fields.refuse_unused(|name| name == "cast", base.name())?;
            }
            let cast = fields.flag("cast")?.unwrap_or(true);
            (Statement::Forward { detach, cast }, "op, detach, cast")
        }
        1 => {
            let default = if base == Base::Torch { Reduction::Mean } else { Reduction::Sum };
            let reduction = fields.choice("reduction", &REDUCTIONS)?.unwrap_or(default);
            let reshape = fields.flag("reshape")?.unwrap_or(true);
            (Statement::Loss { reduction, reshape }, "op, reduction, reshape")
        }
        2 => (Statement::ZeroGrad { once: fields.flag("once")?.unwrap_or(false) }, "op, once"),
        3 => (Statement::Backward, "op"),
        _ if base == Base::Torch => {
            let by_hand = ["target", "divide", "sign", "in_graph"];
            fields.refuse_unused(|name| by_hand.contains(&name), base.name())?;
            (update(None), "op")
        }
        _ => {
            let target = fields.choice("target", &PARAMETERS)?;
            let divide = fields.flag("divide")?.unwrap_or(true);
            let in_graph = fields.flag("in_graph")?.unwrap_or(false);
            let path = fields.path("sign");
            let ascend = match fields.number("sign")? {
                None => false,
                Some(1.0) => false,
                Some(-1.0) => true,
                Some(sign) => return Err(Error::out_of_range(path, Plain(sign), "1 or -1")),
            };
            (Statement::Update { target, divide, ascend, in_graph }, "op, target, divide, sign, in_graph")
        }
    };
    fields.finish(known)?;
    Ok(statement)
}

fn read_data(value: &Value) -> Result<(DataSource, Vec<Edit>)> {
    let mut fields = Fields::new("data", value)?;
    let names = [
        "make_regression",
        "anscombe_1",
        "anscombe_2",
        "anscombe_3",
        "anscombe_4",
        "diabetes_bmi",
        "norris",
        "points",
    ]
    .map(|name| (name, name));
    let source = fields.choice("source", &names)?.ok_or_else(|| {
        Error::missing("data.source", format_args!("one of {}", Listed(&names.map(|(name, _)| name))))
    })?;
    let (source, known) = match (source, Builtin::from_name(source)) {
        ("points", _) => {
            (DataSource::Points { x: fields.numbers("x")?, y: fields.numbers("y")? }, "source, x, y")
        }
        (_, Some(builtin)) => (DataSource::Builtin(builtin), "source, edits"),
        _ => {
            let n_samples = fields.count("n_samples", Count::VALUES)?.unwrap_or(100);
            let noise = fields.number("noise")?.unwrap_or(10.0);
            if noise < 0.0 {
                return Err(Error::out_of_range("data.noise", Plain(noise), "0 or more"));
            }
            let bias = fields.number("bias")?.unwrap_or(14.5);
            let random_state = fields.count("random_state", Count::FROM_0)?.unwrap_or(0) as u32;
            (
                DataSource::MakeRegression { n_samples, noise, bias, random_state },
                "source, n_samples, noise, bias, random_state, edits",
            )
        }
    };
    let mut edits = Vec::new();
    if !matches!(source, DataSource::Points { .. }) {
        for (i, edit) in fields.list("edits")?.iter().enumerate() {
            edits.push(read_edit(i, edit)?);
        }
    }
    fields.finish(known)?;
    Ok((source, edits))
}

fn read_edit(i: usize, value: &Value) -> Result<Edit> {
    let mut fields = Fields::new(format!("data.edits[{i}]"), value)?;
    let edit = if fields.has("move") {
        let index = fields.count("move", Count::SAMPLE)?.unwrap_or(0);
        Edit::Move { index, x: fields.required_number("x")?, y: fields.required_number("y")? }
    } else if fields.has("add") {
        if fields.flag("add")? == Some(false) {
            return Err(Error::out_of_range(fields.path("add"), false, "true"));
        }
        Edit::Add { x: fields.required_number("x")?, y: fields.required_number("y")? }
    } else if fields.has("remove") {
        Edit::Remove { index: fields.count("remove", Count::SAMPLE)?.unwrap_or(0) }
    } else {
        return Err(Error::missing(format_args!("data.edits[{i}]"), "one of move, add, remove"));
    };
    fields.finish("move with x and y, add with x and y, or remove")?;
    Ok(edit)
}

fn read_init(value: &Value, base: Base) -> Result<Init> {
    let range = match base {
        Base::Torch => "\"torch\" or {w, b}",
        Base::Parabola => "{x}",
        _ => "{w, b}",
    };
    if let Value::Text(text) = value {
        return if base == Base::Torch && text == "torch" {
            Ok(Init::Torch)
        } else {
            Err(Error::out_of_range("init", value, range))
        };
    }
    if !matches!(value, Value::Record(_)) {
        return Err(Error::wrong_type("init", value, range));
    }
    let mut fields = Fields::new("init", value)?;
    let init = if base == Base::Parabola {
        Init::Values { w: fields.required_number("x")?, b: 0.0 }
    } else {
        Init::Values { w: fields.required_number("w")?, b: fields.required_number("b")? }
    };
    fields.finish(range)?;
    Ok(init)
}

/// The settings that can change in mid-run, wherever they stand.
fn read_change(fields: &mut Fields<'_>) -> Result<Change> {
    Ok(Change {
        lr: fields.number("lr")?,
        momentum: fields.number("momentum")?,
        dampening: fields.number("dampening")?,
        nesterov: fields.flag("nesterov")?,
        weight_decay: fields.number("weight_decay")?,
        batch_size: fields.count("batch_size", Count::BATCH)?,
        shuffle: fields.flag("shuffle")?,
        drop_last: fields.flag("drop_last")?,
        epochs: fields.count("epochs", Count::LENGTH)?,
    })
}

impl Change {
    /// Reads a change to a run of `base`; `path` is where it stands.
    ///
    /// # Errors
    /// Names the first field that cannot change in mid-run, is not used by the program, or is out of range.
    pub fn from_value(value: &Value, path: &str, base: Base) -> Result<Self> {
        if *value == Value::Undefined {
            return Ok(Self::default());
        }
        let mut fields = Fields::new(path, value)?;
        let changeable = table::changeable();
        let unused = |name: &str| changeable.contains(&name) && !table::can_change(base, name);
        fields.refuse_unused(unused, base.name())?;
        let change = read_change(&mut fields)?;
        fields.finish(Listed(&changeable))?;
        Ok(change)
    }
}

fn read_timed_change(i: usize, value: &Value, base: Base) -> Result<(usize, Change)> {
    let mut fields = Fields::new(format!("changes[{i}]"), value)?;
    let missing =
        |field: &str, expected: &str| Error::missing(format_args!("changes[{i}].{field}"), expected);
    let at = fields.count("update", Count::UPDATE)?;
    let at = at.ok_or_else(|| missing("update", "the number of an update"))?;
    let set = fields.take("set").ok_or_else(|| missing("set", "an object of settings"))?;
    fields.finish("update, set")?;
    Ok((at, Change::from_value(set, &format!("changes[{i}].set"), base)?))
}
