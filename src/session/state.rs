//! What a session reports: plain facts at the cursor. The page composes the sentences.

use super::trace::RaisedAt;

/// Values at the cursor; `None` (null) before they exist.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Updates completed.
    pub update: usize,
    /// Updates in all.
    pub updates: usize,
    /// Statements executed of the next update.
    pub statement: usize,
    /// Line of the listing whose statement was executed last, from 0.
    pub line: Option<usize>,
    /// Epoch of the batch under way, else of the last one; from 0.
    pub epoch: usize,
    /// That batch's number within its epoch, from 0.
    pub batch: usize,
    /// Batches in that epoch.
    pub batches: usize,
    /// Slope (`weight`, `coef`), or x in the parabola.
    pub w: f64,
    /// Intercept; none in the parabola.
    pub b: Option<f64>,
    /// `.grad` of w as the program sees it now.
    pub grad_w: Option<f64>,
    /// `.grad` of b as the program sees it now.
    pub grad_b: Option<f64>,
    /// Loss of the batch under way once it is computed, else of the last one, as the program reduces it.
    pub loss: Option<f64>,
    /// Squared residuals ÷ samples seen in this epoch; none in the parabola.
    pub epoch_loss: Option<f64>,
    /// Whether nothing is left to execute.
    pub done: bool,
    /// Once the run has diverged.
    pub diverged: Option<Diverged>,
    /// Where the program would have raised.
    pub raised: Option<RaisedState>,
    /// Where the program would have warned first.
    pub warned: Option<RaisedState>,
}

/// The first update whose loss is not finite, or above 10⁶ times the larger of the first loss and the loss of
/// predicting mean(y) for the first batch's number of samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diverged {
    /// The update, from 0.
    pub update: usize,
    /// The last finite slope at or before that update.
    pub w: f64,
    /// The last finite intercept at or before that update.
    pub b: f64,
}

/// An exception or warning of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RaisedState {
    /// The update, from 0.
    pub update: usize,
    /// The statement, from 0.
    pub statement: usize,
    /// Python's class.
    pub kind: &'static str,
    /// The message's sense.
    pub message: String,
}

impl RaisedState {
    pub(crate) fn of(at: &RaisedAt) -> Self {
        let (kind, message) = (at.raised.kind, at.raised.message.clone());
        Self { update: at.update, statement: at.statement, kind, message }
    }
}

/// All that has been computed, also past the cursor. Row k belongs to update k; w and b are after it, gradients as
/// used, NaN where PyTorch had `None`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Loss of each update, as the program reduces it.
    pub loss: Vec<f64>,
    /// Slope after each update.
    pub w: Vec<f64>,
    /// Intercept after each update.
    pub b: Vec<f64>,
    /// Gradient with respect to w used by each update.
    pub grad_w: Vec<f64>,
    /// Gradient with respect to b used by each update.
    pub grad_b: Vec<f64>,
    /// Squared residuals ÷ samples seen in the update's epoch so far. Empty for the parabola.
    pub epoch_loss: Vec<f64>,
    /// The same over all epochs so far: the curve that is often plotted by mistake. Empty for the parabola.
    pub running_loss: Vec<f64>,
    /// Squared residuals ÷ samples of each update's batch: one unit for all programs. Empty for the parabola.
    pub batch_loss: Vec<f64>,
    /// Updates completed at the end of each epoch, for the epochs computed to their end. Empty for the parabola.
    pub epoch_ends: Vec<usize>,
    /// Parameters before the first update.
    pub init: (f64, Option<f64>),
}

/// One of the program's names at the cursor.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedValue {
    /// As in the listing.
    pub name: &'static str,
    /// Sizes, outermost first.
    pub shape: Vec<usize>,
    /// `float32` or `float64`.
    pub dtype: &'static str,
    /// Row-major values.
    pub values: Vec<f64>,
    /// `.grad`.
    pub grad: Option<Vec<f64>>,
    /// `.requires_grad`.
    pub requires_grad: bool,
}

/// One node of the current batch's graph.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphNode<'a> {
    /// PyTorch's name of the operation, `leaf` for parameters and data.
    pub op: &'static str,
    /// What the operation computes.
    pub formula: &'static str,
    /// How a gradient passes it.
    pub derivative: &'static str,
    /// The program's name for it, if it has one.
    pub name: Option<&'static str>,
    /// Sizes, outermost first.
    pub shape: Vec<usize>,
    /// Whether no operation made it.
    pub leaf: bool,
    /// Whether a gradient flows through it.
    pub requires_grad: bool,
    /// Row-major values, once forward has been here.
    pub value: Option<&'a [f64]>,
    /// The gradient, once backward has been here.
    pub grad: Option<&'a [f64]>,
}

/// The current batch's graph, nodes in the order in which they are recorded.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph<'a> {
    /// The nodes.
    pub nodes: Vec<GraphNode<'a>>,
    /// From input to result, by position in `nodes`.
    pub edges: Vec<(usize, usize)>,
}
