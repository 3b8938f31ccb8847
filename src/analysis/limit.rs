//! The largest stable learning rate of a run, from its settings.
//!
//! Here the statements of a program become a [`Method`]: what its update does to the gradient of the mean squared
//! error. Edited programs that only scale that gradient, reverse it or let it pile up are understood; for others the
//! limit of the program they started from is a guide.

use super::stability::{Kind, Limit, Method, ordered_batches_limit, shuffled_batches_guide};
use crate::autograd::Reduction;
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::linear_model::{LearningRate, SgdFit};
use crate::optim::SgdOptions;
use crate::program::{Base, Parameter, Program, Statement};
use crate::session::{check_length, check_plan};
use crate::settings::{Dataset, Settings};

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
/// walk through shuffled epochs: see [`shuffled_batches_guide`]. It came within a fifth of where shuffled runs begin to
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
    settings.validate()?;
    match settings.program.base() {
        // f(x) = x² has the second derivative 2 everywhere, and 2/λ = 1.
        Base::Parabola => {
            check_plan(settings, 1)?;
            Ok(Some(Limit { lr: 1.0, kind: Kind::Exact, lambda_max: 2.0, lambda_min: 2.0 }))
        }
        Base::SgdRegressor => regressor(settings, &dataset(settings)?),
        Base::ByHand | Base::Torch => batched(settings, &dataset(settings)?),
    }
}

/// The points, with x as trained on within what its moments' squares can hold.
fn dataset(settings: &Settings) -> Result<Dataset> {
    let data = settings.dataset()?;
    let overflows = |x: &&f64| !(*x * *x * (*x * *x)).is_finite();
    match data.trained_x.iter().find(overflows) {
        None => Ok(data),
        Some(&x) => Err(Error::not_finite_at("data.x", Plain(x), "a number whose fourth power is finite")),
    }
}

fn batched(settings: &Settings, data: &Dataset) -> Result<Option<Limit>> {
    let (mut loader, mut options) = (settings.loader, settings.optimizer);
    check_plan(settings, data.x.len())?;
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
        Step::PilesUp if options.weight_decay == 0.0 => return Ok(None),
        // What multiplies the error then has a negative determinant: one error grows at any rate.
        Step::Torn => return Ok(None),
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
    let limit_of = if loader.shuffle { shuffled_batches_guide } else { ordered_batches_limit };
    let limit = limit_of(&data.trained_x, loader.batch_size, loader.drop_last, &method)?;
    Ok(limit.map(|limit| if known { limit } else { limit.as_guide() }))
}

fn regressor(settings: &Settings, data: &Dataset) -> Result<Option<Limit>> {
    let options = &settings.regressor;
    let fit = SgdFit::new(options, data.x.len(), 1)?;
    let trained = (0..).take(data.x.len()).filter(|&row| !fit.is_held_out(row)).count();
    check_length(options, trained)?;
    let method = Method { gradient_scale: 0.5, ..Method::default() };
    let limit_of = if options.shuffle { shuffled_batches_guide } else { ordered_batches_limit };
    let limit = limit_of(&data.trained_x, 1, false, &method)?;
    let constant_steps = options.learning_rate == LearningRate::Constant && !options.early_stopping;
    let unpenalised = options.penalty.is_none() || options.alpha == 0.0;
    let exact = constant_steps && unpenalised && options.fit_intercept && options.average == 0;
    Ok(limit.map(|limit| if exact { limit } else { limit.as_guide() }))
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
