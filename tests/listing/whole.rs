//! Whole listings, scripts and notebooks, as they are printed.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{listing, session, text};
use first_descent::listing::Flavour;
use first_descent::program::Base;
use first_descent::{Session, Settings};
use serde_json::json;

#[test]
fn the_listing_by_hand() {
    assert_eq!(
        listing(&json!({})),
        "\
lr = 0.01
w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
for epoch in range(100):
    for xb, yb in batches(x, y, 16):
        y_pred = w * xb + b
        loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()
        zero_grad(w, b)
        loss.backward()
        w.data = w.data - lr * w.grad / len(xb)
        b.data = b.data - lr * b.grad / len(xb)
"
    );
}

#[test]
fn the_listing_with_pytorchs_parts() {
    assert_eq!(
        listing(&json!({"program": "torch"})),
        "\
torch.manual_seed(0)
loader = DataLoader(dataset, batch_size=16, shuffle=True)
model = nn.Linear(1, 1)
loss_fn = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.0)
for epoch in range(100):
    for xb, yb in loader:
        y_pred = model(xb.float())
        loss = loss_fn(y_pred, yb.reshape(-1, 1).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"
    );
}

#[test]
fn the_listing_of_the_parabola() {
    assert_eq!(
        listing(&json!({"program": "parabola"})),
        "\
lr = 0.01
x = torch.tensor(10.0, dtype=torch.float64, requires_grad=True)
for update in range(500):
    f = x ** 2
    zero_grad(x)
    f.backward()
    x.data = x.data - lr * x.grad
"
    );
}

#[test]
fn the_listing_of_the_regressor_shows_what_fit_does_for_a_sample() {
    assert_eq!(
        listing(&json!({"program": "sgd_regressor"})),
        "\
coef, intercept, t = 0.0, 0.0, 1
for epoch in range(1000):
    for x, y in shuffled(samples, random_state=0):
        p = coef * x + intercept
        loss = (p - y) ** 2 / 2
        eta = 0.01 / t ** 0.25
        step = eta * (p - y)
        coef *= max(0.0, 1 - eta * 0.0001)
        coef, intercept = coef - step * x, intercept - step
        t += 1
    # After 5 epochs in a row that do not lower the mean loss by 0.001: stop
"
    );
}

#[test]
fn the_regressors_options_are_in_its_listing() {
    let settings = json!({
        "program": "sgd_regressor", "penalty": "elasticnet", "alpha": 0.5, "learning_rate": "adaptive",
        "average": true, "shuffle": false, "early_stopping": true, "fit_intercept": false, "eta0": 0.02
    });
    assert_eq!(
        listing(&settings),
        "\
coef, intercept, t = 0.0, 0.0, 1
eta = 0.02
owed, paid = 0.0, 0.0
samples, held_out = split(samples, 0.1, random_state=0)
for epoch in range(1000):
    for x, y in samples:
        p = coef * x + intercept
        loss = (p - y) ** 2 / 2
        step = eta * (p - y)
        coef *= max(0.0, 1 - eta * 0.5 * (1 - 0.15))
        coef = coef - step * x
        owed += eta * 0.5 * 0.15
        before = coef
        coef = max(0.0, coef - owed - paid) if coef > 0 else min(0.0, coef + owed - paid)
        paid += coef - before
        t += 1
    # The result is the mean of coef and intercept over all updates
    # After 5 epochs in a row that do not raise the held-out score by 0.001: eta /= 5; stop at eta <= 1e-06
"
    );
}

#[test]
fn the_regressors_script_calls_scikit_learn() {
    let settings = json!({
        "program": "sgd_regressor", "penalty": null, "tol": null, "learning_rate": "constant", "max_iter": 7,
        "average": true, "random_state": 3
    });
    let script = text(&session(&settings).source(Flavour::Script));
    let call = "model = SGDRegressor(random_state=3, penalty=None, learning_rate=\"constant\", tol=None, \
                max_iter=7, average=True)\n";
    assert!(script.contains(call), "{script}");
    assert!(script.contains("\nmodel.fit(x, y)\n"), "{script}");
}

#[test]
fn a_script_is_whole() {
    let settings = json!({"shuffle": true, "seed": 7});
    assert_eq!(
        text(&session(&settings).source(Flavour::Script)),
        "\
# Linear regression by hand: PyTorch finds the gradients, the update is written out.
import random

import torch
from sklearn.datasets import make_regression

torch.set_num_threads(1)  # the order of a sum depends on the threads

x, y = make_regression(n_samples=100, n_features=1, noise=10.0, bias=14.5, random_state=0)
x, y = torch.from_numpy(x), torch.from_numpy(y)


def batches(x, y, batch_size, shuffle=False, drop_last=True):
    \"\"\"Yields x (n, 1) and y (n,), shuffled anew if asked; a short last batch is left out by default.\"\"\"
    order = list(range(len(x)))
    if shuffle:
        rng.shuffle(order)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        if len(batch) == batch_size or not drop_last:
            yield x[batch], y[batch]


def zero_grad(*parameters):
    \"\"\"Gradients add up until they are cleared.\"\"\"
    for parameter in parameters:
        if parameter.grad is not None:
            parameter.grad.zero_()


lr = 0.01
w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
rng = random.Random(7)

for epoch in range(100):
    total, seen = 0.0, 0
    for xb, yb in batches(x, y, 16, shuffle=True):
        y_pred = w * xb + b
        loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()
        zero_grad(w, b)
        loss.backward()
        w.data = w.data - lr * w.grad / len(xb)
        b.data = b.data - lr * b.grad / len(xb)
        total += loss.item()
        seen += len(xb)
    if (epoch + 1) % 10 == 0:
        print(f\"epoch {epoch + 1}: loss {total / seen:.4f}\")

print(f\"loss = {loss.item()}\")
print(f\"w = {w.item()}\")
print(f\"b = {b.item()}\")
"
    );
}

#[test]
fn a_notebook_is_the_script_in_five_cells() {
    for base in Base::ALL {
        let session = Session::new(Settings::of(base)).unwrap();
        let notebook = session.source(Flavour::Notebook);
        let (cells, rest): (Vec<_>, Vec<_>) =
            notebook.into_iter().partition(|line| line.text.starts_with("# %% "));
        let names: Vec<&str> = cells.iter().map(|line| &line.text[5..]).collect();
        match base {
            Base::Parabola => assert_eq!(names, ["imports", "model", "loop", "result"]),
            _ => assert_eq!(names, ["imports", "data", "model", "loop", "result"]),
        }
        assert_eq!(rest, session.source(Flavour::Script), "{}", base.name());
    }
}
