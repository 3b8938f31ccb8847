//! The learning rate above which a line fitted by `optim.SGD` diverges.
//!
//! The mean squared error of a line has the constant Hessian H = (2/n)·[[Σx², Σx], [Σx, n]], so an update maps
//! the parameters' error linearly, and whether errors grow depends on x and the method alone, not on y. With
//! full batches the limit is a formula in H's largest eigenvalue λ:
//!
//! | method | largest stable lr |
//! |---|---|
//! | plain | 2/λ |
//! | momentum μ | 2(1 + μ)/λ |
//! | momentum μ, dampening d | 2(1 + μ)/((1 − d)·λ) |
//! | Nesterov | 2(1 + μ)/((1 + 2μ)·λ) |
//!
//! With batches in a fixed order it is where the spectral radius of one epoch's product of update matrices first
//! reaches 1. Shuffled batches have no such limit; for them these are a guide. Rounding is left out of account.
//! What a run's settings mean here is [`stability_limit`](super::stability_limit)'s business.

use super::first_growth::{Answers, CLOSE, Paused, ROUGH};
use super::spectral::growth;
use super::update_matrix::{Moments, plain, with_momentum};
use crate::data::{Sampler, check_batch_size};
use crate::decimal::Plain;
use crate::random::python::Random;
use crate::settings::LoaderSettings;
use crate::{Error, Result};

/// Batches in the walk that stands for shuffled ones. Where shuffled runs begin to grow then came out within a fifth,
/// without momentum within a twentieth (default data, Anscombe's first and fourth set, diabetes; momentum 0, 0.5, 0.9).
const WALK: usize = 512;

/// What drawing a sample's place takes, compared with reading one.
const DRAWN: usize = 4;

/// What a [`Limit`] is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Just below it errors shrink, just above it they grow.
    Exact,
    /// A hint, as for shuffled batches.
    Guide,
}

/// Where a run stops being stable as the learning rate grows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The largest stable learning rate, > 0.
    pub lr: f64,
    /// Whether it is exact.
    pub kind: Kind,
    /// Largest eigenvalue of what multiplies the parameters' error in the full gradient: the Hessian times
    /// [`Method::gradient_scale`], plus the weight decay.
    pub lambda_max: f64,
    /// The smallest one. 0 for one point or constant x without weight decay: a direction that no gradient sees.
    pub lambda_min: f64,
}

impl Limit {
    /// The same numbers as a guide, for batches whose order changes.
    pub fn as_guide(self) -> Self {
        Self { kind: Kind::Guide, ..self }
    }
}

/// How gradients become updates: `torch.optim.SGD`'s options but for lr, and how the loss is reduced.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// μ ≥ 0. Default 0. From 1 on nothing is stable.
    pub momentum: f64,
    /// Any finite number; used only with momentum. Default 0.
    pub dampening: f64,
    /// Needs momentum and no dampening. Default false.
    pub nesterov: bool,
    /// ≥ 0, on weight and bias alike. Default 0.
    pub weight_decay: f64,
    /// Ascend instead. Default false.
    pub maximize: bool,
    /// Factor on the gradient of the mean squared error, > 0: ½ for `SGDRegressor`'s loss. Default 1.
    pub gradient_scale: f64,
    /// How often the gradient of a batch's summed squares is divided by the batch's length, −1 to 2: 1 for a mean,
    /// 0 for a sum that nobody divides, 2 for a mean that is divided again, −1 for n × n differences that nobody
    /// divides. Default 1.
    pub divisions: i32,
}

impl Default for Method {
    fn default() -> Self {
        Self {
            momentum: 0.0,
            dampening: 0.0,
            nesterov: false,
            weight_decay: 0.0,
            maximize: false,
            gradient_scale: 1.0,
            divisions: 1,
        }
    }
}

impl Method {
    pub(super) fn validate(&self) -> Result<()> {
        let within = |field: &str, value: f64, range: &str, holds: bool| {
            Error::unless_finite(field, value)?;
            if holds { Ok(()) } else { Err(Error::out_of_range(field, Plain(value), range)) }
        };
        within("momentum", self.momentum, "at least 0", self.momentum >= 0.0)?;
        within("dampening", self.dampening, "a finite number", true)?;
        within("weight_decay", self.weight_decay, "at least 0", self.weight_decay >= 0.0)?;
        within("gradient_scale", self.gradient_scale, "above 0", self.gradient_scale > 0.0)?;
        if !(-1..=2).contains(&self.divisions) {
            return Err(Error::out_of_range("divisions", self.divisions, "-1 to 2"));
        }
        if self.nesterov && (self.momentum == 0.0 || self.dampening != 0.0) {
            let range = "false unless momentum is above 0 and dampening is 0";
            return Err(Error::out_of_range("nesterov", true, range));
        }
        Ok(())
    }

