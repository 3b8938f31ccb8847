//! The training program as data: a short list of statements.
//!
//! The same value is run over the tape (`interpreter`), run fast (`fused`), stepped through, printed as Python
//! (`listing`) and edited by the bug bench. A statement's fields say what can be wrong with it; their defaults are
//! right.

pub(crate) mod fused;
pub(crate) mod interpreter;
pub(crate) mod raised;
pub(crate) mod row;

pub use raised::Raised;

use crate::autograd::Reduction;
use crate::error::{Error, Result};

/// Which program a run executes, or which one an edited program started from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// `w * x + b` on tensors, squared loss, `backward()`, the update written out.
    ByHand,
    /// `nn.Linear`, `nn.MSELoss`, `optim.SGD`, `DataLoader`.
    Torch,
    /// f(x) = x², the smallest example.
    Parabola,
    /// scikit-learn's `SGDRegressor`, one sample an update.
    SgdRegressor,
}

impl Base {
    /// All programs, in the lesson's order.
    pub const ALL: [Self; 4] = [Self::ByHand, Self::Torch, Self::Parabola, Self::SgdRegressor];

    /// The name in the settings, e.g. `by_hand`.
    pub fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by_hand",
            Self::Torch => "torch",
            Self::Parabola => "parabola",
            Self::SgdRegressor => "sgd_regressor",
        }
    }

    /// The program of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|base| base.name() == name)
    }
}

/// One of the model's two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// The slope; `weight` in PyTorch.
    W,
    /// The intercept; `bias` in PyTorch.
    B,
}

impl Parameter {
    /// `w` or `b`.
    pub fn name(self) -> &'static str {
        match self {
            Self::W => "w",
            Self::B => "b",
        }
    }
}

/// One line of the training loop's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// The prediction.
    Forward {
        /// A parameter cut from the graph.
        detach: Option<Parameter>,
        /// `torch` in float32: whether the batch is converted with `.float()`. Without it PyTorch raises.
        cast: bool,
    },
    /// The squared residuals, summed or averaged.
    Loss {
        /// [`Reduction::Sum`] or [`Reduction::Mean`].
        reduction: Reduction,
        /// Whether y `(n,)` becomes a column `(n, 1)`. Without it the difference is `(n, n)`.
        reshape: bool,
    },
    /// Clears the gradients.
    ZeroGrad {
        /// Only in the first update.
        once: bool,
    },
    /// `loss.backward()`.
    Backward,
    /// Moves one parameter (by hand) or all of them.
    Update {
        /// By hand: the parameter. Otherwise `None`.
        target: Option<Parameter>,
        /// By hand: whether the summed gradient is divided by the batch's length.
        divide: bool,
        /// By hand: whether the gradient is added instead of subtracted.
        ascend: bool,
        /// By hand: rebinds the parameter to a new tensor with a graph behind it, instead of changing its data.
        in_graph: bool,
    },
}

impl Statement {
    /// The name in the settings, e.g. `zero_grad`.
    pub fn op(&self) -> &'static str {
        match self {
            Self::Forward { .. } => "forward",
            Self::Loss { .. } => "loss",
            Self::ZeroGrad { .. } => "zero_grad",
            Self::Backward => "backward",
            Self::Update { .. } => "update",
        }
    }
}

/// A right update statement for `target`.
pub(crate) const fn update(target: Option<Parameter>) -> Statement {
    Statement::Update { target, divide: true, ascend: false, in_graph: false }
}

const FORWARD: Statement = Statement::Forward { detach: None, cast: true };
const ZERO_GRAD: Statement = Statement::ZeroGrad { once: false };

