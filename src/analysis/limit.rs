//! The largest stable learning rate of a run, from its settings.
//!
//! Here the statements of a program become a [`Method`]: what its update does to the gradient of the mean squared
//! error. Edited programs that only scale that gradient, reverse it or let it pile up are understood; for others the
//! limit of the program they started from is a guide.

use super::CHUNK;
use super::first_growth::Answers;
use super::samples::Samples;
use super::stability::{Batches, Kind, Limit, Method};
use crate::autograd::Reduction;
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::linear_model::LearningRate;
use crate::optim::SgdOptions;
use crate::program::{Base, Parameter, Program, Statement};
use crate::session::Session;
use crate::settings::{DataSource, LoaderSettings, Settings};

/// What a program's update is, seen as a step along the gradient of the mean squared error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The gradient of a batch's summed squares, divided so often by the batch's length.
    Scaled { divisions: i32, ascend: bool },
    /// Gradients of all updates added up.
    PilesUp,
    /// Down along one parameter, up along the other.
    Torn,
    /// Anything else.
    Other,
}

/// The learning rate at which the run that `settings` describe stops being stable as `lr` (`eta0` in
/// `sgd_regressor`) grows: just below it errors shrink, just above it they grow. The settings' own lr plays no part.
///
/// [`Kind::Exact`] for full batches and for batches in a fixed order, with every option of `optim.SGD`, and for the
/// parabola (λ = 2, so lr = 1). An exact limit is the smallest lr at which errors grow, to about 1e-9; rounding, and
/// with it `dtype`, is left out of account.
///
/// [`Kind::Guide`] for shuffled batches, whose product of update matrices never repeats. The number is the limit for one
/// walk through shuffled epochs: see [`shuffled_batches_guide`](super::stability::shuffled_batches_guide). It came within a fifth of where shuffled runs begin to
/// grow (without momentum a twentieth); the formula for full batches can be a hundred times too high there, as small
/// batches with momentum are far less stable than full ones.
///
/// `sgd_regressor` takes one sample an update, with half the gradient. It is exact with `learning_rate="constant"`,
/// no shuffling, no penalty, an intercept and neither early stopping nor averages; else a guide.
///
/// Of edited programs, those are exact that change the reduction, the division or the sign of both parameters or leave
/// y flat (n × n differences have n times the Hessian, or the same if averaged). Where gradients pile up without weight
/// decay, or one parameter alone ascends, nothing is stable. For other edits the limit is a guide.
///
/// Changes in mid-run count: the settings in force after the last one decide whether a run settles.
///
/// `Ok(None)` where no learning rate is stable: see [`full_batch_limit`](super::stability::full_batch_limit).
///
/// # Errors
/// As [`Session::new`](crate::Session::new), but for a regressor with a tolerance that is long in coming;
/// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for x so large that the analysis overflows.
pub fn stability_limit(settings: &Settings) -> Result<Option<Limit>> {
    let mut search = LimitSearch::default();
    search.ask(settings.clone())?;
    while !search.run_chunk()? {}
    Ok(search.found())
}

/// What decides about a limit, beside the samples.
#[derive(Debug, Clone, PartialEq)]
enum Question {
    /// Nothing does.
    Known(Option<Limit>),
    /// The batches and the method; what is found is a guide at best, or may be exact.
    Search { loader: LoaderSettings, method: Method, guide: bool },
}

/// [`stability_limit`] in slices, for settings one after the other. What they share is worked out once: samples, batches,
/// and all of it where they differ only in what no limit depends on, as in where a run starts.
///
/// ```
/// use first_descent::analysis::{LimitSearch, stability_limit};
/// use first_descent::Settings;
///
/// let mut search = LimitSearch::default();
/// search.ask(Settings::default())?;
/// while !search.run_chunk()? {}
/// assert_eq!(search.found(), stability_limit(&Settings::default())?);
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct LimitSearch {
    question: Option<Question>,
    samples: Option<Samples>,
    /// Of the samples, once they are made.
    x: Option<Vec<f64>>,
    batches: Option<Batches>,
    answers: Answers,
    found: Option<Option<Limit>>,
}

impl LimitSearch {
    /// Checks the settings; what was asked before is forgotten but for what is the same.
    ///
    /// # Errors
    /// Those of [`stability_limit`].
    pub fn ask(&mut self, mut settings: Settings) -> Result<()> {
        settings.validate()?;
        let parabola = settings.program.base() == Base::Parabola;
        let n = if parabola { 1 } else { settings.count_points()? };
        let question = question(&settings, n)?;
        if let Question::Search { loader, .. } = question {
            if let DataSource::MakeRegression { noise, bias, .. } = &mut settings.data {
                // But for whether there is any noise, these move y alone.
                *noise = if *noise > 0.0 { 1.0 } else { 0.0 };
                *bias = 0.0;
            }
            let same_x = self.samples.as_ref().is_some_and(|samples| samples.are_of(&settings));
            if !same_x {
                (self.samples, self.x) = (Some(Samples::new(settings)?), None);
            }
            if !same_x || self.batches.as_ref().is_none_or(|batches| batches.loader() != loader) {
                self.batches = Some(Batches::new(n, loader)?);
                self.question = None;
            }
        }
        if self.question.as_ref() != Some(&question) {
            (self.answers, self.found) = (Answers::default(), None);
        }
        if let Question::Known(limit) = question {
            self.found = Some(limit);
        }
        self.question = Some(question);
        Ok(())
    }

