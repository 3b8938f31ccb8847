//! The Python itself, as templates ([`template`](super::template) has their language). A listing is `MAIN`; a script is
//! `HEAD`, `MAIN` and `TAIL`.

use crate::program::{Base, Statement};

pub(super) const fn head(base: Base) -> &'static str {
    match base {
        Base::ByHand => BY_HAND_HEAD,
        Base::Torch => TORCH_HEAD,
        Base::Parabola => PARABOLA_HEAD,
        Base::SgdRegressor => REGRESSOR_SCRIPT,
    }
}

pub(super) const fn main(base: Base) -> &'static str {
    match base {
        Base::ByHand => BY_HAND,
        Base::Torch => TORCH,
        Base::Parabola => PARABOLA,
        Base::SgdRegressor => REGRESSOR_LISTING,
    }
}

pub(super) const fn tail(base: Base) -> &'static str {
    match base {
        Base::ByHand => {
            "\n%result\n?printed=True|print(f\"loss = {loss.item()}\")?\n\
             print(f\"w = {w.item()}\")\nprint(f\"b = {b.item()}\")"
        }
        Base::Torch => {
            "\n%result\n?printed=True|print(f\"loss = {loss.item()}\")?\n\
             print(f\"w = {model.weight.item()}\")\nprint(f\"b = {model.bias.item()}\")"
        }
        Base::Parabola => "\n%result\nprint(f\"f = {f.item()}\")\nprint(f\"x = {x.item()}\")",
        Base::SgdRegressor => "",
    }
}

/// One line for each statement, which depends on nothing else: an edit of a statement changes its line alone.
pub(super) const fn statement(base: Base, statement: &Statement) -> &'static str {
    match (base, statement) {
        (Base::Parabola, Statement::Forward { .. }) => "f = x ** 2",
        (Base::Parabola, Statement::ZeroGrad { .. }) => "zero_grad(x)",
        (Base::Parabola, Statement::Backward) => "f.backward()",
        (Base::Parabola, _) => "x.data = x.data - lr * x.grad",
        (Base::Torch, Statement::Forward { .. }) => {
            "y_pred = ?detach=|model(??detach!|nn.functional.linear(?xb?cast=True|.float()?\
             ?detach!|, model.weight??detach=w|.detach()??detach!|, model.bias??detach=b|.detach()?)"
        }
        (Base::Torch, Statement::Loss { .. }) => {
            "loss = ?mean=True|loss_fn??mean=False|nn.MSELoss(reduction=\"sum\")?\
             (y_pred, yb?reshape=True|.reshape(-1, 1)??dtype=float32|.float()?)"
        }
        (Base::Torch, Statement::ZeroGrad { .. }) => "?once=True|if update == 0: ?optimizer.zero_grad()",
        (Base::Torch, Statement::Update { .. }) => "optimizer.step()",
        (_, Statement::Forward { .. }) => "y_pred = w?detach=w|.detach()? * xb + b?detach=b|.detach()?",
        (_, Statement::Loss { .. }) => {
            "loss = ((y_pred - yb?reshape=True|.reshape(-1, 1)?) ** 2).?mean=True|mean??mean=False|sum?()"
        }
        (_, Statement::ZeroGrad { .. }) => "?once=True|if update == 0: ?zero_grad(w, b)",
        (_, Statement::Backward) => "loss.backward()",
        (_, Statement::Update { .. }) => {
            "$target$?in_graph=False|.data? = $target$?in_graph=False|.data? \
             ?ascend=True|+??ascend=False|-? lr * $target$.grad?divide=True| / len(xb)?"
        }
    }
}

/// The `DataLoader` with the settings in force; PyTorch's defaults are left out.
pub(super) const DATA_LOADER: &str = "loader = DataLoader(dataset, batch_size=$batch_size$\
?shuffle=True|, shuffle=$shuffle$??drop_last=True|, drop_last=$drop_last$?)";

const BY_HAND_HEAD: &str = "\
%imports
# Linear regression by hand: PyTorch finds the gradients, the update is written out.
?rng=True|import random?
?rng=True|~?
?numpy=True|import numpy as np?
import torch
?sklearn!|from sklearn.datasets import $sklearn$?

torch.set_num_threads(1)  # the order of a sum depends on the threads

%data
@data
x, y = torch.from_numpy(x)?dtype=float32|.float()?, torch.from_numpy(y)?dtype=float32|.float()?


@batches


@zero_grad

";

