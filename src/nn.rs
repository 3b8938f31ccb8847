//! The parts of `torch.nn` that linear regression uses: [`Linear`] and [`MseLoss`].

use crate::autograd::{Tape, Var};
use crate::error::{Error, Result};
use crate::random::torch::Generator;
use crate::real::Dtype;
use crate::tensor::{Shape, Tensor};

pub use crate::autograd::Reduction;

/// `torch.nn.Linear(in_features, out_features)`: x `(batch, in)` ↦ x @ weightᵀ + bias, `(batch, out)`.
#[derive(Debug, Clone, Copy)]
pub struct Linear {
    /// `(out, in)`.
    pub weight: Var,
    /// `(out,)`.
    pub bias: Var,
}

impl Linear {
    /// A layer whose parameters are drawn from `generator` as `nn.Linear` draws them, weight first, and put on `tape`.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for 0 features.
    pub fn new(
        tape: &mut Tape,
        generator: &mut Generator,
        in_features: usize,
        out_features: usize,
        dtype: Dtype,
    ) -> Result<Self> {
        for (field, value) in [("in_features", in_features), ("out_features", out_features)] {
            if value == 0 {
                return Err(Error::out_of_range(field, value, "1 or more"));
            }
        }
        let (weight, bias) = match dtype {
            Dtype::Float32 => {
                let (weight, bias) = generator.linear_reset_parameters_f32(in_features, out_features, true);
                let widen = |values: Vec<f32>| values.into_iter().map(f64::from).collect();
                (widen(weight), widen(bias))
            }
            Dtype::Float64 => generator.linear_reset_parameters_f64(in_features, out_features, true),
        };
        let weight = Tensor::new(Shape::matrix(out_features, in_features), dtype, weight)?;
        let bias = Tensor::new(Shape::vector(out_features), dtype, bias)?;
        Ok(Self { weight: tape.parameter(weight), bias: tape.parameter(bias) })
    }

    /// The predictions for a batch x of shape `(batch, in)`.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) for another shape, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) for another element type than the parameters'.
    pub fn forward(&self, tape: &mut Tape, x: Var) -> Result<Var> {
        tape.linear(x, self.weight, self.bias)
    }

    /// Weight and bias, in PyTorch's order.
    pub fn parameters(&self) -> [Var; 2] {
        [self.weight, self.bias]
    }
}

/// `torch.nn.MSELoss(reduction=…)`.
#[derive(Debug, Clone, Copy, Default)]
pub struct MseLoss {
    /// `mean` by default.
    pub reduction: Reduction,
}

impl MseLoss {
    /// The squared differences of prediction and target, reduced. The shapes broadcast; see
    /// [`size_warning`](Self::size_warning).
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if the shapes do not broadcast, [`ErrorKind::Dtype`](crate::ErrorKind::Dtype) if the element types differ.
    pub fn forward(&self, tape: &mut Tape, input: Var, target: Var) -> Result<Var> {
        tape.mse_loss(input, target, self.reduction)
    }

    /// PyTorch's `UserWarning` when the sizes differ and broadcasting multiplies the residuals; `None` when they agree.
    pub fn size_warning(tape: &Tape, input: Var, target: Var) -> Option<String> {
        let (input, target) = (tape.node(input).shape, tape.node(target).shape);
        (input != target).then(|| {
            format!(
                "the target's size {target} differs from the input's {input}: broadcasting compares every prediction with every target"
            )
        })
    }
}
