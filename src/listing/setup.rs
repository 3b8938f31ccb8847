//! What stands before the loop: imports, functions, the model's parameters, loader and optimizer.

use super::page::{Page, Text, count, float, whole};
use super::statements::counts_updates;
use super::{data, loader};
use crate::autograd::Reduction;
use crate::optim::SgdOptions;
use crate::program::{Base, Statement};
use crate::real::Dtype;
use crate::settings::{Init, Settings};

const ZERO_GRAD: &str = "\
def zero_grad(*parameters):
    \"\"\"Gradients add up until they are cleared.\"\"\"
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.zero_()";

/// The first part of a script: what it is, what it imports.
pub(super) fn imports(page: &mut Page, settings: &Settings) {
    let base = settings.program.base();
    page.part("imports");
    page.line(match base {
        Base::ByHand => {
            "# Linear regression by hand: PyTorch finds the gradients, the update is written out."
        }
        Base::Torch => "# Linear regression with PyTorch's parts.",
        Base::Parabola => "# Gradient descent on f(x) = x ** 2.",
        Base::SgdRegressor => "# Linear regression with scikit-learn's SGDRegressor.",
    });
    if base == Base::ByHand && loader::may_shuffle(settings) {
        page.block("import random\n");
    }
    let with_data = base != Base::Parabola;
    if with_data && data::uses_numpy(settings) {
        page.line("import numpy as np");
    }
    if base != Base::SgdRegressor {
        page.line("import torch");
    }
    if let (true, Some(function)) = (with_data, data::sklearn_function(settings)) {
        page.line(&["from sklearn.datasets import ", function].concat());
    }
    match base {
        Base::Torch => {
            page.block("from torch import nn\nfrom torch.utils.data import DataLoader, TensorDataset")
        }
        Base::SgdRegressor => page.line("from sklearn.linear_model import SGDRegressor"),
        Base::ByHand | Base::Parabola => {}
    }
    if base != Base::SgdRegressor {
        page.block("\ntorch.set_num_threads(1)  # the order of a sum depends on the threads");
    }
    if base == Base::Parabola {
        page.function(ZERO_GRAD);
    }
}

/// The second part of a script: the points, as the program takes them.
pub(super) fn points(page: &mut Page, settings: &Settings) {
    page.part("data");
    data::data(page, settings);
    match (settings.program.base(), settings.dtype) {
        (Base::Torch, _) => page.line("dataset = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))"),
        (Base::ByHand, Dtype::Float64) => page.line("x, y = torch.from_numpy(x), torch.from_numpy(y)"),
        (Base::ByHand, Dtype::Float32) => {
            page.line("x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float()");
        }
        _ => {}
    }
    if settings.program.base() == Base::ByHand {
        loader::define_batches(page, settings);
        page.function(ZERO_GRAD);
    }
}

/// The third part: parameters, loader, optimizer; in a listing the only one before the loop.
pub(super) fn model(page: &mut Page, settings: &Settings) {
    page.part("model");
    let base = settings.program.base();
    if base == Base::Torch {
        torch_model(page, settings);
    } else {
        page.fill("lr = @", [float(settings.optimizer.lr, "lr")]);
        let Init::Values { w, b } = settings.init else { return };
        if base == Base::Parabola {
            parameter(page, "x", w, Dtype::Float64);
        } else {
            parameter(page, "w", w, settings.dtype);
            parameter(page, "b", b, settings.dtype);
            loader::names(page, settings);
        }
    }
    if base != Base::Parabola && counts_updates(settings) {
        page.line("update = 0");
    }
}

fn parameter(page: &mut Page, name: &str, value: f64, dtype: Dtype) {
    let mut line = Text::new(name);
    line.put(" = torch.tensor(");
    line.number(float(value, &["init.", name].concat()));
    for part in [", dtype=torch.", dtype.name(), ", requires_grad=True)"] {
        line.put(part);
    }
    page.push(line, None);
}

fn torch_model(page: &mut Page, settings: &Settings) {
    page.fill("torch.manual_seed(@)", [whole(settings.seed, "seed")]);
    let mut loader = Text::default();
    loader::DataLoaderLine::first(settings).write(&mut loader);
    page.push(loader, None);
    page.line(match settings.dtype {
        Dtype::Float32 => "model = nn.Linear(1, 1)",
        Dtype::Float64 => "model = nn.Linear(1, 1, dtype=torch.float64)",
    });
    if let Init::Values { w, b } = settings.init {
        page.fill("nn.init.constant_(model.weight, @)", [float(w, "init.w")]);
        page.fill("nn.init.constant_(model.bias, @)", [float(b, "init.b")]);
    }
    let averages =
        |statement: &Statement| matches!(statement, Statement::Loss { reduction: Reduction::Mean, .. });
    if settings.program.statements().iter().any(averages) {
        page.line("loss_fn = nn.MSELoss()");
    }
    let options = settings.optimizer;
    let default = SgdOptions::default();
    let mut line = Text::new("optimizer = torch.optim.SGD(model.parameters()");
    for (name, value, shown) in [
        ("lr", options.lr, true),
        ("momentum", options.momentum, true),
        ("dampening", options.dampening, options.dampening != default.dampening),
        ("weight_decay", options.weight_decay, options.weight_decay != default.weight_decay),
    ] {
        if shown {
            line.argument(name, float(value, name));
        }
    }
    for (name, value) in [("nesterov", options.nesterov), ("maximize", options.maximize)] {
        if value {
            line.flag(name, true);
        }
    }
    line.put(")");
    page.push(line, None);
}

/// The epochs in the end, and the setting that says so: changes can only move the end.
pub(super) fn loop_over_epochs(settings: &Settings) -> Text {
    let mut line = Text::new("for epoch in range(");
    let changed = settings.changes.iter().enumerate().rev();
    let last = changed.filter_map(|(i, (_, change))| change.epochs.map(|epochs| (i, epochs))).next();
    line.number(match last {
        Some((i, epochs)) => count(epochs, &super::statements::change_path(i, "set.epochs")),
        None => count(settings.epochs, "epochs"),
    });
    line.put("):");
    line
}