const BY_HAND: &str = "\
%model
lr = $lr$
w = torch.tensor($init.w$, dtype=torch.$dtype$, requires_grad=True)
b = torch.tensor($init.b$, dtype=torch.$dtype$, requires_grad=True)
?rng=True|rng = random.Random($seed$)?
?batch_size_changes=True|batch_size = $batch_size$?
?shuffle_changes=True|shuffle = $shuffle$?
?drop_last_changes=True|drop_last = $drop_last$?
?counted=True|update = 0?

%loop
for epoch in range($epochs$):
    @loader_changes
?printed=True|    total, seen = 0.0, 0?
    for xb, yb in batches(x, y, ?batch_size_changes=False|$batch_size$??batch_size_changes=True|batch_size?\
?shuffle_changes=True|, shuffle=shuffle??shuffle_given=True|, shuffle=$shuffle$?\
?drop_last_changes=True|, drop_last=drop_last??drop_last_given=True|, drop_last=$drop_last$?):
@body";

const TORCH_HEAD: &str = "\
%imports
# Linear regression with PyTorch's parts.
?numpy=True|import numpy as np?
import torch
?sklearn!|from sklearn.datasets import $sklearn$?
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)  # the order of a sum depends on the threads

%data
@data
dataset = TensorDataset(torch.from_numpy(x), torch.from_numpy(y))
";

const TORCH: &str = "\
%model
torch.manual_seed($seed$)
@data_loader
model = nn.Linear(1, 1?dtype=float64|, dtype=torch.$dtype$?)
?init=True|nn.init.constant_(model.weight, $init.w$)?
?init=True|nn.init.constant_(model.bias, $init.b$)?
?loss_fn=True|loss_fn = nn.MSELoss()?
optimizer = torch.optim.SGD(model.parameters(), lr=$lr$, momentum=$momentum$\
?dampening!0.0|, dampening=$dampening$??weight_decay!0.0|, weight_decay=$weight_decay$?\
?nesterov=True|, nesterov=$nesterov$??maximize=True|, maximize=$maximize$?)
?counted=True|update = 0?

%loop
for epoch in range($epochs$):
    @loader_changes
?printed=True|    total, seen = 0.0, 0?
    for xb, yb in loader:
@body";

/// What stands in the loop over batches.
pub(super) const BODY: &str = "        @changes
        @statements
