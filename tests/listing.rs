//! The Python of a run: whole listings, each statement's line, numbers that know their setting, what a script prints.
//!
//! `tests/golden/script_outputs.json` is what real Python printed for the scripts of `tests/scripts/settings.json`
//! (made by `tests/scripts/check.py`).
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::listing::{Flavour, SourceLine};
use first_descent::program::{Base, Program, Statement};
use first_descent::settings::{Change, Value};
use first_descent::{Session, Settings};
use serde_json::json;
use std::collections::BTreeMap;

const FLAVOURS: [Flavour; 3] = [Flavour::Listing, Flavour::Script, Flavour::Notebook];

/// Settings as a page would hand them over. Whole numbers above 2⁵³ are JavaScript's bigints.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => match number.as_u64() {
            Some(whole) if whole > 1 << 53 => Value::Integer(whole.into()),
            _ => Value::Number(number.as_f64().unwrap()),
        },
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(list) => Value::List(list.iter().map(value).collect()),
        serde_json::Value::Object(fields) => {
            Value::Record(fields.iter().map(|(name, field)| (name.clone(), value(field))).collect())
        }
    }
}

fn session(settings: &serde_json::Value) -> Session {
    Session::new(Settings::from_value(&value(settings)).unwrap()).unwrap()
}

/// The settings whose scripts real Python has run, by name.
fn cases() -> Vec<(String, Session)> {
    let cases: Vec<(String, serde_json::Value)> =
        serde_json::from_str(include_str!("scripts/settings.json")).unwrap();
    cases.into_iter().map(|(name, settings)| (name, session(&settings))).collect()
}

fn text(lines: &[SourceLine]) -> String {
    lines.iter().map(|line| format!("{}\n", line.text)).collect()
}

fn listing(settings: &serde_json::Value) -> String {
    text(&session(settings).source(Flavour::Listing))
}

/// The value at a path such as `changes[0].set.lr`.
fn at<'a>(settings: &'a Value, path: &str) -> Option<&'a Value> {
    path.split(['.', '[']).try_fold(settings, |value, step| match (value, step.strip_suffix(']')) {
        (Value::Record(fields), None) => fields.iter().find(|(name, _)| name == step).map(|(_, value)| value),
        (Value::List(list), Some(index)) => list.get(index.parse::<usize>().unwrap()),
        _ => None,
    })
}

fn fnv1a(text: &str) -> String {
    let digest = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{digest:016x}")
}

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

#[test]
fn each_statement_has_one_line_and_they_stand_in_order() {
    for (name, session) in cases() {
        let statements: Vec<usize> = (0..session.program().statements().len()).collect();
        for flavour in FLAVOURS {
            let found: Vec<usize> =
                session.source(flavour).iter().filter_map(|line| line.statement).collect();
            if session.program().base() == Base::SgdRegressor && flavour != Flavour::Listing {
                assert!(found.is_empty(), "{name}: scikit-learn's fit is no statement");
            } else {
                assert_eq!(found, statements, "{name} {flavour:?}");
            }
        }
    }
}