    /// Factor on a batch's mean-squared-error gradient, sign included.
    pub(super) fn scale(&self, length: usize) -> f64 {
        let scale = self.gradient_scale * (length as f64).powi(1 - self.divisions);
        if self.maximize { -scale } else { scale }
    }

    /// The share of a new gradient that enters the step: 1 − dampening, with momentum.
    pub(super) fn share(&self) -> f64 {
        if self.momentum == 0.0 { 1.0 } else { 1.0 - self.dampening }
    }

    /// Where lr·λ stops being stable, for one constant eigenvalue λ > 0.
    pub(super) fn largest_lr_lambda(&self) -> f64 {
        let mu = self.momentum;
        if self.nesterov { 2.0 * (1.0 + mu) / (1.0 + 2.0 * mu) } else { 2.0 * (1.0 + mu) / self.share() }
    }

    /// Whether a small enough lr shrinks (or keeps) every error, where the smallest eigenvalue is this.
    pub(super) fn can_be_stable(&self, lambda_min: f64) -> bool {
        self.momentum < 1.0 && self.share() > 0.0 && lambda_min >= 0.0
    }
}

/// The limit for batches that hold all of `x`, shape `(n,)`, in any order. Standardise x first if the run does.
///
/// `Ok(None)` where no learning rate is stable: momentum or dampening of 1 and above, `maximize` (unless the
/// weight decay outweighs the loss in every direction), x whose squares overflow. One point and constant x have
/// a limit; there the run keeps part of its start.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty) without x, [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite), [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an option.
pub fn full_batch_limit(x: &[f64], method: &Method) -> Result<Option<Limit>> {
    check(x, method)?;
    Ok(Moments::of(x).limit(method))
}

/// The limit for batches of `batch_size` taken from `x`, shape `(n,)`, in the same order each epoch; a last,
/// shorter batch is used unless `drop_last`.
///
/// The smallest learning rate at which errors begin to grow from epoch to epoch, to about 1e-9 of itself. Growth
/// need not be monotone: the scan takes steps of 1/64, looks closer at each peak, then bisects. An unstable band
/// that shows in none of its steps as a peak is missed. Takes some hundred times the time of an epoch of
/// 2 × 2 products (4 × 4 with momentum).
///
/// The eigenvalues are those of the full gradient, over the rows that are used. `Ok(None)` as for
/// [`full_batch_limit`].
///
/// # Errors
/// As there; also [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a `batch_size` of 0 or above n.
pub fn ordered_batches_limit(
    x: &[f64],
    batch_size: usize,
    drop_last: bool,
    method: &Method,
) -> Result<Option<Limit>> {
    limit_at_once(x, LoaderSettings { batch_size, shuffle: false, drop_last }, method)
}

/// A guide for shuffled batches of `batch_size` taken from `x`, shape `(n,)`: the limit, to about a thousandth, for one
/// long walk through shuffled epochs that is repeated for ever. Its orders come from `random.Random(0)`; it has at
/// least 512 batches. Full batches have their exact limit.
///
/// # Errors
/// As for [`ordered_batches_limit`].
pub fn shuffled_batches_guide(
    x: &[f64],
    batch_size: usize,
    drop_last: bool,
    method: &Method,
) -> Result<Option<Limit>> {
    limit_at_once(x, LoaderSettings { batch_size, shuffle: true, drop_last }, method)
}

fn limit_at_once(x: &[f64], loader: LoaderSettings, method: &Method) -> Result<Option<Limit>> {
    check(x, method)?;
    let mut batches = Batches::new(x.len(), loader)?;
    while batches.extend(x, usize::MAX).is_some() {}
    let mut answers = Answers::default();
    loop {
        if let Ok(limit) = batches.limit(method, &mut answers, usize::MAX) {
            return Ok(limit);
        }
    }
}

/// The batches that a run walks through again and again, as moments: all that a limit needs of them. Full batches are
/// the whole alone.
#[derive(Debug, Clone)]
pub(super) struct Batches {
    loader: LoaderSettings,
    /// Of the full gradient: over the rows that are used, if their order never changes.
    whole: Option<Moments>,
    parts: Vec<Moments>,
    /// Where the batches of shuffled epochs come from, the epoch under way, and the place in it.
    sampler: Sampler,
    order: Vec<u32>,
    place: usize,
    gathered: Vec<f64>,
}

