//! The interpreter: executes a program statement by statement over the tape, with every value open to inspection.
//!
//! It refuses nothing itself: what PyTorch would raise becomes a [`Raised`].

mod readings;

use super::row::Carry;
use super::{Base, Parameter, Program, Raised, Statement};
use crate::autograd::{Reduction, Tape, Var};
use crate::data::Samples;
use crate::error::{Error, Result};
use crate::nn::{Linear, MseLoss};
use crate::optim::{Sgd, SgdOptions};
use crate::real::Dtype;
use crate::tensor::{Kind, Shape, Tensor};

/// A program under way: the tape, the names bound so far, the optimizer.
#[derive(Debug, Clone)]
pub(crate) struct Machine {
    base: Base,
    dtype: Dtype,
    tape: Tape,
    /// The parameters as created; `w` and `b` may be rebound to other tensors by an update in the graph.
    leaves: [Var; 2],
    mark: usize,
    w: Var,
    b: Var,
    optimizer: Sgd,
    batch: Option<Batch>,
    y_pred: Option<Var>,
    loss: Option<Var>,
    /// The gradients in force when a parameter was first moved in this update.
    used: Option<[Option<f64>; 2]>,
    /// What the statement executed last warned of, until it is taken.
    warning: Option<Raised>,
}

#[derive(Debug, Clone, Copy)]
struct Batch {
    x: Var,
    y: Var,
    len: usize,
}

impl Machine {
    pub(crate) fn new(base: Base, dtype: Dtype, carry: &Carry) -> Result<Self> {
        let (w_shape, b_shape) = match base {
            Base::Torch => (Shape::matrix(1, 1), Shape::vector(1)),
            _ => (Shape::SCALAR, Shape::SCALAR),
        };
        let mut tape = Tape::new();
        let w = tape.parameter(Tensor::new(w_shape, dtype, vec![carry.w])?);
        let b = tape.parameter(Tensor::new(b_shape, dtype, vec![carry.b])?);
        let names = match base {
            Base::Torch => ["weight", "bias"],
            Base::Parabola => ["x", "b"],
            _ => ["w", "b"],
        };
        tape.name(w, names[0]);
        tape.name(b, names[1]);
        let mut machine = Self {
            base,
            dtype,
            mark: tape.mark(),
            tape,
            leaves: [w, b],
            w,
            b,
            optimizer: Sgd::new(&[w, b], SgdOptions::default())?,
            batch: None,
            y_pred: None,
            loss: None,
            used: None,
            warning: None,
        };
        machine.load(carry)?;
        Ok(machine)
    }

    /// Takes up a run at an update boundary.
    pub(crate) fn load(&mut self, carry: &Carry) -> Result<()> {
        self.tape.rewind(self.mark);
        [self.w, self.b] = self.leaves;
        for (i, (value, leaf)) in [carry.w, carry.b].into_iter().zip(self.leaves).enumerate() {
            self.tape.set_data(leaf, &[value])?;
            self.tape.set_grad(leaf, carry.grad[i].as_ref().map(std::slice::from_ref))?;
            self.optimizer.set_buffer(i, carry.buffer[i]);
        }
        self.forget_batch();
        Ok(())
    }

    /// What the next update needs; `None` once a parameter is no leaf any more, as its graph is part of the state.
    pub(crate) fn carry(&self) -> Option<Carry> {
        ([self.w, self.b] == self.leaves).then(|| Carry {
            w: self.tape.item(self.w),
            b: self.tape.item(self.b),
            grad: self.gradients(),
            buffer: [0, 1]
                .map(|i| self.optimizer.momentum_buffer(i).and_then(|buffer| buffer.first().copied())),
        })
    }

    fn forget_batch(&mut self) {
        self.batch = None;
        self.y_pred = None;
        self.loss = None;
        self.used = None;
    }