#[test]
fn each_literal_is_the_number_of_its_setting() {
    let mut seen = BTreeMap::new();
    for (name, session) in cases() {
        let settings = session.settings().to_value();
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            let mut end = 0;
            for literal in &line.literals {
                assert!(literal.start >= end && literal.end > literal.start, "{name}: {}", line.text);
                end = literal.end;
                let printed = &line.text[literal.start..literal.end];
                let agrees = match at(&settings, &literal.setting) {
                    Some(Value::Number(number)) => printed.parse() == Ok(*number),
                    Some(Value::Integer(integer)) => printed.parse() == Ok(*integer),
                    // The caller's own points.
                    _ => {
                        literal.setting.starts_with("data.")
                            && point(&settings, &literal.setting) == printed.parse().ok()
                    }
                };
                assert!(agrees, "{name}: {printed} as {} in {}", literal.setting, line.text);
                let plain: String = literal.setting.chars().filter(|c| !c.is_ascii_digit()).collect();
                *seen.entry(plain).or_insert(0) += 1;
            }
        }
    }
    let paths: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "alpha",
            "batch_size",
            "changes[].set.batch_size",
            "changes[].set.dampening",
            "changes[].set.epochs",
            "changes[].set.lr",
            "changes[].set.momentum",
            "changes[].set.weight_decay",
            "changes[].update",
            "dampening",
            "data.bias",
            "data.edits[].x",
            "data.edits[].y",
            "data.n_samples",
            "data.noise",
            "data.random_state",
            "data.x[]",
            "data.y[]",
            "epochs",
            "eta",
            "init.b",
            "init.w",
            "init.x",
            "l_ratio",
            "lr",
            "max_iter",
            "momentum",
            "n_iter_no_change",
            "power_t",
            "random_state",
            "seed",
            "tol",
            "updates",
            "validation_fraction",
            "weight_decay",
        ]
    );
}

#[test]
fn each_word_is_the_flag_the_choice_or_the_none_of_its_setting() {
    let more = json!({
        "program": "torch", "dtype": "float64", "init": {"w": 0.5, "b": -2}, "nesterov": true, "momentum": 0.9,
        "changes": [
            {"update": 10, "set": {"nesterov": false, "batch_size": 50}},
            {"update": 30, "set": {"shuffle": false, "drop_last": true}},
            {"update": 60, "set": {"shuffle": true, "batch_size": 20}},
        ]
    });
    let by_hand = json!({"changes": [{"update": 20, "set": {"shuffle": true, "drop_last": false}}]});
    let mut seen = BTreeMap::new();
    for session in cases().into_iter().map(|(_, session)| session).chain([session(&more), session(&by_hand)])
    {
        let settings = session.settings().to_value();
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            for word in &line.words {
                let printed = &line.text[word.start..word.end];
                let value = match at(&settings, &word.setting) {
                    Some(Value::Bool(true)) => "True".to_owned(),
                    Some(Value::Bool(false)) => "False".to_owned(),
                    // As `average`, which scikit-learn takes as the update at which to begin.
                    Some(Value::Number(number)) if *number > 0.0 => "True".to_owned(),
                    Some(Value::Text(text)) => text.clone(),
                    _ => "None".to_owned(),
                };
                assert_eq!(printed.trim_matches('"'), value, "{} in {}", word.setting, line.text);
                let plain: String = word.setting.chars().filter(|c| !c.is_ascii_digit()).collect();
                *seen.entry(plain).or_insert(0) += 1;
            }
        }
    }
    let paths: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "average",
            "changes[].set.drop_last",
            "changes[].set.nesterov",
            "changes[].set.shuffle",
            "drop_last",
            "dtype",
            "early_stopping",
            "fit_intercept",
            "learning_rate",
            "maximize",
            "nesterov",
            "penalty",
            "shuffle",
            "tol",
        ]
    );
}

/// One of `data.x` or `data.y`.
fn point(settings: &Value, path: &str) -> Option<f64> {
    let (series, index) = path.strip_suffix(']')?.split_once('[')?;
    match at(settings, series)? {
        Value::Numbers(numbers) => numbers.get(index.parse::<usize>().unwrap()).copied(),
        _ => None,
    }
}

#[test]
fn a_seed_above_2_to_the_53_is_printed_to_the_last_digit() {
    let session = Session::new(Settings { seed: u64::MAX, ..Settings::of(Base::Torch) }).unwrap();
    let lines = session.source(Flavour::Listing);
    assert_eq!(lines[0].text, "torch.manual_seed(18446744073709551615)");
    assert_eq!((lines[0].literals[0].start, lines[0].literals[0].end), (18, 38));
}