impl Batches {
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a batch size of 0 or above `n`.
    pub(super) fn new(n: usize, loader: LoaderSettings) -> Result<Self> {
        check_batch_size(n, loader.batch_size)?;
        Ok(Self {
            loader,
            whole: None,
            parts: Vec::new(),
            sampler: Sampler::Python(Random::from_u64(0)),
            order: Vec::new(),
            place: 0,
            gathered: Vec::new(),
        })
    }

    /// How the batches are taken.
    pub(super) fn loader(&self) -> LoaderSettings {
        self.loader
    }

    /// Reads about `budget` more points of `x`, and says how many it was; `None` when there is nothing left to read.
    #[inline(never)]
    pub(super) fn extend(&mut self, x: &[f64], budget: usize) -> Option<usize> {
        let LoaderSettings { batch_size, shuffle, drop_last } = self.loader;
        let used = if drop_last { x.len() - x.len() % batch_size } else { x.len() };
        if self.whole.is_none() {
            let of = if shuffle { x } else { &x[..used] };
            self.whole = Some(Moments::of(of));
            return Some(of.len());
        }
        let is_full = batch_size == if shuffle { x.len() } else { used };
        let mut read = 0;
        while read < budget {
            if is_full || (self.place == 0 && self.parts.len() >= if shuffle { WALK } else { 1 }) {
                break;
            }
            let (from, to) = (self.place, used.min(self.place + batch_size));
            if shuffle {
                if from == 0 {
                    self.sampler.next_order(x.len(), true, &mut self.order);
                    read += DRAWN * x.len();
                }
                self.gathered.clear();
                self.gathered.extend(self.order[from..to].iter().map(|&i| x[i as usize]));
                self.parts.push(Moments::of(&self.gathered));
            } else {
                self.parts.push(Moments::of(&x[from..to]));
            }
            read += to - from;
            self.place = if to == used { 0 } else { to };
        }
        (read > 0).then_some(read)
    }

    /// How much work one answer of a search is, compared with reading a point.
    pub(super) fn work(&self, method: &Method) -> usize {
        self.parts.len() * if method.momentum == 0.0 { 8 } else { 32 }
    }

    /// The limit, once all is read, with at most `budget` more answers to its search.
    pub(super) fn limit(
        &self,
        method: &Method,
        answers: &mut Answers,
        budget: usize,
    ) -> std::result::Result<Option<Limit>, Paused> {
        let whole = self.whole.as_ref().ok_or(Paused)?;
        let batches = &self.parts;
        if batches.is_empty() {
            return Ok(whole.limit(method));
        }
        let (lambda_max, lambda_min) = whole.eigenvalues(method);
        let steepest = batches.iter().map(|b| b.eigenvalues(method).0).fold(0.0, f64::max);
        if !steepest.is_finite() || !method.can_be_stable(lambda_min) {
            return Ok(None);
        }
        // A direction that no gradient sees keeps its error for ever and would hide the decay of the other one, which
        // is an eigenvector of every batch: let both be that one.
        let unseen = lambda_min == 0.0;
        let gradients: Vec<[[f64; 2]; 2]> = batches
            .iter()
            .map(|b| match unseen {
                true => [[b.eigenvalues(method).0, 0.0], [0.0, b.eigenvalues(method).0]],
                false => b.gradient_matrix(method),
            })
            .collect();
        let epoch = |lr: f64| {
            if method.momentum == 0.0 {
                growth(gradients.iter().map(|g| plain(g, lr)))
            } else {
                growth(gradients.iter().map(|g| with_momentum(g, lr, method)))
            }
        };
        let hint = method.largest_lr_lambda() / steepest;
        // Without momentum an update is the symmetric I − lr·G. Where no batch pushes uphill and lr·λ stays below 2 for
        // each, none of them lengthens any error, so no product of them does.
        let downhill = method.momentum == 0.0 && batches.iter().all(|b| b.eigenvalues(method).1 >= 0.0);
        let (search, kind) = if self.loader.shuffle { (ROUGH, Kind::Guide) } else { (CLOSE, Kind::Exact) };
        let safe = if downhill { hint } else { 0.0 };
        let lr = search.first_growth(hint, safe, &mut answers.within(budget, epoch))?;
        Ok(lr.map(|lr| Limit { lr, kind, lambda_max, lambda_min }))
    }
}

fn check(x: &[f64], method: &Method) -> Result<()> {
    if x.is_empty() {
        return Err(Error::empty("x"));
    }
    for &v in x {
        Error::unless_finite("x", v)?;
    }
    method.validate()
}
