//! The statements as Python, one line each, and the changes in mid-run.

use super::page::{Page, Text, count, float, python_bool};
use crate::autograd::Reduction;
use crate::program::{Base, Parameter, Statement};
use crate::real::Dtype;
use crate::settings::{Change, Settings};

/// One statement of `by_hand`, `torch` or `parabola`. It depends on nothing but itself, so an edit changes one line.
pub(super) fn statement(settings: &Settings, statement: &Statement) -> String {
    let base = settings.program.base();
    let torch = base == Base::Torch;
    let parabola = base == Base::Parabola;
    let converted = torch && settings.dtype == Dtype::Float32;
    match *statement {
        Statement::Forward { .. } if parabola => "f = x ** 2".to_owned(),
        Statement::Forward { detach, cast } => {
            let xb = if converted && cast { "xb.float()" } else { "xb" };
            let name = |parameter: Parameter, name: &str| match detach {
                Some(detached) if detached == parameter => [name, ".detach()"].concat(),
                _ => name.to_owned(),
            };
            if torch && detach.is_none() {
                return ["y_pred = model(", xb, ")"].concat();
            }
            if torch {
                let (weight, bias) = (name(Parameter::W, "model.weight"), name(Parameter::B, "model.bias"));
                return ["y_pred = nn.functional.linear(", xb, ", ", &weight, ", ", &bias, ")"].concat();
            }
            ["y_pred = ", &name(Parameter::W, "w"), " * xb + ", &name(Parameter::B, "b")].concat()
        }
        Statement::Loss { reduction, reshape } => {
            let yb = if reshape { "yb.reshape(-1, 1)" } else { "yb" };
            let mean = reduction == Reduction::Mean;
            if torch {
                let loss_fn = if mean { "loss_fn" } else { "nn.MSELoss(reduction=\"sum\")" };
                let float = if converted { ".float()" } else { "" };
                return ["loss = ", loss_fn, "(y_pred, ", yb, float, ")"].concat();
            }
            ["loss = ((y_pred - ", yb, ") ** 2).", if mean { "mean()" } else { "sum()" }].concat()
        }
        Statement::ZeroGrad { once } => {
            let clear = match base {
                Base::Torch => "optimizer.zero_grad()",
                Base::Parabola => "zero_grad(x)",
                _ => "zero_grad(w, b)",
            };
            [if once { "if update == 0: " } else { "" }, clear].concat()
        }
        Statement::Backward => if parabola { "f.backward()" } else { "loss.backward()" }.to_owned(),
        Statement::Update { target: None, .. } if torch => "optimizer.step()".to_owned(),
        Statement::Update { target, divide, ascend, in_graph } => {
            let name = if parabola { "x" } else { target.map_or("w", Parameter::name) };
            let data = if in_graph { "" } else { ".data" };
            let sign = if ascend { " + lr * " } else { " - lr * " };
            let divide = if divide && !parabola { " / len(xb)" } else { "" };
            [name, data, " = ", name, data, sign, name, ".grad", divide].concat()
        }
    }
}

/// Whether the loop has to count its updates.
pub(super) fn counts_updates(settings: &Settings) -> bool {
    settings.program.statements().contains(&Statement::ZeroGrad { once: true })
        || settings.changes.iter().any(|(_, change)| changes_options(change))
}

fn changes_options(change: &Change) -> bool {
    let Change { lr, momentum, dampening, nesterov, weight_decay, .. } = change;
    nesterov.is_some() || [lr, momentum, dampening, weight_decay].into_iter().any(Option::is_some)
}

/// `changes[i].name`.
pub(super) fn change_path(i: usize, name: &str) -> String {
    ["changes[", &i.to_string(), "].", name].concat()
}

/// `if update == 20: lr = 0.05`, one line a change to the optimizer.
pub(super) fn changes(page: &mut Page, settings: &Settings) {
    let torch = settings.program.base() == Base::Torch;
    for (i, (update, change)) in settings.changes.iter().enumerate() {
        if !changes_options(change) {
            continue;
        }
        let mut line = Text::default();
        line.fill("if update == @: ", [count(*update, &change_path(i, "update"))]);
        if torch {
            line.put("optimizer.param_groups[0].update(");
        }
        let mut separator = "";
        for (name, value) in [
            ("lr", change.lr),
            ("momentum", change.momentum),
            ("dampening", change.dampening),
            ("weight_decay", change.weight_decay),
        ] {
            let Some(value) = value else { continue };
            for part in [separator, name, if torch { "=" } else { " = " }] {
                line.put(part);
            }
            line.number(float(value, &change_path(i, &["set.", name].concat())));
            separator = ", ";
        }
        if let Some(nesterov) = change.nesterov {
            for part in [separator, "nesterov=", python_bool(nesterov)] {
                line.put(part);
            }
        }
        if torch {
            line.put(")");
        }
        page.push(line, None);
    }
}
