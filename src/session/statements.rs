//! The statements of a run's program, for stepping by statements and, beside another program, by phases.

use super::Session;
use crate::listing;
use crate::program::Statement;

/// What a statement is for, whatever the program: two programs that take the same phases in turn stay side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// The prediction.
    Forward,
    /// The loss.
    Loss,
    /// Gradients cleared.
    Zero,
    /// Gradients computed.
    Backward,
    /// Parameters moved: two statements by hand, one with PyTorch's parts.
    Update,
}

impl Phase {
    /// The phase of a statement.
    pub fn of(statement: &Statement) -> Self {
        match statement {
            Statement::Forward { .. } => Self::Forward,
            Statement::Loss { .. } => Self::Loss,
            Statement::ZeroGrad { .. } => Self::Zero,
            Statement::Backward => Self::Backward,
            Statement::Update { .. } => Self::Update,
        }
    }

    /// `forward`, `loss`, `zero`, `backward` or `update`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Loss => "loss",
            Self::Zero => "zero",
            Self::Backward => "backward",
            Self::Update => "update",
        }
    }
}

/// A statement where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedStatement {
    /// The name in the settings, e.g. `zero_grad`.
    pub op: &'static str,
    /// The parameter that an update by hand moves.
    pub target: Option<&'static str>,
    /// What it is for.
    pub phase: Phase,
    /// Its line in the listing, from 0.
    pub line: usize,
}

impl Session {
    /// The statements of one update, in order: `statement` at the cursor counts them.
    pub fn statements(&self) -> Vec<ListedStatement> {
        let lines = listing::lines_of(&self.settings, self.plan.next_epochs());
        let listed = self.program().statements().iter().zip(lines).map(|(statement, line)| {
            let target = match statement {
                Statement::Update { target, .. } => target.map(|target| target.name()),
                _ => None,
            };
            ListedStatement { op: statement.op(), target, phase: Phase::of(statement), line }
        });
        listed.collect()
    }
}