?counted=True|        update += 1?
?printed=True|        total += loss.item()??last_mean=True| * len(xb)?
?printed=True|        seen += len(xb)?
?printed=True|    if (epoch + 1) % $every$ == 0:?
?printed=True|        print(f\"epoch {epoch + 1}: loss {total / seen:.4f}\")?";

const PARABOLA_HEAD: &str = "\
%imports
# Gradient descent on f(x) = x ** 2.
import torch

torch.set_num_threads(1)


@zero_grad

";

const PARABOLA: &str = "\
%model
lr = $lr$
x = torch.tensor($init.x$, dtype=torch.float64, requires_grad=True)

%loop
for update in range($updates$):
    @changes
    @statements
?printed=True|    if (update + 1) % $every$ == 0:?
?printed=True|        print(f\"update {update + 1}: f {f.item():.4f}\")?";

const REGRESSOR_SCRIPT: &str = "\
%imports
# Linear regression with scikit-learn's SGDRegressor.
?numpy=True|import numpy as np?
?sklearn!|from sklearn.datasets import $sklearn$?
from sklearn.linear_model import SGDRegressor

%data
@data

%model
model = SGDRegressor(random_state=$random_state$\
?penalty!\"l2\"|, penalty=$penalty$??learning_rate!\"invscaling\"|, learning_rate=$learning_rate$?\
?alpha!0.0001|, alpha=$alpha$??l1_ratio!0.15|, l1_ratio=$l1_ratio$??eta0!0.01|, eta0=$eta0$?\
?power_t!0.25|, power_t=$power_t$??tol!0.001|, tol=$tol$??max_iter!1000|, max_iter=$max_iter$?\
?n_iter_no_change!5|, n_iter_no_change=$n_iter_no_change$??shuffle=False|, shuffle=$shuffle$?\
?fit_intercept=False|, fit_intercept=$fit_intercept$??early_stopping=True|, early_stopping=$early_stopping$?\
?validation_fraction!0.1|, validation_fraction=$validation_fraction$??average=True|, average=$average$?)

%loop
model.fit(x, y)

%result
print(f\"coef_ = {model.coef_[0].item()}\")
print(f\"intercept_ = {model.intercept_[0].item()}\")
print(f\"n_iter_ = {model.n_iter_}\")";

/// What `fit` does, sample by sample. The lines of its three statements are marked; what the third does besides moving
/// the weights (step size, penalties, means, count) stands around it. scikit-learn lets a truncation by l1 act on the
/// earlier updates' share of the mean, too, which no short line says; there a comment says what is reported.
const REGRESSOR_LISTING: &str = "\
coef, intercept, t = 0.0, 0.0, 1
?eta_is_fixed=True|eta = $eta0$?
?learning_rate=\"optimal\"|t0 = $alpha$ ** -0.75?
?l1=True|owed, paid = 0.0, 0.0?
?means=True|mean_coef, mean_intercept = 0.0, 0.0?
?early_stopping=True|samples, held_out = split(samples, $validation_fraction$, random_state=$random_state$)?
for epoch in range($max_iter$):
    for x, y in ?shuffle=True|shuffled(samples, random_state=$random_state$)??shuffle=False|samples?:
!0        p = coef * x + intercept
!1        loss = (p - y) ** 2 / 2
?learning_rate=\"invscaling\"|        eta = $eta0$ / t ** $power_t$?
?learning_rate=\"optimal\"|        eta = 1 / ($alpha$ * (t0 + t - 1))?
        step = eta * (p - y)
?penalty=\"l2\"|        coef *= max(0.0, 1 - eta * $alpha$)?
?penalty=\"elasticnet\"|        coef *= max(0.0, 1 - eta * $alpha$ * (1 - $l1_ratio$))?
!2        coef?fit_intercept=True|, intercept? = coef - step * x?fit_intercept=True|, intercept - step?
?means=True|        mean_coef += (coef - mean_coef) / t?
?means=True|        mean_intercept += (intercept - mean_intercept) / t?
?l1=True|        owed += eta * $alpha$??penalty=\"elasticnet\"| * $l1_ratio$?
?l1=True|        before = coef?
?l1=True|        coef = max(0.0, coef - owed - paid) if coef > 0 else min(0.0, coef + owed - paid)?
?l1=True|        paid += coef - before?
        t += 1
?means_unsaid=True|    # The result is the mean of coef and intercept over all updates?
?judged=loss|    # After $n_iter_no_change$ epochs in a row that do not lower the mean loss by $tol$: ?\
?judged=score|    # After $n_iter_no_change$ epochs in a row that do not raise the held-out score by $tol$: ?\
?then=shrink|eta /= 5; stop at eta <= 1e-06??then=stop|stop?";

/// Binds `x` (n, 1) and `y` (n,), arrays of NumPy.
pub(super) const DATA: &str = "\
?source=make_regression|x, y = make_regression(n_samples=$data.n_samples$, n_features=1, noise=$data.noise$, \
bias=$data.bias$, random_state=$data.random_state$)?
?source=diabetes_bmi|x, y = load_diabetes(return_X_y=True, scaled=False)?
?source=diabetes_bmi|x = x[:, [2]]  # the body mass index?
?source=anscombe|# One of Anscombe's four sets?
?source=norris|# NIST's Norris data?
@points
@edits
?standardize=True|if x.min() < x.max():?
?standardize=True|    x = (x - x.mean()) / x.std()?";

pub(super) const BATCHES_IN_ORDER: &str = "\
def batches(x, y, batch_size, drop_last=True):
    \"\"\"Yields x (n, 1) and y (n,) in order; a short last batch is left out by default.\"\"\"
    for start in range(0, len(x), batch_size):
        xb, yb = x[start : start + batch_size], y[start : start + batch_size]
        if len(xb) == batch_size or not drop_last:
            yield xb, yb";

pub(super) const BATCHES_SHUFFLED: &str = "\
def batches(x, y, batch_size, shuffle=False, drop_last=True):
    \"\"\"Yields x (n, 1) and y (n,), shuffled anew if asked; a short last batch is left out by default.\"\"\"
    order = list(range(len(x)))
    if shuffle:
        rng.shuffle(order)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        if len(batch) == batch_size or not drop_last:
            yield x[batch], y[batch]";

pub(super) const ZERO_GRAD: &str = "\
def zero_grad(*parameters):
    \"\"\"Gradients add up until they are cleared.\"\"\"
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.zero_()";

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_mark_of_a_template_is_closed_on_its_line() {
        let texts = Base::ALL.into_iter().flat_map(|base| [head(base), main(base), tail(base)]);
        let parts = [BODY, DATA, DATA_LOADER, BATCHES_IN_ORDER, BATCHES_SHUFFLED, ZERO_GRAD];
        for line in texts.chain(parts).flat_map(|text| text.split('\n')) {
            for mark in ['?', '$'] {
                assert_eq!(line.matches(mark).count() % 2, 0, "{line}");
            }
        }
    }
}