    /// Starts an update: binds `xb` (n, 1) and `yb` (n,) to the batch's samples, and the optimizer's options in force.
    ///
    /// By hand the data were converted to the run's type beforehand; PyTorch's loader gives float64, which the forward
    /// statement converts.
    pub(crate) fn begin(
        &mut self,
        [x, y]: [&[f64]; 2],
        samples: &Samples<'_>,
        options: &SgdOptions,
    ) -> Result<()> {
        if self.optimizer.options() != *options {
            self.optimizer.set_options(*options)?;
        }
        let last = self.batch;
        self.forget_batch();
        // A graph that reaches back beyond this update stays on the tape, and the batches that it was made of.
        let afresh = [self.w, self.b] == self.leaves;
        // Otherwise a batch of the same length has its place right behind the parameters.
        let refilled = last.filter(|last| afresh && last.len == samples.len());
        if afresh {
            self.tape.rewind(refilled.map_or(self.mark, |batch| batch.y.index() + 1));
        }
        if self.base == Base::Parabola {
            return Ok(());
        }
        let batch = match refilled {
            Some(batch) => batch,
            None => self.room_for(samples.len()),
        };
        for (var, of) in [(batch.x, x), (batch.y, y)] {
            match samples {
                Samples::Neighbours(range) => self.tape.fill(var, &of[range.clone()]),
                Samples::Drawn(samples) => self.tape.fill_each(var, samples.iter().map(|&i| of[i as usize])),
            }
        }
        self.batch = Some(batch);
        Ok(())
    }

    /// `xb` and `yb` for so many samples.
    fn room_for(&mut self, len: usize) -> Batch {
        let dtype = if self.base == Base::Torch { Dtype::Float64 } else { self.dtype };
        let [x, y] = [("xb", Shape::matrix(len, 1)), ("yb", Shape::vector(len))].map(|(name, shape)| {
            let var = self.tape.unfilled(Kind::new(shape, dtype));
            self.tape.name(var, name);
            var
        });
        Batch { x, y, len }
    }

    /// Executes one statement; `first` in the run's first update.
    pub(crate) fn execute(&mut self, statement: &Statement, first: bool) -> std::result::Result<(), Raised> {
        match *statement {
            Statement::Forward { detach, cast } => self.forward(detach, cast),
            Statement::Loss { reduction, reshape } => self.loss(reduction, reshape),
            Statement::ZeroGrad { once } => {
                if first || !once {
                    self.zero_grad();
                }
                Ok(())
            }
            Statement::Backward => {
                let loss = self.loss_var().ok_or_else(|| Raised::undefined("loss"))?;
                self.tape.backward(loss).map_err(|error| Raised::from_error(&error))
            }
            Statement::Update { target, divide, ascend, in_graph } => {
                if self.used.is_none() {
                    self.used = Some(self.gradients());
                }
                match target {
                    Some(parameter) => self.update_by_hand(parameter, divide, ascend, in_graph),
                    None if self.base == Base::Parabola => self.update_parabola(),
                    None => {
                        self.optimizer.step(&mut self.tape);
                        Ok(())
                    }
                }
            }
        }
    }

    fn forward(&mut self, detach: Option<Parameter>, cast: bool) -> std::result::Result<(), Raised> {
        let w = if detach == Some(Parameter::W) { self.tape.detach(self.w) } else { self.w };
        let b = if detach == Some(Parameter::B) { self.tape.detach(self.b) } else { self.b };
        let tape = &mut self.tape;
        let computed = match (self.base, self.batch) {
            (Base::Parabola, _) => tape.pow(w, 2.0),
            (_, None) => return Err(Raised::undefined("xb")),
            (Base::Torch, Some(batch)) => {
                let x = if cast && self.dtype == Dtype::Float32 {
                    tape.to(batch.x, Dtype::Float32)
                } else {
                    batch.x
                };
                Linear { weight: w, bias: b }.forward(tape, x)
            }
            (_, Some(batch)) => tape.mul(w, batch.x).and_then(|product| tape.add(product, b)),
        };
        let y_pred = computed.map_err(|error| Raised::from_error(&error))?;
        tape.name(y_pred, if self.base == Base::Parabola { "f" } else { "y_pred" });
        self.y_pred = Some(y_pred);
        Ok(())
    }

