//! What the templates ask of a run: its settings by their paths, and what follows from them.

use super::{EPOCHS_A_LINE, UPDATES_A_LINE};
use crate::autograd::Reduction;
use crate::data::{Builtin, Edit};
use crate::decimal::python_repr;
use crate::linear_model::{LearningRate, Penalty};
use crate::program::{Base, Parameter, Statement};
use crate::real::Dtype;
use crate::settings::{Change, DataSource, Init, LoaderSettings, Settings};

/// One answer.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fact {
    /// A float setting.
    Float(f64),
    /// A whole-number setting.
    Whole(u64),
    /// Printed as Python's `True` or `False`.
    Flag(bool),
    /// Printed as it stands.
    Word(&'static str),
}

impl Fact {
    pub(super) fn text(self) -> String {
        match self {
            Self::Float(value) => python_repr(value),
            Self::Whole(value) => value.to_string(),
            Self::Flag(true) => "True".to_owned(),
            Self::Flag(false) => "False".to_owned(),
            Self::Word(word) => word.to_owned(),
        }
    }
}

/// For each setting of the loader, the change in mid-run that has set it; none where the run's own is in force.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LoaderSet {
    pub(super) batch_size: Option<usize>,
    pub(super) shuffle: Option<usize>,
    pub(super) drop_last: Option<usize>,
}

