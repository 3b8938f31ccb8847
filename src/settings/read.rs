//! Reading settings from a [`Value`]: every field checked, unknown and unused ones refused.

use super::{Change, DataSource, Fields, Init, Listed, Settings, Value};
use crate::autograd::Reduction;
use crate::data::{Builtin, Edit};
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::full::only_in_full;
use crate::linear_model::{LearningRate, Penalty, SgdRegressor};
use crate::program::{Base, Parameter, Program, Statement, update};
use crate::real::Dtype;

const DTYPES: [(&str, Dtype); 2] = [("float32", Dtype::Float32), ("float64", Dtype::Float64)];
const PARAMETERS: [(&str, Parameter); 2] = [("w", Parameter::W), ("b", Parameter::B)];
const REDUCTIONS: [(&str, Reduction); 2] = [("sum", Reduction::Sum), ("mean", Reduction::Mean)];
pub(super) const U32_RANGE: &str = "a whole number from 0 to 4294967295";
const SEED_RANGE: &str = "a whole number from 0 to 18446744073709551615, as a bigint above 9007199254740991";

/// Settings by the programs that use them.
const BATCHED: &[&str] = &[
    "program",
    "data",
    "standardize",
    "batch_size",
    "shuffle",
    "drop_last",
    "epochs",
    "lr",
    "init",
    "seed",
    "dtype",
    "changes",
];
const TORCH_ONLY: &[&str] = &["momentum", "dampening", "nesterov", "weight_decay", "maximize"];
const PARABOLA: &[&str] = &["program", "updates", "lr", "init", "changes"];
const REGRESSOR: &[&str] = &[
    "program",
    "data",
    "standardize",
    "shuffle",
    "random_state",
    "penalty",
    "alpha",
    "l1_ratio",
    "learning_rate",
    "eta0",
    "power_t",
    "tol",
    "max_iter",
    "n_iter_no_change",
    "average",
    "fit_intercept",
    "early_stopping",
    "validation_fraction",
];

fn uses(base: Base, name: &str) -> bool {
    match base {
        Base::ByHand => BATCHED.contains(&name),
        Base::Torch => BATCHED.contains(&name) || TORCH_ONLY.contains(&name),
        Base::Parabola => PARABOLA.contains(&name),
        Base::SgdRegressor => REGRESSOR.contains(&name),
    }
}

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
        let others: Vec<&str> = [BATCHED, TORCH_ONLY, PARABOLA, REGRESSOR]
            .concat()
            .into_iter()
            .filter(|name| !uses(base, name))
            .collect();
        fields.refuse_unused(&others, base.name())?;
        let mut settings = Self { program, ..Self::of(base) };
        if base == Base::SgdRegressor {
            settings.regressor = read_regressor(&mut fields)?;
        }
        if let Some(data) = fields.take("data") {
            (settings.data, settings.edits) = read_data(data)?;
        }
        if let Some(standardize) = fields.flag("standardize")? {
            settings.standardize = standardize;
        }
        let options = read_change(&mut fields)?;
        options.apply_to_loader(&mut settings.loader);
        options.apply_to_optimizer(&mut settings.optimizer);
        settings.epochs = options.epochs.unwrap_or(settings.epochs);
        settings.optimizer.maximize = fields.flag("maximize")?.unwrap_or(false);
        settings.updates = fields.count("updates", 1)?.unwrap_or(settings.updates);
        if let Some(seed) = fields.whole("seed", 0, u64::MAX, SEED_RANGE)? {
            settings.seed = seed;
        }
        if let Some(dtype) = fields.choice("dtype", &DTYPES)? {
            settings.dtype = dtype;
        }
        if let Some(init) = fields.take("init") {
            settings.init = read_init(init, base)?;
        }
        for (i, change) in fields.list("changes")?.iter().enumerate() {
            settings.changes.push(read_timed_change(i, change, base)?);
        }
        let known: Vec<&str> = BATCHED
            .iter()
            .chain(TORCH_ONLY)
            .chain(PARABOLA)
            .chain(REGRESSOR)
            .copied()
            .filter(|name| uses(base, name))
            .collect();
        let mut unique = Vec::new();
        for name in known {
            if !unique.contains(&name) {
                unique.push(name);
            }
        }
        fields.finish(Listed(&unique))?;
        settings.validate()?;
        Ok(settings)
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
                fields.refuse_unused(&["cast"], base.name())?;
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
            fields.refuse_unused(&["target", "divide", "sign", "in_graph"], base.name())?;
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
            let n_samples = fields.count("n_samples", 1)?.unwrap_or(100);
            let noise = fields.number("noise")?.unwrap_or(10.0);
            if noise < 0.0 {
                return Err(Error::out_of_range("data.noise", Plain(noise), "0 or more"));
            }
            let bias = fields.number("bias")?.unwrap_or(14.5);
            let random_state =
                fields.whole("random_state", 0, u64::from(u32::MAX), U32_RANGE)?.unwrap_or(0) as u32;
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
        let index = fields.count("move", 0)?.unwrap_or(0);
        Edit::Move { index, x: fields.required_number("x")?, y: fields.required_number("y")? }
    } else if fields.has("add") {
        if fields.flag("add")? == Some(false) {
            return Err(Error::out_of_range(fields.path("add"), false, "true"));
        }
        Edit::Add { x: fields.required_number("x")?, y: fields.required_number("y")? }
    } else if fields.has("remove") {
        Edit::Remove { index: fields.count("remove", 0)?.unwrap_or(0) }
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
        batch_size: fields.count("batch_size", 1)?,
        shuffle: fields.flag("shuffle")?,
        drop_last: fields.flag("drop_last")?,
        epochs: fields.count("epochs", 1)?,
    })
}

