//! `torch.optim.SGD`: momentum, dampening, Nesterov, weight decay, maximize. PyTorch 2's single-tensor path on a CPU
//! with fused multiply-add, to the last bit.

use crate::autograd::{Tape, Var};
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::real::{Dtype, Real};

/// The options of `torch.optim.SGD`, with its names and defaults (but for `lr`, which the lesson sets to 0.01).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SgdOptions {
    /// Learning rate, 0 or more.
    pub lr: f64,
    /// μ, 0 or more; 0 switches the momentum buffer off.
    pub momentum: f64,
    /// Weakens what a gradient adds to the buffer; any finite number. PyTorch ignores it without momentum.
    pub dampening: f64,
    /// Looks ahead along the buffer; needs momentum above 0 and dampening 0.
    pub nesterov: bool,
    /// L2 penalty, 0 or more: adds `weight_decay · parameter` to the gradient.
    pub weight_decay: f64,
    /// Ascends instead of descending.
    pub maximize: bool,
}

impl Default for SgdOptions {
    fn default() -> Self {
        Self { lr: 0.01, momentum: 0.0, dampening: 0.0, nesterov: false, weight_decay: 0.0, maximize: false }
    }
}

impl SgdOptions {
    /// Checks every option against PyTorch's ranges.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) or [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange), naming the option, its value and its range.
    pub fn validate(&self) -> Result<()> {
        for (field, value) in
            [("lr", self.lr), ("momentum", self.momentum), ("weight_decay", self.weight_decay)]
        {
            Error::unless_finite(field, value)?;
            if value < 0.0 {
                return Err(Error::out_of_range(field, Plain(value), "0 or more"));
            }
        }
        Error::unless_finite("dampening", self.dampening)?;
        if self.nesterov && (self.momentum == 0.0 || self.dampening != 0.0) {
            return Err(Error::out_of_range(
                "nesterov",
                format_args!(
                    "true with momentum {} and dampening {}",
                    Plain(self.momentum),
                    Plain(self.dampening)
                ),
                "used with momentum above 0 and dampening 0",
            ));
        }
        Ok(())
    }
}

/// The options as numbers of the parameter's type: PyTorch computes them in double, then casts.
#[derive(Clone, Copy)]
pub(crate) struct Coefficients<T> {
    minus_lr: T,
    /// `None` without momentum.
    momentum: Option<T>,
    one_minus_dampening: T,
    nesterov: bool,
    /// `None` without weight decay.
    weight_decay: Option<T>,
    maximize: bool,
}

impl<T: Real> Coefficients<T> {
    pub(crate) fn new(options: &SgdOptions) -> Self {
        let unless_zero = |value: f64| (value != 0.0).then(|| T::from_f64(value));
        Self {
            minus_lr: T::from_f64(-options.lr),
            momentum: unless_zero(options.momentum),
            one_minus_dampening: T::from_f64(1.0 - options.dampening),
            nesterov: options.nesterov,
            weight_decay: unless_zero(options.weight_decay),
            maximize: options.maximize,
        }
    }

    /// The parameter after one step. The first step with momentum fills the buffer with the gradient itself.
    #[inline(always)]
    pub(crate) fn step(&self, parameter: T, gradient: T, buffer: &mut Option<T>) -> T {
        let mut gradient = if self.maximize { -gradient } else { gradient };
        if let Some(weight_decay) = self.weight_decay {
            gradient = T::fma(parameter, weight_decay, gradient);
        }
        if let Some(momentum) = self.momentum {
            let filled = match *buffer {
                None => gradient,
                Some(old) => T::fma(gradient, self.one_minus_dampening, old * momentum),
            };
            *buffer = Some(filled);
            gradient = if self.nesterov { T::fma(filled, momentum, gradient) } else { filled };
        }
        T::fma(gradient, self.minus_lr, parameter)
    }
}

/// Stochastic gradient descent over parameters on a [`Tape`].
///
/// A parameter without a `.grad` is left alone, and its momentum buffer stays as it is.
#[derive(Debug, Clone)]
pub struct Sgd {
    options: SgdOptions,
    parameters: Vec<Var>,
    /// One buffer a parameter, one entry an element; `None` until the first step with momentum.
    buffers: Vec<Vec<Option<f64>>>,
}

impl Sgd {
    /// An optimizer of `parameters`, which must be leaves of the tape later given to [`step`](Self::step).
    ///
    /// # Errors
    /// As [`SgdOptions::validate`].
    pub fn new(parameters: &[Var], options: SgdOptions) -> Result<Self> {
        options.validate()?;
        Ok(Self { options, parameters: parameters.to_vec(), buffers: vec![Vec::new(); parameters.len()] })
    }

    /// The options in force.
    pub fn options(&self) -> SgdOptions {
        self.options
    }

    /// Changes the options in mid-run, like editing `optimizer.param_groups[0]`; buffers stay.
    ///
    /// # Errors
    /// As [`SgdOptions::validate`]; the old options then stay in force.
    pub fn set_options(&mut self, options: SgdOptions) -> Result<()> {
        options.validate()?;
        self.options = options;
        Ok(())
    }

    /// One update of every parameter that has a gradient: `optimizer.step()`.
    pub fn step(&mut self, tape: &mut Tape) {
        for (&parameter, buffer) in self.parameters.iter().zip(&mut self.buffers) {
            let (elements, dtype) = (tape.values(parameter).len(), tape.node(parameter).dtype);
            buffer.resize(elements, None);
            match dtype {
                Dtype::Float32 => step_elements::<f32>(&self.options, tape, parameter, buffer),
                Dtype::Float64 => step_elements::<f64>(&self.options, tape, parameter, buffer),
            }
        }
    }

    /// Removes every parameter's `.grad`: `optimizer.zero_grad()`.
    pub fn zero_grad(&self, tape: &mut Tape) {
        for &parameter in &self.parameters {
            tape.clear_grad(parameter);
        }
    }

    /// The momentum buffer of parameter `index`, `None` before the first step with momentum.
    pub fn momentum_buffer(&self, index: usize) -> Option<Vec<f64>> {
        self.buffers
            .get(index)?
            .iter()
            .copied()
            .collect::<Option<Vec<f64>>>()
            .filter(|buffer| !buffer.is_empty())
    }

    /// Puts a momentum buffer of one element back, as when a run is taken up again.
    pub(crate) fn set_buffer(&mut self, index: usize, value: Option<f64>) {
        self.buffers[index].clear();
        self.buffers[index].push(value);
    }
}

fn step_elements<T: Real>(
    options: &SgdOptions,
    tape: &mut Tape,
    parameter: Var,
    buffers: &mut [Option<f64>],
) {
    let coefficients = Coefficients::<T>::new(options);
    tape.update_each(parameter, |i, value, gradient| {
        let mut buffer = buffers[i].map(T::from_f64);
        let stepped = coefficients.step(T::from_f64(value), T::from_f64(gradient), &mut buffer);
        buffers[i] = buffer.map(T::to_f64);
        stepped.to_f64()
    });
}
