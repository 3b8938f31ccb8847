//! Errors of the *taught* program: what Python or PyTorch would raise or warn of, in our words. They are states of a
//! run, not errors of this crate.

use crate::autograd::Tape;
use crate::error::{Error, ErrorKind};

/// An exception or a warning of the running program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Python's class, e.g. `RuntimeError`.
    pub kind: &'static str,
    /// Its message's sense.
    pub message: String,
}

impl Raised {
    /// `lr * None`: a parameter that no gradient has reached.
    pub(crate) fn gradient_is_none(parameter: &str) -> Self {
        Self {
            kind: "TypeError",
            message: format!(
                "unsupported operand types for *: float and NoneType ({parameter}.grad is None: no gradient has reached it)"
            ),
        }
    }

    /// A name used before the statement that would give it a value.
    pub(crate) fn undefined(name: &str) -> Self {
        Self { kind: "NameError", message: format!("name '{name}' is not defined") }
    }

    /// What PyTorch raises where an operation of ours returns an error.
    pub(crate) fn from_error(error: &Error) -> Self {
        let message = match (error.kind(), error.value()) {
            (ErrorKind::Dtype, Some(value)) => {
                let [first, second] = dtypes(&value);
                ["mat1 and mat2 must have the same dtype, but got ", first, " and ", second].concat()
            }
            (ErrorKind::Backward, _) => error.reason().to_owned(),
            _ => error.to_string(),
        };
        Self { kind: "RuntimeError", message }
    }

    /// PyTorch's warning when prediction and target of a loss differ in size.
    pub(crate) fn size_warning(tape: &Tape, input: crate::Var, target: crate::Var) -> Option<Self> {
        crate::nn::MseLoss::size_warning(tape, input, target)
            .map(|message| Self { kind: "UserWarning", message })
    }

    /// PyTorch's warning when `.grad` is read of a tensor that an operation made.
    pub(crate) fn gradient_warning(name: &str) -> Self {
        Self {
            kind: "UserWarning",
            message: format!(
                "{name}.grad is read, but {name} is no leaf tensor any more: an operation made it, and backward() fills .grad of leaves only"
            ),
        }
    }
}

/// PyTorch's C++ names of the two types in "float64 and float32".
fn dtypes(value: &str) -> [&'static str; 2] {
    let name = |double: bool| if double { "Double" } else { "Float" };
    [name(value.starts_with("float64")), name(value.ends_with("float64"))]
}