const CHANGEABLE: &[&str] = &[
    "lr",
    "momentum",
    "dampening",
    "nesterov",
    "weight_decay",
    "batch_size",
    "shuffle",
    "drop_last",
    "epochs",
];

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
        let unused: Vec<&str> = CHANGEABLE.iter().copied().filter(|name| !changes(base, name)).collect();
        fields.refuse_unused(&unused, base.name())?;
        let change = read_change(&mut fields)?;
        fields.finish(Listed(CHANGEABLE))?;
        Ok(change)
    }
}

/// Whether `name` can change in mid-run of `base`. `SGDRegressor` has no way to change anything inside `fit`.
pub(super) fn changes(base: Base, name: &str) -> bool {
    base != Base::SgdRegressor && uses(base, name)
}

fn read_timed_change(i: usize, value: &Value, base: Base) -> Result<(usize, Change)> {
    let mut fields = Fields::new(format!("changes[{i}]"), value)?;
    let missing =
        |field: &str, expected: &str| Error::missing(format_args!("changes[{i}].{field}"), expected);
    let at = fields.count("update", 0)?.ok_or_else(|| missing("update", "the number of an update"))?;
    let set = fields.take("set").ok_or_else(|| missing("set", "an object of settings"))?;
    fields.finish("update, set")?;
    Ok((at, Change::from_value(set, &format!("changes[{i}].set"), base)?))
}

/// scikit-learn's options; what is left out has its default.
pub(super) fn read_regressor(fields: &mut Fields<'_>) -> Result<SgdRegressor> {
    only_in_full("program", Base::SgdRegressor.name())?;
    let mut options = SgdRegressor::default();
    let penalties = [("l2", Penalty::L2), ("l1", Penalty::L1), ("elasticnet", Penalty::ElasticNet)];
    let schedules = [
        ("invscaling", LearningRate::InvScaling),
        ("constant", LearningRate::Constant),
        ("optimal", LearningRate::Optimal),
        ("adaptive", LearningRate::Adaptive),
    ];
    if fields.rest().iter().any(|(name, value)| *name == "penalty" && **value == Value::Null) {
        fields.take("penalty");
        options.penalty = None;
    } else if let Some(penalty) = fields.choice("penalty", &penalties)? {
        options.penalty = Some(penalty);
    }
    if fields.rest().iter().any(|(name, value)| *name == "tol" && **value == Value::Null) {
        fields.take("tol");
        options.tol = None;
    } else if let Some(tol) = fields.number("tol")? {
        options.tol = Some(tol);
    }
    options.alpha = fields.number("alpha")?.unwrap_or(options.alpha);
    options.l1_ratio = fields.number("l1_ratio")?.unwrap_or(options.l1_ratio);
    options.learning_rate = fields.choice("learning_rate", &schedules)?.unwrap_or(options.learning_rate);
    options.eta0 = fields.number("eta0")?.unwrap_or(options.eta0);
    options.power_t = fields.number("power_t")?.unwrap_or(options.power_t);
    if let Some(max_iter) = fields.count("max_iter", 1)? {
        options.max_iter = max_iter as u32;
    }
    if let Some(n_iter_no_change) = fields.count("n_iter_no_change", 1)? {
        options.n_iter_no_change = n_iter_no_change as u32;
    }
    if let Some(random_state) = fields.whole("random_state", 0, u64::from(u32::MAX), U32_RANGE)? {
        options.random_state = random_state as u32;
    }
    options.shuffle = fields.flag("shuffle")?.unwrap_or(options.shuffle);
    options.fit_intercept = fields.flag("fit_intercept")?.unwrap_or(options.fit_intercept);
    options.early_stopping = fields.flag("early_stopping")?.unwrap_or(options.early_stopping);
    options.validation_fraction =
        fields.number("validation_fraction")?.unwrap_or(options.validation_fraction);
    options.average = u32::from(fields.flag("average")?.unwrap_or(false));
    options.validate()?;
    Ok(options)
}
