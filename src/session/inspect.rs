//! Looking at a session: state, history, the program's names, the batch's graph.

use super::losses::{MeanLosses, has_loss};
use super::state::{Graph, GraphNode, History, NamedValue, RaisedState, State};
use super::{Cursor, RegressorInside, Run, Session};
use crate::autograd::{Tape, Var};
use crate::error::Result;
use crate::full::{IS_FULL, only_in_full};
use crate::listing::{self, Flavour, SourceLine};
use crate::program::Base;

impl Session {
    /// Values at the cursor.
    ///
    /// # Errors
    /// None that settings which [`new`](Self::new) took can bring about; a refusal of the layers below would be passed on.
    pub fn state(&mut self) -> Result<State> {
        if IS_FULL && self.lines.is_empty() {
            self.lines = listing::lines_of(&self.settings, self.plan.next_epochs());
        }
        let Cursor { update, statement } = self.cursor;
        let under_way = statement > 0;
        let position = self.current_position();
        let mut values = self.values_between(update);
        let mut loss_under_way = None;
        match &self.run {
            Run::Regressor(_) if under_way => {
                if let Some(inside) = self.regressor_inside() {
                    loss_under_way = inside.loss;
                }
            }
            // Between two updates of a right program the rows say everything.
            Run::Tape(_) if under_way || (update > 0 && self.program().is_edited()) => {
                self.seat()?;
                if let Some(inside) = &self.inside {
                    let [w, b] = inside.machine.parameters();
                    let [grad_w, grad_b] = inside.machine.gradients();
                    values = BetweenUpdates { w, b, grad_w, grad_b };
                    loss_under_way = inside.machine.loss_value().filter(|_| under_way);
                }
            }
            _ => {}
        }
        let epoch_loss = self.epoch_loss_at(update, loss_under_way, under_way);
        let parabola = self.program().base() == Base::Parabola;
        let last_row = update.checked_sub(1).and_then(|last| self.rows().get(last));
        let last_loss = last_row.map(|row| row.loss).filter(|_| has_loss(self.program()));
        let raised = self.raised().filter(|raised| self.cursor == Cursor::after(raised));
        let overflow = match &self.run {
            Run::Regressor(run) if update == self.plan.updates() => run.overflow.as_ref(),
            _ => None,
        };
        let warned = match &self.run {
            Run::Tape(trace) => trace.warned.as_ref(),
            Run::Regressor(_) => None,
        };
        let warned = warned.filter(|at| (at.update, at.statement) < (update, statement));
        let executed_last = self.executed().checked_sub(1);
        Ok(State {
            update,
            updates: self.plan.updates(),
            statement,
            line: executed_last.and_then(|statement| self.lines.get(statement).copied()),
            epoch: position.epoch,
            batch: position.batch,
            batches: position.batches,
            w: values.w,
            b: (!parabola).then_some(values.b),
            grad_w: values.grad_w,
            grad_b: values.grad_b.filter(|_| !parabola),
            loss: loss_under_way.or(last_loss),
            epoch_loss,
            done: self.at_end(),
            diverged: self.divergence(update, loss_under_way.is_some()),
            raised: raised.map(RaisedState::of).or_else(|| {
                overflow.map(|raised| RaisedState {
                    update: update.saturating_sub(1),
                    statement: self.program().statements().len() - 1,
                    kind: raised.kind,
                    message: raised.message.clone(),
                })
            }),
            warned: warned.map(RaisedState::of),
        })
    }

    /// The samples of the batch under way, else of the last one; `None` before the first and in the parabola.
    pub fn batch_indices(&mut self) -> Option<Vec<u32>> {
        if self.program().base() == Base::Parabola || self.executed() == 0 {
            return None;
        }
        let position = self.current_position();
        let orders = match &self.run {
            Run::Tape(trace) => &trace.orders,
            Run::Regressor(run) => &run.orders,
        };
        let batch = orders.batch(position.epoch, position.first_sample, position.len);
        Some(batch.iter().map(|i| i as u32).collect())
    }

    /// Copies of all that has been computed.
    pub fn history(&self) -> History {
        let rows = self.rows();
        let MeanLosses { epoch_loss, running_loss, batch_loss, epoch_ends } = self.mean_losses();
        let (w, b) = self.init();
        History {
            loss: rows.iter().map(|row| row.loss).collect(),
            w: rows.iter().map(|row| row.w).collect(),
            b: rows.iter().map(|row| row.b).collect(),
            grad_w: rows.iter().map(|row| row.grad_w).collect(),
            grad_b: rows.iter().map(|row| row.grad_b).collect(),
            epoch_loss,
            running_loss,
            batch_loss,
            epoch_ends,
            init: (w, (self.program().base() != Base::Parabola).then_some(b)),
        }
    }

