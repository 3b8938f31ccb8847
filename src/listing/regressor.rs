//! `sgd_regressor`: the script calls scikit-learn; the listing shows in short lines what its `fit` does.

use super::data;
use super::page::{Number, Page, Text, count, float, whole};
use crate::linear_model::{LearningRate, Penalty, SgdRegressor};
use crate::settings::Settings;

/// `SGDRegressor(…)` with what is not scikit-learn's default. `random_state` is always there: its default is none.
fn constructor(options: &SgdRegressor) -> Text {
    let default = SgdRegressor::default();
    let mut line = Text::new("model = SGDRegressor(");
    line.fill("random_state=@", [whole(u64::from(options.random_state), "random_state")]);
    if options.penalty != default.penalty {
        match options.penalty {
            None => line.option("penalty", "None"),
            Some(penalty) => line.option("penalty", &["\"", penalty.name(), "\""].concat()),
        }
    }
    if options.learning_rate != default.learning_rate {
        line.option("learning_rate", &["\"", options.learning_rate.name(), "\""].concat());
    }
    for (name, value, default) in [
        ("alpha", options.alpha, default.alpha),
        ("l1_ratio", options.l1_ratio, default.l1_ratio),
        ("eta0", options.eta0, default.eta0),
        ("power_t", options.power_t, default.power_t),
        ("validation_fraction", options.validation_fraction, default.validation_fraction),
    ] {
        if value != default {
            line.argument(name, float(value, name));
        }
    }
    match options.tol {
        None => line.option("tol", "None"),
        tol if tol == default.tol => {}
        Some(tol) => line.argument("tol", float(tol, "tol")),
    }
    for (name, value, default) in [
        ("max_iter", options.max_iter, default.max_iter),
        ("n_iter_no_change", options.n_iter_no_change, default.n_iter_no_change),
    ] {
        if value != default {
            line.argument(name, whole(u64::from(value), name));
        }
    }
    for (name, value, default) in [
        ("shuffle", options.shuffle, true),
        ("fit_intercept", options.fit_intercept, true),
        ("early_stopping", options.early_stopping, false),
    ] {
        if value != default {
            line.flag(name, value);
        }
    }
    match options.average {
        0 => {}
        1 => line.flag("average", true),
        from => line.argument("average", whole(u64::from(from), "")),
    }
    line.put(")");
    line
}

/// The whole script.
pub(super) fn script(page: &mut Page, settings: &Settings) {
    super::setup::imports(page, settings);
    page.part("data");
    data::data(page, settings);
    page.part("model");
    page.push(constructor(&settings.regressor), None);
    page.part("loop");
    page.line("model.fit(x, y)");
    page.part("result");
    for (name, value) in
        [("coef_", "coef_[0].item()"), ("intercept_", "intercept_[0].item()"), ("n_iter_", "n_iter_")]
    {
        page.line(&["print(f\"", name, " = {model.", value, "}\")"].concat());
    }
}

/// What `fit` does, sample by sample.
pub(super) fn listing(page: &mut Page, settings: &Settings) {
    let options = &settings.regressor;
    let alpha = || float(options.alpha, "alpha");
    let eta0 = || float(options.eta0, "eta0");
    let random_state = || whole(u64::from(options.random_state), "random_state");
    let schedule = options.learning_rate;
    let (l2, l1) = match options.penalty {
        None => (false, false),
        Some(Penalty::L2) => (true, false),
        Some(Penalty::L1) => (false, true),
        Some(Penalty::ElasticNet) => (true, true),
    };
    let share = || (l2 && l1).then(|| float(options.l1_ratio, "l1_ratio"));

    page.line("coef, intercept, t = 0.0, 0.0, 1");
    match schedule {
        LearningRate::Constant | LearningRate::Adaptive => page.fill("eta = @", [eta0()]),
        LearningRate::Optimal => page.fill("t0 = @ ** -0.75", [alpha()]),
        LearningRate::InvScaling => {}
    }
    if l1 {
        page.line("owed, paid = 0.0, 0.0");
    }
    // scikit-learn lets a truncation by l1 act on the earlier updates' share of the mean, too: no short line says that.
    let (means, remark) = (options.average > 0 && !l1, options.average > 0 && l1);
    if means {
        page.line("mean_coef, mean_intercept = 0.0, 0.0");
    }
    if options.early_stopping {
        page.fill(
            "samples, held_out = split(samples, @, random_state=@)",
            [float(options.validation_fraction, "validation_fraction"), random_state()],
        );
    }
    page.fill("for epoch in range(@):", [whole(u64::from(options.max_iter), "max_iter")]);
    page.depth = 1;
    if options.shuffle {
        page.fill("for x, y in shuffled(samples, random_state=@):", [random_state()]);
    } else {
        page.line("for x, y in samples:");
    }
    page.depth = 2;
    page.push(Text::new("p = coef * x + intercept"), Some(0));
    page.push(Text::new("loss = (p - y) ** 2 / 2"), Some(1));
    match schedule {
        LearningRate::InvScaling => {
            page.fill("eta = @ / t ** @", [eta0(), float(options.power_t, "power_t")]);
        }
        LearningRate::Optimal => page.fill("eta = 1 / (@ * (t0 + t - 1))", [alpha()]),
        LearningRate::Constant | LearningRate::Adaptive => {}
    }
    page.line("step = eta * (p - y)");
    if l2 {
        let mut line = Text::default();
        line.fill("coef *= max(0.0, 1 - eta * @", [alpha()]);
        if let Some(share) = share() {
            line.fill(" * (1 - @)", [share]);
        }
        line.put(")");
        page.push(line, None);
    }
    let update = if options.fit_intercept {
        "coef, intercept = coef - step * x, intercept - step"
    } else {
        "coef = coef - step * x"
    };
    page.push(Text::new(update), Some(2));
    if means {
        page.line("mean_coef += (coef - mean_coef) / t");
        page.line("mean_intercept += (intercept - mean_intercept) / t");
    }
    if l1 {
        let mut line = Text::default();
        line.fill("owed += eta * @", [alpha()]);
        if let Some(share) = share() {
            line.fill(" * @", [share]);
        }
        page.push(line, None);
        page.line("before = coef");
        page.line("coef = max(0.0, coef - owed - paid) if coef > 0 else min(0.0, coef + owed - paid)");
        page.line("paid += coef - before");
    }
    page.line("t += 1");
    page.depth = 1;
    if remark {
        page.line("# The result is the mean of coef and intercept over all updates");
    }
    stopping(page, options);
    page.depth = 0;
}

/// When `fit` stops, as a comment: it is a rule of several lines that no statement belongs to.
fn stopping(page: &mut Page, options: &SgdRegressor) {
    let Some(tol) = options.tol else { return };
    let judged = if options.early_stopping { "raise the held-out score" } else { "lower the mean loss" };
    let numbers: [Number; 2] =
        [count(options.n_iter_no_change as usize, "n_iter_no_change"), float(tol, "tol")];
    let template = ["# After @ epochs in a row that do not ", judged, " by @: "].concat();
    let mut line = Text::default();
    line.fill(&template, numbers);
    line.put(match options.learning_rate {
        LearningRate::Adaptive => "eta /= 5; stop at eta <= 1e-06",
        _ => "stop",
    });
    page.push(line, None);
}