    /// Works for a fraction of a millisecond, or as long as one look at all of very many points takes; true when the limit
    /// is found.
    ///
    /// # Errors
    /// Those of [`stability_limit`].
    pub fn run_chunk(&mut self) -> Result<bool> {
        let mut left = CHUNK;
        while self.found.is_none() && left > 0 {
            let (Some(Question::Search { method, .. }), Some(batches), Some(samples)) =
                (&self.question, &mut self.batches, &mut self.samples)
            else {
                return Ok(true);
            };
            let work = match &self.x {
                None => {
                    let (work, data) = samples.work(left)?;
                    self.x = data.map(|data| within_range(data.trained_x)).transpose()?;
                    work
                }
                Some(x) => match batches.extend(x, left) {
                    Some(read) => read,
                    None => {
                        let budget = left / batches.work(method).max(1);
                        self.found = batches.limit(method, &mut self.answers, budget.max(1)).ok();
                        left
                    }
                },
            };
            left = left.saturating_sub(work);
        }
        Ok(self.found.is_some())
    }

    /// The limit, once it is found.
    pub fn found(&self) -> Option<Limit> {
        let limit = self.found.flatten();
        match self.question {
            Some(Question::Search { guide: true, .. }) => limit.map(Limit::as_guide),
            _ => limit,
        }
    }
}

/// Refuses x as trained on that its moments' squares could not hold.
fn within_range(x: Vec<f64>) -> Result<Vec<f64>> {
    match x.iter().find(|&&x| !(x * x * (x * x)).is_finite()) {
        None => Ok(x),
        Some(&x) => Err(Error::not_finite_at("data.x", Plain(x), "a number whose fourth power is finite")),
    }
}

fn question(settings: &Settings, n: usize) -> Result<Question> {
    Session::check_memory(settings, n)?;
    match settings.program.base() {
        // f(x) = x² has the second derivative 2 everywhere, and 2/λ = 1.
        Base::Parabola => {
            let limit = Limit { lr: 1.0, kind: Kind::Exact, lambda_max: 2.0, lambda_min: 2.0 };
            Ok(Question::Known(Some(limit)))
        }
        Base::SgdRegressor => Ok(regressor(settings)),
        Base::ByHand | Base::Torch => batched(settings),
    }
}

fn batched(settings: &Settings) -> Result<Question> {
    let (mut loader, mut options) = (settings.loader, settings.optimizer);
    for (_, change) in &settings.changes {
        change.apply_to_loader(&mut loader);
        change.apply_to_optimizer(&mut options);
    }
    if settings.program.base() == Base::ByHand {
        // The update written out has a learning rate and nothing else.
        options = SgdOptions { lr: options.lr, ..SgdOptions::default() };
    }
    let (divisions, ascend, known) = match step(&settings.program) {
        // A pile of gradients is momentum of 1: every error swings for ever, unless a weight decay brakes it.
        Step::PilesUp if options.weight_decay == 0.0 => return Ok(Question::Known(None)),
        // What multiplies the error then has a negative determinant: one error grows at any rate.
        Step::Torn => return Ok(Question::Known(None)),
        Step::Scaled { divisions, ascend } => (divisions, ascend, true),
        Step::PilesUp | Step::Other => (1, false, false),
    };
    let method = Method {
        momentum: options.momentum,
        dampening: options.dampening,
        nesterov: options.nesterov,
        weight_decay: options.weight_decay,
        maximize: options.maximize || ascend,
        gradient_scale: 1.0,
        divisions,
    };
    method.validate()?;
    Ok(Question::Search { loader, method, guide: !known })
}

fn regressor(settings: &Settings) -> Question {
    let options = &settings.regressor;
    let method = Method { gradient_scale: 0.5, ..Method::default() };
    let loader = LoaderSettings { batch_size: 1, shuffle: options.shuffle, drop_last: false };
    let constant_steps = options.learning_rate == LearningRate::Constant && !options.early_stopping;
    let unpenalised = options.penalty.is_none() || options.alpha == 0.0;
    let exact = constant_steps && unpenalised && options.fit_intercept && options.average == 0;
    Question::Search { loader, method, guide: !exact }
}

/// What one walk through the statements does to the parameters.
fn step(program: &Program) -> Step {
    let by_hand = program.base() == Base::ByHand;
    // 0: nothing yet; 1: predicted; 2: loss; 3: gradients; 4: a parameter moved.
    let mut stage = 0;
    let (mut cleared, mut divisions) = (false, 0);
    let mut moved: Vec<(Parameter, bool, bool)> = Vec::new();
    for statement in program.statements() {
        match *statement {
            Statement::Forward { detach: None, cast: true } if stage == 0 => stage = 1,
            Statement::Loss { reduction, reshape } if stage == 1 => {
                stage = 2;
                // n × n differences sum to n times as much; their mean is the same again.
                divisions = match (reduction, reshape) {
                    (Reduction::Mean, _) => 1,
                    (_, true) => 0,
                    (_, false) => -1,
                };
            }
            Statement::ZeroGrad { once } if stage != 3 => cleared |= !once,
            Statement::Backward if stage == 2 => stage = 3,
            Statement::Update { target, divide, ascend, in_graph: false } if stage >= 3 => {
                stage = 4;
                let targets = target.map_or(vec![Parameter::W, Parameter::B], |target| vec![target]);
                moved.extend(targets.into_iter().map(|target| (target, divide, ascend)));
            }
            _ => return Step::Other,
        }
    }
    let [(first, divide, ascend), (second, other_divide, other_ascend)] = moved[..] else {
        return Step::Other;
    };
    if first == second {
        return Step::Other;
    }
    if !cleared {
        return Step::PilesUp;
    }
    if ascend != other_ascend {
        return Step::Torn;
    }
    if divide != other_divide {
        return Step::Other;
    }
    Step::Scaled { divisions: divisions + i32::from(by_hand && divide), ascend }
}