#[test]
fn lines_are_ascii_without_blanks_at_their_ends_or_anything_of_a_template() {
    for (name, session) in cases() {
        for line in FLAVOURS.into_iter().flat_map(|flavour| session.source(flavour)) {
            assert!(line.text.is_ascii() && line.text.trim_end() == line.text, "{name}: {:?}", line.text);
            assert!(!line.text.contains(['$', '?', '|', '@', '!', '~']), "{name}: {:?}", line.text);
        }
    }
}

#[test]
fn the_line_of_the_state_is_the_line_of_the_statement() {
    for base in Base::ALL {
        let mut session = Session::new(Settings::of(base)).unwrap();
        let lines = session.source(Flavour::Listing);
        for statement in 0..session.program().statements().len() {
            session.step_statement().unwrap();
            let line = session.state().unwrap().line.unwrap();
            assert_eq!(lines[line].statement, Some(statement), "{}", base.name());
        }
    }
}

/// The line of one statement in an edited program that consists of it alone.
fn statement_line(base: &str, statement: &serde_json::Value) -> String {
    let settings = json!({"program": {"base": base, "statements": [statement]}});
    let lines = session(&settings).source(Flavour::Listing);
    let line = lines.iter().find(|line| line.statement == Some(0)).unwrap();
    line.text.trim_start().to_owned()
}

#[test]
fn each_fault_by_hand_is_in_its_line() {
    for (statement, line) in [
        (json!({"op": "forward", "detach": "w"}), "y_pred = w.detach() * xb + b"),
        (json!({"op": "forward", "detach": "b"}), "y_pred = w * xb + b.detach()"),
        (json!({"op": "loss", "reshape": false}), "loss = ((y_pred - yb) ** 2).sum()"),
        (json!({"op": "loss", "reduction": "mean"}), "loss = ((y_pred - yb.reshape(-1, 1)) ** 2).mean()"),
        (json!({"op": "zero_grad", "once": true}), "if update == 0: zero_grad(w, b)"),
        (json!({"op": "update", "target": "w", "divide": false}), "w.data = w.data - lr * w.grad"),
        (json!({"op": "update", "target": "b", "sign": -1}), "b.data = b.data + lr * b.grad / len(xb)"),
        (json!({"op": "update", "target": "w", "in_graph": true}), "w = w - lr * w.grad / len(xb)"),
        (
            json!({"op": "update", "target": "b", "in_graph": true, "sign": -1, "divide": false}),
            "b = b + lr * b.grad",
        ),
    ] {
        assert_eq!(statement_line("by_hand", &statement), line);
    }
}

#[test]
fn each_fault_with_pytorchs_parts_is_in_its_line() {
    for (statement, line) in [
        (json!({"op": "forward", "cast": false}), "y_pred = model(xb)"),
        (
            json!({"op": "forward", "detach": "w"}),
            "y_pred = nn.functional.linear(xb.float(), model.weight.detach(), model.bias)",
        ),
        (
            json!({"op": "forward", "detach": "b", "cast": false}),
            "y_pred = nn.functional.linear(xb, model.weight, model.bias.detach())",
        ),
        (json!({"op": "loss", "reshape": false}), "loss = loss_fn(y_pred, yb.float())"),
        (
            json!({"op": "loss", "reduction": "sum"}),
            "loss = nn.MSELoss(reduction=\"sum\")(y_pred, yb.reshape(-1, 1).float())",
        ),
        (json!({"op": "zero_grad", "once": true}), "if update == 0: optimizer.zero_grad()"),
    ] {
        assert_eq!(statement_line("torch", &statement), line);
    }
}

#[test]
fn an_edit_of_one_statement_changes_one_line() {
    let right = Session::new(Settings::default()).unwrap().source(Flavour::Listing);
    let mut statements = Program::new(Base::ByHand).statements().to_vec();
    statements[1] = Statement::Loss { reduction: first_descent::Reduction::Sum, reshape: false };
    let program = Program::edited(Base::ByHand, statements).unwrap();
    let edited = Session::new(Settings { program, ..Settings::default() }).unwrap().source(Flavour::Listing);
    let changed: Vec<usize> =
        (0..right.len()).filter(|&line| right[line].text != edited[line].text).collect();
    assert_eq!((right.len(), edited.len(), changed), (11, 11, vec![6]));
}