const BY_HAND: &[Statement] = &[
    FORWARD,
    Statement::Loss { reduction: Reduction::Sum, reshape: true },
    ZERO_GRAD,
    Statement::Backward,
    update(Some(Parameter::W)),
    update(Some(Parameter::B)),
];
const TORCH: &[Statement] = &[
    FORWARD,
    Statement::Loss { reduction: Reduction::Mean, reshape: true },
    ZERO_GRAD,
    Statement::Backward,
    update(None),
];
const PARABOLA: &[Statement] = &[FORWARD, ZERO_GRAD, Statement::Backward, update(None)];
const SGD_REGRESSOR: &[Statement] =
    &[FORWARD, Statement::Loss { reduction: Reduction::Sum, reshape: true }, update(None)];

/// Most statements an edited program can have. A bench program is one edit away from right; this leaves room.
pub const MAX_STATEMENTS: usize = 32;

/// A training loop's body: which program it is, and its statements in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    base: Base,
    statements: Vec<Statement>,
}

impl Program {
    /// The right program of that kind.
    pub fn new(base: Base) -> Self {
        Self { base, statements: Self::right(base).to_vec() }
    }

    /// A program with other statements than the right one.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a base other than `by_hand` and `torch`, for no or more than [`MAX_STATEMENTS`]
    /// statements; [`ErrorKind::UnusedSetting`](crate::ErrorKind::UnusedSetting) for a field that the base does not use.
    pub fn edited(base: Base, statements: Vec<Statement>) -> Result<Self> {
        if !matches!(base, Base::ByHand | Base::Torch) {
            return Err(Error::out_of_range("program.base", base.name(), "by_hand or torch"));
        }
        if statements.is_empty() || statements.len() > MAX_STATEMENTS {
            return Err(Error::out_of_range(
                "program.statements",
                format_args!("{} statements", statements.len()),
                format_args!("1 to {MAX_STATEMENTS} statements"),
            ));
        }
        for (i, statement) in statements.iter().enumerate() {
            let path = |field: &str| format!("program.statements[{i}].{field}");
            match *statement {
                Statement::Update { target: None, .. } if base == Base::ByHand => {
                    return Err(Error::missing(path("target"), "w or b"));
                }
                Statement::Update { target, divide, ascend, in_graph } if base == Base::Torch => {
                    let unused = [
                        ("target", target.map(Parameter::name)),
                        ("divide", (!divide).then_some("false")),
                        ("sign", ascend.then_some("-1")),
                        ("in_graph", in_graph.then_some("true")),
                    ];
                    if let Some((field, value)) =
                        unused.into_iter().find_map(|(field, value)| Some((field, value?)))
                    {
                        return Err(Error::unused_setting(path(field), value, base.name()));
                    }
                }
                Statement::Forward { cast: false, .. } if base == Base::ByHand => {
                    return Err(Error::unused_setting(path("cast"), "false", base.name()));
                }
                Statement::Loss { reduction: Reduction::None, .. } => {
                    return Err(Error::out_of_range(path("reduction"), "none", "sum or mean"));
                }
                _ => {}
            }
        }
        Ok(Self { base, statements })
    }

    fn right(base: Base) -> &'static [Statement] {
        match base {
            Base::ByHand => BY_HAND,
            Base::Torch => TORCH,
            Base::Parabola => PARABOLA,
            Base::SgdRegressor => SGD_REGRESSOR,
        }
    }

    /// What this program is, or what it started from.
    pub fn base(&self) -> Base {
        self.base
    }

    /// The loop's body in order.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Whether any statement differs from the right program's.
    pub fn is_edited(&self) -> bool {
        self.statements != Self::right(self.base)
    }

    /// Whether every loss turns y into a column first.
    pub(crate) fn reshapes(&self) -> bool {
        !self.statements.iter().any(|statement| matches!(statement, Statement::Loss { reshape: false, .. }))
    }

    /// The loss statement that defines what the loss of an update is; the last one, should there be several.
    pub(crate) fn loss(&self) -> Option<(Reduction, bool)> {
        self.statements.iter().rev().find_map(|statement| match *statement {
            Statement::Loss { reduction, reshape } => Some((reduction, reshape)),
            _ => None,
        })
    }
}