    /// The program's names at the cursor, for display beside the code; `coef *=` is what that line leaves in `coef`.
    ///
    /// # Errors
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) in the lean build.
    pub fn values(&mut self) -> Result<Vec<NamedValue>> {
        if let Run::Regressor(_) = self.run {
            return Ok(self.regressor_values());
        }
        self.seat()?;
        let Some(inside) = &self.inside else { return Ok(Vec::new()) };
        let tape = inside.machine.tape();
        // PyTorch's programs keep theirs inside the optimizer.
        let rate =
            (self.program().base() != Base::Torch).then(|| scalar("lr", inside.machine.learning_rate()));
        let named = inside.machine.names().into_iter().map(|(name, var)| {
            let node = tape.node(var);
            NamedValue {
                name,
                shape: node.shape.sizes().to_vec(),
                dtype: node.dtype.name(),
                values: node.values.to_vec(),
                grad: if node.leaf { node.grad.map(<[f64]>::to_vec) } else { None },
                requires_grad: node.requires_grad,
            }
        });
        Ok(rate.into_iter().chain(named).collect())
    }

    /// The current batch's graph: the one under way, else the last one; at the very start the first one, its values
    /// still missing. `SGDRegressor` builds no graph: it is empty.
    ///
    /// # Errors
    /// [`ErrorKind::NotInThisBuild`](crate::ErrorKind::NotInThisBuild) in the lean build.
    pub fn graph(&mut self) -> Result<Graph<'_>> {
        if let Run::Regressor(_) = self.run {
            return Ok(Graph::default());
        }
        self.seat()?;
        let Some(inside) = &self.inside else { return Ok(Graph::default()) };
        // The parabola has no second parameter; the machine keeps an unused one in its place.
        let hidden = (self.program().base() == Base::Parabola).then_some(1);
        let (now, statements) = (inside.machine.tape(), self.program().statements());
        if inside.executed >= statements.len() {
            return Ok(graph_of(now, now, hidden));
        }
        // What forward has not reached yet is found by running the rest of the update on a copy.
        let mut ahead = inside.machine.clone();
        for statement in &statements[inside.executed..] {
            if ahead.execute(statement, inside.update == 0).is_err() {
                break;
            }
        }
        Ok(graph_of(now, ahead.tape(), hidden))
    }

    /// The program as Python.
    pub fn source(&self, flavour: Flavour) -> Vec<SourceLine> {
        listing::source(&self.settings, self.plan.next_epochs(), flavour)
    }

    /// Brings `inside` to the cursor: inside an update to its statement, between two to the end of the last one.
    fn seat(&mut self) -> Result<()> {
        only_in_full("statement", self.cursor.statement)?;
        let (update, executed) = (self.cursor.current(), self.executed());
        let reuse = self.inside.take();
        if let Run::Tape(trace) = &mut self.run {
            self.inside = Some(trace.machine_at(update, executed, reuse, &self.plan, &self.data)?);
        }
        Ok(())
    }

    /// What the rows say of the moment before `update`. Gradients and momentum of a right program stay as used.
    fn values_between(&self, update: usize) -> BetweenUpdates {
        let (w, b) = self.parameters_before(update);
        let row = update.checked_sub(1).and_then(|last| self.rows().get(last));
        BetweenUpdates { w, b, grad_w: row.map(|row| row.grad_w), grad_b: row.map(|row| row.grad_b) }
    }

    fn epoch_loss_at(&mut self, update: usize, loss: Option<f64>, under_way: bool) -> Option<f64> {
        // In a new epoch nothing has been seen before the first loss.
        let fresh_epoch = under_way && loss.is_none() && self.plan.locate(update).batch == 0;
        if fresh_epoch { None } else { self.epoch_loss(update, loss) }
    }

    /// The fit at the cursor, once the first statement has been executed.
    fn regressor_inside(&self) -> Option<RegressorInside> {
        match (&self.run, self.executed()) {
            (Run::Tape(_), _) | (_, 0) => None,
            (Run::Regressor(run), executed) => {
                Some(run.inside(self.cursor.current(), executed, &self.plan, &self.data))
            }
        }
    }

    /// Statements executed of the update under way, else of the last one.
    pub(super) fn executed(&self) -> usize {
        self.cursor.executed(self.program().statements().len())
    }

    fn regressor_values(&self) -> Vec<NamedValue> {
        let (w, b) = self.parameters_before(self.cursor.update);
        let count = self.cursor.update as f64 + 1.0;
        let mut values = vec![scalar("coef", w), scalar("intercept", b), scalar("t", count)];
        if let Some(inside) = self.regressor_inside() {
            let (x, y) = (self.data.trained_x[inside.sample], self.data.y[inside.sample]);
            values.extend([scalar("x", x), scalar("y", y)]);
            values.extend(inside.prediction.map(|value| scalar("p", value)));
            values.extend(inside.loss.map(|value| scalar("loss", value)));
            values.push(scalar("eta", inside.fit.eta()));
            if let Some(shrunk) = inside.shrunk {
                values.extend([
                    scalar("step", inside.fit.eta() * inside.fit.gradient()),
                    scalar("coef *=", shrunk),
                ]);
            }
        }
        values
    }
}

/// A number that is no tensor.
fn scalar(name: &'static str, value: f64) -> NamedValue {
    NamedValue {
        name,
        shape: Vec::new(),
        dtype: "float64",
        values: vec![value],
        grad: None,
        requires_grad: false,
    }
}

struct BetweenUpdates {
    w: f64,
    b: f64,
    grad_w: Option<f64>,
    grad_b: Option<f64>,
}

/// Nodes of the finished graph but for the `hidden` one, with the values and gradients that are there now.
fn graph_of<'a>(now: &'a Tape, finished: &Tape, hidden: Option<usize>) -> Graph<'a> {
    let recorded = now.mark();
    let place = |index: usize| index - usize::from(hidden.is_some_and(|hidden| hidden < index));
    let mut graph = Graph::default();
    for (index, node) in finished.nodes().enumerate().filter(|(index, _)| hidden != Some(*index)) {
        let current = (index < recorded).then(|| now.node(Var::at(index)));
        graph.nodes.push(GraphNode {
            op: node.operation.name,
            formula: node.operation.formula,
            derivative: node.operation.derivative,
            name: node.name,
            shape: node.shape.sizes().to_vec(),
            leaf: node.leaf,
            requires_grad: node.requires_grad,
            value: current.map(|node| node.values),
            grad: current.and_then(|node| node.grad),
        });
        graph.edges.extend(node.inputs.iter().map(|input| (place(input.index()), place(index))));
    }
    graph
}