#[test]
fn changes_in_mid_run_stand_where_they_take_effect() {
    let settings = json!({
        "epochs": 60, "seed": 9,
        "changes": [
            {"update": 8, "set": {"batch_size": 50}},
            {"update": 20, "set": {"lr": 0.05, "shuffle": true, "epochs": 70}},
        ]
    });
    assert_eq!(
        listing(&settings),
        "\
lr = 0.01
w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
rng = random.Random(9)
batch_size = 16
shuffle = False
update = 0
for epoch in range(70):
    if epoch == 2: batch_size = 50
    if epoch == 7: shuffle = True
    for xb, yb in batches(x, y, batch_size, shuffle=shuffle):
        if update == 20: lr = 0.05
        y_pred = w * xb + b
        loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()
        zero_grad(w, b)
        loss.backward()
        w.data = w.data - lr * w.grad / len(xb)
        b.data = b.data - lr * b.grad / len(xb)
        update += 1
"
    );
}

#[test]
fn changes_with_pytorchs_parts_go_to_the_optimizer_and_to_a_new_loader() {
    let settings = json!({
        "program": "torch", "dtype": "float64", "init": {"w": 0.5, "b": -2}, "nesterov": true, "momentum": 0.9,
        "changes": [
            {"update": 10, "set": {"lr": 0.05, "momentum": 0.5, "nesterov": false, "batch_size": 50}},
            {"update": 30, "set": {"shuffle": false, "drop_last": true}},
        ]
    });
    assert_eq!(
        listing(&settings),
        "\
torch.manual_seed(0)
loader = DataLoader(dataset, batch_size=16, shuffle=True)
model = nn.Linear(1, 1, dtype=torch.float64)
nn.init.constant_(model.weight, 0.5)
nn.init.constant_(model.bias, -2.0)
loss_fn = nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, nesterov=True)
update = 0
for epoch in range(100):
    if epoch == 2: loader = DataLoader(dataset, batch_size=50, shuffle=True)
    if epoch == 11: loader = DataLoader(dataset, batch_size=50, drop_last=True)
    for xb, yb in loader:
        if update == 10: optimizer.param_groups[0].update(lr=0.05, momentum=0.5, nesterov=False)
        y_pred = model(xb)
        loss = loss_fn(y_pred, yb.reshape(-1, 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        update += 1
"
    );
}

#[test]
fn a_fork_prints_its_change() {
    let mut session = Session::new(Settings::default()).unwrap();
    session.step(20).unwrap();
    let branch = session.fork(Change { lr: Some(0.05), ..Change::default() }).unwrap();
    let lines = branch.source(Flavour::Listing);
    let line = lines.iter().find(|line| line.text.contains("update == 20")).unwrap();
    assert_eq!(line.text, "        if update == 20: lr = 0.05");
    let literals: Vec<(&str, &str)> = line
        .literals
        .iter()
        .map(|literal| (literal.setting.as_str(), &line.text[literal.start..literal.end]))
        .collect();
    assert_eq!(literals, [("changes[0].update", "20"), ("changes[0].set.lr", "0.05")]);
}

#[test]
fn a_loaders_flag_belongs_to_the_change_that_has_set_it() {
    let session = session(&json!({
        "program": "torch",
        "changes": [
            {"update": 8, "set": {"drop_last": true}},
            {"update": 30, "set": {"batch_size": 50}},
        ]
    }));
    let lines = session.source(Flavour::Listing);
    let words = |condition: &str| -> Vec<(String, String)> {
        let line = lines.iter().find(|line| line.text.contains(condition)).unwrap();
        let pairs = line.words.iter();
        pairs.map(|word| (word.setting.clone(), line.text[word.start..word.end].to_owned())).collect()
    };
    let pairs = [("shuffle", "True"), ("changes[0].set.drop_last", "True")];
    let pairs = pairs.map(|(path, text)| (path.to_owned(), text.to_owned())).to_vec();
    assert_eq!(words("epoch == 2:"), pairs);
    assert_eq!(words("batch_size=50"), pairs);
}

#[test]
fn edited_points_are_edited_in_the_script() {
    let settings = json!({
        "data": {"source": "anscombe_1", "edits": [
            {"move": 3, "x": 2.5, "y": -1}, {"add": true, "x": 1e-7, "y": 2}, {"remove": 0}
        ]},
        "standardize": true, "batch_size": 11
    });
    let script = text(&session(&settings).source(Flavour::Script));
    let expected = "
import numpy as np
import torch

torch.set_num_threads(1)  # the order of a sum depends on the threads

# One of Anscombe's four sets
x = np.array([10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0]).reshape(-1, 1)
y = np.array([8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68])
x[3], y[3] = 2.5, -1.0
x, y = np.append(x, [[1e-07]], axis=0), np.append(y, 2.0)
x, y = np.delete(x, 0, axis=0), np.delete(y, 0)
if x.min() < x.max():
    x = (x - x.mean()) / x.std()
x, y = torch.from_numpy(x), torch.from_numpy(y)
";
    assert!(script.contains(expected), "{script}");
}

#[test]
fn output_comes_as_the_cursor_passes_it() {
    let mut session = Session::new(Settings::default()).unwrap();
    assert_eq!(session.output().unwrap(), [""; 0]);
    session.seek(59, 5).unwrap();
    assert_eq!(session.output().unwrap(), [""; 0]);
    session.step_statement().unwrap();
    assert_eq!(session.output().unwrap(), ["epoch 10: loss 303.0403"]);
    session.seek(600, 0).unwrap();
    let all = session.output().unwrap();
    assert_eq!(all.len(), 13);
    let loss = format!("loss = {}", session.history().loss[599]);
    assert_eq!(all[10..], [&loss, "w = 42.887112362029214", "b = 13.341959365533667"]);
    session.seek(125, 0).unwrap();
    assert_eq!(session.output().unwrap(), all[..2], "going back takes lines away");
}

#[test]
fn an_exception_is_the_last_line() {
    let statements = ["forward", "loss", "zero_grad", "backward", "backward"].map(|op| json!({"op": op}));
    let settings = json!({"program": {"base": "torch", "statements": statements}});
    let mut session = session(&settings);
    session.seek(0, 4).unwrap();
    assert_eq!(session.output().unwrap(), [""; 0]);
    session.step_statement().unwrap();
    let output = session.output().unwrap();
    assert_eq!(output.len(), 1);
    assert!(output[0].starts_with("RuntimeError: "), "{output:?}");
}

#[test]
fn output_is_what_real_python_printed() {
    #[derive(serde::Deserialize)]
    struct Golden {
        /// The digest of each script's text, and what it printed.
        scripts: BTreeMap<String, (String, Vec<String>)>,
    }
    let golden: Golden = serde_json::from_str(include_str!("golden/script_outputs.json")).unwrap();
    let mut checked = 0;
    for (name, mut session) in cases() {
        let (digest, printed) = &golden.scripts[&name];
        let script = text(&session.source(Flavour::Script));
        assert_eq!(
            fnv1a(&script),
            *digest,
            "{name}: not the script that was run; run tests/scripts/check.py"
        );
        session.step(usize::MAX).unwrap();
        let mut output = session.output().unwrap();
        // An exception is stored by its type: the engine words the message itself.
        for line in output.iter_mut().filter(|line| line.contains("Error: ")) {
            line.truncate(line.find(':').unwrap());
        }
        assert_eq!(output, *printed, "{name}");
        checked += 1;
    }
    assert_eq!(checked, golden.scripts.len());
}
