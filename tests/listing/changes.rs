//! What changes in mid-run, a fork and edited points look like.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::{listing, session, text};
use first_descent::listing::Flavour;
use first_descent::settings::Change;
use first_descent::{Session, Settings};
use serde_json::json;

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
