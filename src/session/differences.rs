//! Gradients by central differences: what `backward()` finds in one walk, found again by trying.
//!
//! Refuses a step that is not above 0.

use super::{Run, Session};
use crate::autograd::{Replay, Tape, Var};
use crate::decimal::Plain;
use crate::error::{Error, Result};
use crate::program::{Base, Statement};
use crate::real::Dtype;

/// Nodes with more elements than this are left out: each element takes two walks through the batch's graph.
pub const MAX_DIFFERENCED: usize = 256;

/// The loss is at most quadratic in every number of its graph, so central differences have no error but rounding, and
/// the step need only be large against that.
fn usual_step(dtype: Dtype) -> f64 {
    match dtype {
        Dtype::Float64 => 1.0 / 1024.0,
        Dtype::Float32 => 1.0 / 16.0,
    }
}

/// Derivatives of the loss by central differences.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumericGradient {
    /// For each node of [`Session::graph`], in its order, the derivative by each element, or `None`.
    pub values: Vec<Option<Vec<f64>>>,
    /// The step in use: an element v is moved by `step`·max(1, |v|) to either side.
    pub step: f64,
}

impl Session {
    /// The derivative of the current batch's loss, as the program computes it, by each number of its graph: (loss at
    /// v + h − loss at v − h) / 2h with h = `step`·max(1, |v|). `step` is 2⁻¹⁰ if left out, 2⁻⁴ in float32.
    ///
    /// The unit is that of the gradient which `backward()` computes from this loss: a sum's where the loss is a sum. It is
    /// the gradient of this loss alone, while `.grad` of a leaf *accumulates*: the two agree only where the program has
    /// cleared `.grad` first. Both are taken at the values that forward read; an update that has moved a parameter since
    /// changes neither. A parameter cut from the graph by `detach` is seen to matter, as it does, where `backward()` sees
    /// nothing; so is one that an update in the graph has rebound.
    ///
    /// There are values for the parameters and for the nodes of the current batch that require a gradient and have
    /// at most [`MAX_DIFFERENCED`] elements; 0 where the loss does not depend on a node. `None` for all others, for
    /// nodes after the loss, before there is a loss, and where a difference is not finite. `sgd_regressor` has no graph.
    ///
    /// # Errors
    /// [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) and [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for a step,
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) in the lean build.
    pub fn numeric_gradient(&mut self, step: Option<f64>) -> Result<NumericGradient> {
        if let Some(step) = step {
            Error::unless_finite("step", step)?;
            if step <= 0.0 {
                return Err(Error::out_of_range("step", Plain(step), "above 0"));
            }
        }
        let step = step.unwrap_or_else(|| usual_step(self.settings.dtype));
        // This also brings `inside` to the cursor.
        let nodes = self.graph()?.nodes.len();
        let mut values = vec![None; nodes];
        if let Some((tape, loss, asked)) = self.at_forward()? {
            // The graph does not show the parabola's unused second parameter.
            let hidden = (self.program().base() == Base::Parabola).then_some(1);
            let mut replay = Replay::new(&tape);
            for var in asked.into_iter().filter(|var| hidden != Some(var.index())) {
                let place = var.index() - usize::from(hidden.is_some_and(|hidden| hidden < var.index()));
                values[place] = differences(&tape, &mut replay, loss, var, step);
            }
        }
        Ok(NumericGradient { values, step })
    }

    /// The tape with the parameters as the loss saw them, the loss, and the nodes to look at.
    fn at_forward(&mut self) -> Result<Option<(Tape, Var, Vec<Var>)>> {
        let (Some(inside), Run::Tape(trace)) = (&self.inside, &mut self.run) else { return Ok(None) };
        let Some(loss) = inside.machine.loss_var() else { return Ok(None) };
        let statements = self.settings.program.statements();
        let executed = &statements[..inside.executed.min(statements.len())];
        let is_forward = |statement: &Statement| matches!(statement, Statement::Forward { .. });
        let to_loss = match executed.iter().rposition(|statement| matches!(statement, Statement::Loss { .. }))
        {
            Some(loss_at) => &executed[..loss_at],
            None => executed, // the parabola, whose forward is the loss
        };
        let forward_at = to_loss.iter().rposition(is_forward).unwrap_or(0);
        let before = trace.machine_at(inside.update, forward_at, None, &self.plan, &self.data)?.machine;
        let mut tape = inside.machine.tape().clone();
        for leaf in before.leaves() {
            tape.set_data(leaf, before.tape().values(leaf))?;
        }
        let first = inside.machine.first_of_batch();
        let parameters: Vec<Var> = before.leaves().into_iter().chain(before.parameter_vars()).collect();
        let asked = (0..=loss.index()).map(Var::at).filter(|var| {
            let node = tape.node(*var);
            let known = var.index() >= first || parameters.contains(var);
            known && node.requires_grad && node.values.len() <= MAX_DIFFERENCED
        });
        let asked = asked.collect();
        Ok(Some((tape, loss, asked)))
    }
}

/// The derivative of `loss` by each element of `var`.
fn differences(tape: &Tape, replay: &mut Replay<'_>, loss: Var, var: Var, step: f64) -> Option<Vec<f64>> {
    let node = tape.node(var);
    let values = node.values.iter().enumerate().map(|(element, &value)| {
        let h = step * value.abs().max(1.0);
        // What is divided by is the way that was gone, both ends rounded.
        let (low, high) = (node.dtype.round(value - h), node.dtype.round(value + h));
        let (below, above) = (replay.with(loss, var, element, low), replay.with(loss, var, element, high));
        Some((above - below) / (high - low)).filter(|value| value.is_finite())
    });
    values.collect()
}
