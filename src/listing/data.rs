//! The data of a script: where the points come from, the edits, standardising.

use super::page::{Page, Text, count, float, whole};
use crate::data::{Builtin, Edit};
use crate::decimal::python_repr;
use crate::settings::{DataSource, Settings};

/// Most characters in a line of a list.
const LIST_WIDTH: usize = 100;

/// Whether the data need NumPy's name.
pub(super) fn uses_numpy(settings: &Settings) -> bool {
    let listed = match settings.data {
        DataSource::MakeRegression { .. } | DataSource::Builtin(Builtin::DiabetesBmi) => false,
        DataSource::Builtin(_) | DataSource::Points { .. } => true,
    };
    listed || settings.edits.iter().any(|edit| !matches!(edit, Edit::Move { .. }))
}

/// The function of `sklearn.datasets` that makes the data.
pub(super) fn sklearn_function(settings: &Settings) -> Option<&'static str> {
    match settings.data {
        DataSource::MakeRegression { .. } => Some("make_regression"),
        DataSource::Builtin(Builtin::DiabetesBmi) => Some("load_diabetes"),
        DataSource::Builtin(_) | DataSource::Points { .. } => None,
    }
}

/// Binds `x` (n, 1) and `y` (n,), arrays of NumPy.
pub(super) fn data(page: &mut Page, settings: &Settings) {
    match &settings.data {
        DataSource::MakeRegression { n_samples, noise, bias, random_state } => page.fill(
            "x, y = make_regression(n_samples=@, n_features=1, noise=@, bias=@, random_state=@)",
            [
                count(*n_samples, "data.n_samples"),
                float(*noise, "data.noise"),
                float(*bias, "data.bias"),
                whole(u64::from(*random_state), "data.random_state"),
            ],
        ),
        DataSource::Builtin(Builtin::DiabetesBmi) => {
            page.line("x, y = load_diabetes(return_X_y=True, scaled=False)");
            page.line("x = x[:, [2]]  # the body mass index");
        }
        DataSource::Builtin(builtin) => {
            let (x, y) = builtin.points();
            page.line(match builtin {
                Builtin::Norris => "# NIST's Norris data",
                _ => "# One of Anscombe's four sets",
            });
            lists(page, &x, &y, false);
        }
        DataSource::Points { x, y } => lists(page, x, y, true),
    }
    for (i, edit) in settings.edits.iter().enumerate() {
        let path = |name: &str| ["data.edits[", &i.to_string(), "].", name].concat();
        match *edit {
            Edit::Move { index, x, y } => page.fill(
                "x[@], y[@] = @, @",
                [count(index, ""), count(index, ""), float(x, &path("x")), float(y, &path("y"))],
            ),
            Edit::Add { x, y } => page.fill(
                "x, y = np.append(x, [[@]], axis=0), np.append(y, @)",
                [float(x, &path("x")), float(y, &path("y"))],
            ),
            Edit::Remove { index } => page.fill(
                "x, y = np.delete(x, @, axis=0), np.delete(y, @)",
                [count(index, ""), count(index, "")],
            ),
        }
    }
    if settings.standardize {
        page.block("if x.min() < x.max():\n    x = (x - x.mean()) / x.std()");
    }
}

fn lists(page: &mut Page, x: &[f64], y: &[f64], settings: bool) {
    list(page, "x", x, ".reshape(-1, 1)", settings);
    list(page, "y", y, "", settings);
}

/// `name = np.array([…])`, on several lines if it is long.
fn list(page: &mut Page, name: &str, values: &[f64], end: &str, settings: bool) {
    let mut line = Text::new(name);
    line.put(" = np.array([");
    let mut first = true;
    for (i, &value) in values.iter().enumerate() {
        if !first {
            line.put(",");
        }
        if line.text.len() + python_repr(value).len() > LIST_WIDTH {
            page.push(std::mem::replace(&mut line, Text::new("   ")), None);
            first = false;
        }
        if !first {
            line.put(" ");
        }
        let path = if settings { ["data.", name, "[", &i.to_string(), "]"].concat() } else { String::new() };
        line.number(float(value, &path));
        first = false;
    }
    line.put("])");
    line.put(end);
    page.push(line, None);
}