    fn loss(&mut self, reduction: Reduction, reshape: bool) -> std::result::Result<(), Raised> {
        let y_pred = self.y_pred.ok_or_else(|| Raised::undefined("y_pred"))?;
        let batch = self.batch.ok_or_else(|| Raised::undefined("yb"))?;
        let (base, dtype) = (self.base, self.dtype);
        let tape = &mut self.tape;
        let mut warned = None;
        let computed = (|| {
            let mut y = batch.y;
            if reshape {
                y = tape.reshape(y, Shape::matrix(batch.len, 1))?;
            }
            if base == Base::Torch {
                if dtype == Dtype::Float32 {
                    y = tape.to(y, Dtype::Float32);
                }
                warned = Raised::size_warning(tape, y_pred, y);
                return MseLoss { reduction }.forward(tape, y_pred, y);
            }
            let residual = tape.sub(y_pred, y)?;
            let squared = tape.pow(residual, 2.0)?;
            Ok(if reduction == Reduction::Mean { tape.mean(squared) } else { tape.sum(squared) })
        })();
        let loss = computed.map_err(|error: Error| Raised::from_error(&error))?;
        tape.name(loss, "loss");
        self.loss = Some(loss);
        if warned.is_some() {
            self.warning = warned;
        }
        Ok(())
    }

    fn zero_grad(&mut self) {
        if self.base == Base::Torch {
            self.optimizer.zero_grad(&mut self.tape);
        } else {
            for (name, var) in [("w", self.w), ("b", self.b)] {
                self.warn_of_gradient(name, var);
                self.tape.zero_grad(var);
            }
        }
    }

    /// By hand `.grad` is read by name, whatever the name stands for by now.
    fn warn_of_gradient(&mut self, name: &str, var: Var) {
        if self.warning.is_none() && !self.tape.is_leaf(var) {
            self.warning = Some(Raised::gradient_warning(name));
        }
    }

    /// `w.data = w.data - lr * w.grad / len(xb)`, left to right; with `in_graph` `w = w - lr * w.grad / len(xb)`.
    fn update_by_hand(
        &mut self,
        parameter: Parameter,
        divide: bool,
        ascend: bool,
        in_graph: bool,
    ) -> std::result::Result<(), Raised> {
        let var = if parameter == Parameter::W { self.w } else { self.b };
        self.warn_of_gradient(parameter.name(), var);
        let gradient =
            self.tape.leaf_grad_item(var).ok_or_else(|| Raised::gradient_is_none(parameter.name()))?;
        let batch = self.batch.ok_or_else(|| Raised::undefined("xb"))?;
        let (dtype, len) = (self.dtype, batch.len as f64);
        let lr = dtype.round(self.optimizer.options().lr);
        let change = |gradient| {
            let change = dtype.round(lr * gradient);
            if divide { dtype.round(change / len) } else { change }
        };
        if in_graph {
            let change = self.tape.leaf(Kind::scalar(dtype), &[change(gradient)], false);
            let moved = if ascend { self.tape.add(var, change) } else { self.tape.sub(var, change) };
            let moved = moved.map_err(|error| Raised::from_error(&error))?;
            self.tape.name(moved, parameter.name());
            match parameter {
                Parameter::W => self.w = moved,
                Parameter::B => self.b = moved,
            }
            return Ok(());
        }
        self.tape.update_each(var, |_, value, gradient| {
            let change = change(gradient);
            dtype.round(if ascend { value + change } else { value - change })
        });
        Ok(())
    }

    /// `x.data = x.data - lr * x.grad`.
    fn update_parabola(&mut self) -> std::result::Result<(), Raised> {
        let gradient = self.tape.leaf_grad_item(self.w).ok_or_else(|| Raised::gradient_is_none("x"))?;
        let moved = self.tape.item(self.w) - self.optimizer.options().lr * gradient;
        self.tape.set_data(self.w, &[moved]).map_err(|error| Raised::from_error(&error))
    }
}

/// Executes all statements of one update; `warned` keeps the first that warns, with its warning.
pub(crate) fn run_update(
    machine: &mut Machine,
    program: &Program,
    first: bool,
    warned: &mut Option<(usize, Raised)>,
) -> std::result::Result<(), (usize, Raised)> {
    for (i, statement) in program.statements().iter().enumerate() {
        let executed = machine.execute(statement, first);
        // Looked at before it is taken: nearly always there is none, and nothing to move.
        if machine.warning.is_some() {
            let warning = machine.warning.take();
            *warned = warned.take().or(warning.map(|warning| (i, warning)));
        }
        executed.map_err(|raised| (i, raised))?;
    }
    Ok(())
}