/// A run, and where in its source the templates are.
pub(super) struct Facts<'a> {
    pub(super) settings: &'a Settings,
    /// Whether the source is a script that prints.
    pub(super) script: bool,
    /// The loader's settings in force here.
    pub(super) loader: LoaderSettings,
    /// The changes that set them, by their places.
    pub(super) loader_set: LoaderSet,
    /// The statement being printed.
    pub(super) statement: Option<Statement>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(settings: &'a Settings, script: bool) -> Self {
        let loader_set = LoaderSet::default();
        Self { settings, script, loader: settings.loader, loader_set, statement: None }
    }

    pub(super) fn base(&self) -> Base {
        self.settings.program.base()
    }

    /// The path of the setting that `name` prints; empty for what is none.
    pub(super) fn path(&self, name: &str) -> String {
        let changed = match name {
            "every" | "sklearn" | "target" => return String::new(),
            "batch_size" => self.loader_set.batch_size,
            "shuffle" => self.loader_set.shuffle,
            "drop_last" => self.loader_set.drop_last,
            "epochs" => self.last_epochs().map(|(i, _)| i),
            _ => None,
        };
        changed.map_or_else(|| name.to_owned(), |i| change_path(i, &["set.", name].concat()))
    }

    /// The last change that moves the end of the run, by its place and the epochs it sets.
    fn last_epochs(&self) -> Option<(usize, usize)> {
        let changes = self.settings.changes.iter().enumerate().rev();
        changes.filter_map(|(i, (_, change))| change.epochs.map(|epochs| (i, epochs))).next()
    }

    /// Whether any change in mid-run has `field`.
    fn changes(&self, field: fn(&Change) -> bool) -> Fact {
        Fact::Flag(self.settings.changes.iter().any(|(_, change)| field(change)))
    }

    /// Whether a setting that is unlike the default is there and never changes.
    fn given(&self, changes: &str, unlike_default: bool) -> Fact {
        Fact::Flag(unlike_default && matches!(self.of_run(changes), Fact::Flag(false)))
    }

    /// Whether any statement is such a one.
    fn any(&self, such: fn(&Statement) -> bool) -> bool {
        self.settings.program.statements().iter().any(such)
    }

    /// The fact of that name; an empty word where there is none.
    pub(super) fn get(&self, name: &str) -> Fact {
        if let Some(name) = name.strip_prefix("data.") {
            return self.of_data(name);
        }
        match self.statement {
            Some(statement) => self.of_statement(name, statement),
            None if self.base() == Base::SgdRegressor => self.of_regressor(name),
            None => self.of_run(name),
        }
    }

    fn of_data(&self, name: &str) -> Fact {
        let DataSource::MakeRegression { n_samples, noise, bias, random_state } = self.settings.data else {
            return Fact::Word("");
        };
        match name {
            "n_samples" => Fact::Whole(n_samples as u64),
            "noise" => Fact::Float(noise),
            "bias" => Fact::Float(bias),
            _ => Fact::Whole(u64::from(random_state)),
        }
    }

    fn of_statement(&self, name: &str, statement: Statement) -> Fact {
        let word = |parameter: Option<Parameter>| Fact::Word(parameter.map_or("", Parameter::name));
        match (statement, name) {
            (_, "dtype") => Fact::Word(self.settings.dtype.name()),
            (Statement::Forward { detach, .. }, "detach") => word(detach),
            (Statement::Forward { cast, .. }, "cast") => {
                Fact::Flag(cast && self.settings.dtype == Dtype::Float32)
            }
            (Statement::Loss { reduction, .. }, "mean") => Fact::Flag(reduction == Reduction::Mean),
            (Statement::Loss { reshape, .. }, "reshape") => Fact::Flag(reshape),
            (Statement::ZeroGrad { once }, "once") => Fact::Flag(once),
            (Statement::Update { target, .. }, "target") => word(target),
            (Statement::Update { divide, .. }, "divide") => Fact::Flag(divide),
            (Statement::Update { ascend, .. }, "ascend") => Fact::Flag(ascend),
            (Statement::Update { in_graph, .. }, "in_graph") => Fact::Flag(in_graph),
            _ => Fact::Word(""),
        }
    }

    /// What scripts of every program ask about the data.
    fn of_source(&self, name: &str) -> Fact {
        let (settings, source) = (self.settings, &self.settings.data);
        match name {
            "source" => Fact::Word(match source {
                DataSource::MakeRegression { .. } => "make_regression",
                DataSource::Builtin(Builtin::DiabetesBmi) => "diabetes_bmi",
                DataSource::Builtin(Builtin::Norris) => "norris",
                DataSource::Builtin(_) => "anscombe",
                DataSource::Points { .. } => "points",
            }),
            "sklearn" => Fact::Word(match source {
                DataSource::MakeRegression { .. } => "make_regression",
                DataSource::Builtin(Builtin::DiabetesBmi) => "load_diabetes",
                _ => "",
            }),
            "numpy" => {
                let moved = |edit: &Edit| matches!(edit, Edit::Move { .. });
                let listed = matches!(self.of_source("sklearn"), Fact::Word(""));
                Fact::Flag(listed || !settings.edits.iter().all(moved))
            }
            "standardize" => Fact::Flag(settings.standardize),
            _ => Fact::Word(""),
        }
    }

    fn of_run(&self, name: &str) -> Fact {
        let Settings { program, optimizer, init, .. } = self.settings;
        let init = |pick: fn(f64, f64) -> f64| match *init {
            Init::Values { w, b } => Fact::Float(pick(w, b)),
            Init::Torch => Fact::Word(""),
        };
        let loss = program.loss().filter(|_| self.script);
        match name {
            "lr" => Fact::Float(optimizer.lr),
            "momentum" => Fact::Float(optimizer.momentum),
            "dampening" => Fact::Float(optimizer.dampening),
            "weight_decay" => Fact::Float(optimizer.weight_decay),
            "nesterov" => Fact::Flag(optimizer.nesterov),
            "maximize" => Fact::Flag(optimizer.maximize),
            "init" => Fact::Flag(self.settings.init != Init::Torch),
            "init.w" | "init.x" => init(|w, _| w),
            "init.b" => init(|_, b| b),
            "dtype" => Fact::Word(self.settings.dtype.name()),
            "seed" => Fact::Whole(self.settings.seed),
            "updates" => Fact::Whole(self.settings.updates as u64),
            "epochs" => Fact::Whole(self.last_epochs().map_or(self.settings.epochs, |(_, n)| n) as u64),
            "batch_size" => Fact::Whole(self.loader.batch_size as u64),
            "shuffle" => Fact::Flag(self.loader.shuffle),
            "drop_last" => Fact::Flag(self.loader.drop_last),
            "batch_size_changes" => self.changes(|change| change.batch_size.is_some()),
            "shuffle_changes" => self.changes(|change| change.shuffle.is_some()),
            "drop_last_changes" => self.changes(|change| change.drop_last.is_some()),
            // By hand: whether the call says so itself, against the default of `batches`.
            "shuffle_given" => self.given("shuffle_changes", self.loader.shuffle),
            "drop_last_given" => self.given("drop_last_changes", !self.loader.drop_last),
            // By hand: whether there is a generator to shuffle with.
            "rng" if self.loader.shuffle => Fact::Flag(true),
            "rng" => self.get("shuffle_changes"),
            "counted" if self.any(|statement| *statement == Statement::ZeroGrad { once: true }) => {
                Fact::Flag(true)
            }
            "counted" => self.changes(changes_options),
            "loss_fn" => {
                let mean = |statement: &Statement| {
                    matches!(statement, Statement::Loss { reduction: Reduction::Mean, .. })
                };
                Fact::Flag(self.any(mean))
            }
            // Without a loss there is nothing to print on the way.
            "printed" => Fact::Flag(self.script && (loss.is_some() || self.base() == Base::Parabola)),
            "last_mean" => Fact::Flag(loss.is_some_and(|(reduction, _)| reduction == Reduction::Mean)),
            "every" => {
                let parabola = self.base() == Base::Parabola;
                Fact::Whole(if parabola { UPDATES_A_LINE } else { EPOCHS_A_LINE } as u64)
            }
            _ => self.of_source(name),
        }
    }

    fn of_regressor(&self, name: &str) -> Fact {
        let options = &self.settings.regressor;
        let average = options.average > 0;
        let l1 = matches!(options.penalty, Some(Penalty::L1 | Penalty::ElasticNet));
        match name {
            "random_state" => Fact::Whole(u64::from(options.random_state)),
            "alpha" => Fact::Float(options.alpha),
            "l1_ratio" => Fact::Float(options.l1_ratio),
            "eta0" => Fact::Float(options.eta0),
            "power_t" => Fact::Float(options.power_t),
            "tol" => options.tol.map_or(Fact::Word("None"), Fact::Float),
            "max_iter" => Fact::Whole(u64::from(options.max_iter)),
            "n_iter_no_change" => Fact::Whole(u64::from(options.n_iter_no_change)),
            "validation_fraction" => Fact::Float(options.validation_fraction),
            "shuffle" => Fact::Flag(options.shuffle),
            "fit_intercept" => Fact::Flag(options.fit_intercept),
            "early_stopping" => Fact::Flag(options.early_stopping),
            "average" => Fact::Flag(average),
            "penalty" => Fact::Word(match options.penalty {
                None => "None",
                Some(Penalty::L2) => "\"l2\"",
                Some(Penalty::L1) => "\"l1\"",
                Some(Penalty::ElasticNet) => "\"elasticnet\"",
            }),
            "learning_rate" => Fact::Word(match options.learning_rate {
                LearningRate::Constant => "\"constant\"",
                LearningRate::Optimal => "\"optimal\"",
                LearningRate::InvScaling => "\"invscaling\"",
                LearningRate::Adaptive => "\"adaptive\"",
            }),
            "eta_is_fixed" => {
                let fixed = matches!(options.learning_rate, LearningRate::Constant | LearningRate::Adaptive);
                Fact::Flag(fixed)
            }
            "l1" => Fact::Flag(l1),
            "means" => Fact::Flag(average && !l1),
            "means_unsaid" => Fact::Flag(average && l1),
            "judged" => Fact::Word(match (options.tol, options.early_stopping) {
                (None, _) => "",
                (_, false) => "loss",
                (_, true) => "score",
            }),
            "then" => Fact::Word(match (options.tol, options.learning_rate) {
                (None, _) => "",
                (_, LearningRate::Adaptive) => "shrink",
                _ => "stop",
            }),
            _ => self.of_source(name),
        }
    }
}

/// Whether a change touches the optimizer.
pub(super) fn changes_options(change: &Change) -> bool {
    let Change { lr, momentum, dampening, nesterov, weight_decay, .. } = change;
    nesterov.is_some() || [lr, momentum, dampening, weight_decay].into_iter().any(Option::is_some)
}

/// `changes[i].name`.
pub(super) fn change_path(i: usize, name: &str) -> String {
    ["changes[", &i.to_string(), "].", name].concat()
}
