//! Branches: the same run up to the branch, another one after it, and the parent as it was.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::runs::{all, edited, history, moment, place, session};
use first_descent::program::Base;
use first_descent::settings::Change;
use first_descent::{Session, Settings};
use serde_json::json;

const LR: Change = Change {
    lr: Some(0.003),
    momentum: None,
    dampening: None,
    nesterov: None,
    weight_decay: None,
    batch_size: None,
    shuffle: None,
    drop_last: None,
    epochs: None,
};

fn read_back(settings: &Settings) -> Settings {
    Settings::from_value(&settings.to_value()).unwrap()
}

fn changes(base: Base) -> Vec<Change> {
    let mut changes = vec![LR];
    if matches!(base, Base::ByHand | Base::Torch) {
        changes.push(Change { batch_size: Some(23), shuffle: Some(true), drop_last: Some(false), ..LR });
        changes.push(Change { epochs: Some(50), shuffle: Some(false), ..Change::default() });
    }
    if base == Base::Torch {
        changes.push(Change { momentum: Some(0.7), weight_decay: Some(0.01), ..Change::default() });
        changes.push(Change {
            momentum: Some(0.9),
            dampening: Some(0.0),
            nesterov: Some(true),
            batch_size: Some(50),
            ..Change::default()
        });
    }
    changes
}

/// Every program but `sgd_regressor` and those that raise before the branch.
fn branching() -> impl Iterator<Item = (&'static str, Settings)> {
    all()
        .into_iter()
        .filter(|(name, settings)| settings.program.base() != Base::SgdRegressor && !name.contains("raises"))
}

#[test]
fn a_branch_is_the_run_that_its_settings_give() {
    let last = if cfg!(target_arch = "wasm32") { 1 } else { 5 };
    for (name, settings) in branching() {
        let mut parent = Session::new(settings.clone()).unwrap();
        let reached = parent.seek(64, 0).is_ok();
        let untouched = history(&parent);
        for at in [0, 1, 6, 40, 64, 65, 100].into_iter().filter(|&at| reached || at < 64) {
            for change in changes(settings.program.base()).into_iter().take(last) {
                let what = format!("{name}, at {at}: {change:?}");
                parent.seek(at, 0).unwrap();
                let mut branch = parent.fork(change).unwrap();
                assert_eq!(place(&mut branch), (at, 0), "{what}");
                let mut afresh = Session::new(read_back(branch.settings())).unwrap();
                assert_eq!(afresh.settings(), branch.settings(), "{what}");
                // Before it is trained: what is at the branch, and one statement further.
                afresh.seek(at, 0).unwrap();
                assert_eq!(moment(&mut branch), moment(&mut afresh), "{what}");
                branch.step_statement().unwrap();
                afresh.step_statement().unwrap();
                assert_eq!(moment(&mut branch), moment(&mut afresh), "{what}");
                assert_eq!(branch.digest().unwrap(), afresh.digest().unwrap(), "{what}");
                assert_eq!(history(&branch), history(&afresh), "{what}");
                for update in [0, at / 2, at, at + 7] {
                    branch.seek(update, 1).unwrap();
                    afresh.seek(update, 1).unwrap();
                    assert_eq!(moment(&mut branch), moment(&mut afresh), "{what}, seen at {update}");
                }
            }
        }
        let mut again = Session::new(settings.clone()).unwrap();
        again.train().unwrap();
        parent.train().unwrap();
        assert_eq!(history(&parent), history(&again), "{name}: the parent goes on as if nothing had been");
        assert!(history(&parent).len() >= untouched.len());
        assert_eq!(parent.settings(), &settings);
    }
}

#[test]
fn seeking_before_a_branch_replays_the_parent() {
    for (name, settings) in branching() {
        let mut parent = Session::new(settings).unwrap();
        parent.seek(70, 0).unwrap();
        let mut branch = parent.fork(LR).unwrap();
        for (update, statement) in [(69, 2), (64, 0), (63, 1), (0, 0), (1, 1), (70, 0)] {
            parent.seek(update, statement).unwrap();
            branch.seek(update, statement).unwrap();
            let seen = |session: &mut Session| {
                let mut state = session.state().unwrap();
                // The branch may have another length, and another end.
                (state.updates, state.done, state.line) = (0, false, None);
                format!("{state:?} {:?} {:?}", session.values().unwrap(), session.graph().unwrap())
            };
            assert_eq!(seen(&mut branch), seen(&mut parent), "{name} at ({update}, {statement})");
        }
    }
}

#[test]
fn the_branch_starts_at_the_beginning_of_an_update_under_way() {
    for change in [LR, Change::default()] {
        let mut parent = session(&json!({ "program": "torch", "momentum": 0.9 }));
        parent.seek(10, 3).unwrap();
        let seen = moment(&mut parent);
        let mut branch = parent.fork(change).unwrap();
        assert_eq!(place(&mut branch), (10, 0));
        assert_eq!(moment(&mut parent), seen);
        parent.seek(10, 0).unwrap();
        let (ours, theirs) = (branch.values().unwrap(), parent.values().unwrap());
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"), "parameters and .grad come along");
    }
}

#[test]
fn a_branch_of_a_branch_holds_both_changes() {
    let mut first = session(&json!({ "program": "torch" }));
    first.seek(10, 0).unwrap();
    let mut second = first.fork(Change { momentum: Some(0.9), ..Change::default() }).unwrap();
    second.seek(30, 2).unwrap();
    let mut third =
        second.fork(Change { lr: Some(0.02), batch_size: Some(10), ..Change::default() }).unwrap();
    let mut fourth = third.fork(Change { nesterov: Some(true), ..Change::default() }).unwrap();
    let mut afresh = session(&json!({ "program": "torch", "changes": [
        { "update": 10, "set": { "momentum": 0.9 } },
        { "update": 30, "set": { "lr": 0.02, "batch_size": 10 } },
        { "update": 30, "set": { "nesterov": true } },
    ] }));
    assert_eq!(fourth.settings(), afresh.settings());
    assert_eq!(fourth.digest().unwrap(), afresh.digest().unwrap());
    assert_ne!(third.digest().unwrap(), fourth.digest().unwrap());
    let common = 30;
    assert_eq!(third.history().w[..common], fourth.history().w[..common]);
    assert_eq!(second.history().w[..common], fourth.history().w[..common]);
    assert_ne!(third.history().w[common], fourth.history().w[common]);
}

#[test]
fn a_branch_before_a_change_of_the_parent_does_not_repeat_it() {
    let settings = json!({ "changes": [{ "update": 5, "set": { "lr": 0.05 } }, { "update": 50, "set": { "lr": 0.5 } }] });
    let mut parent = session(&settings);
    parent.seek(20, 0).unwrap();
    for (change, count) in [(Change::default(), 1), (LR, 2)] {
        let branch = parent.fork(change).unwrap();
        assert_eq!(branch.settings().changes.len(), count);
        assert!(branch.settings().changes.iter().all(|(update, _)| *update < 50));
    }
    assert_eq!(parent.settings().changes.len(), 2);
}

#[test]
fn a_branch_without_a_change_is_the_same_run() {
    for (name, settings) in all() {
        let mut parent = Session::new(settings).unwrap();
        parent.step(3).unwrap();
        let mut branch = parent.fork(Change::default()).unwrap();
        let mut expected = parent.settings().clone();
        expected.changes.retain(|(update, _)| *update <= 3);
        assert_eq!(branch.settings(), &expected, "{name}");
        assert_eq!(branch.digest().unwrap(), Session::new(expected).unwrap().digest().unwrap(), "{name}");
    }
}

#[test]
fn a_finished_run_branches_into_more_epochs() {
    for settings in [
        json!({ "epochs": 3, "shuffle": true }),
        json!({ "program": "torch", "epochs": 3, "momentum": 0.9 }),
        json!({ "program": edited("torch", &["forward", "loss", "backward", "update"]), "epochs": 3 }),
    ] {
        let mut parent = session(&settings);
        parent.step(usize::MAX).unwrap();
        let end = parent.state().unwrap();
        assert!(end.done);
        let mut branch = parent.fork(Change { epochs: Some(5), ..Change::default() }).unwrap();
        assert!(!branch.state().unwrap().done);
        assert_eq!(branch.state().unwrap().updates, end.updates / 3 * 5);
        assert_eq!(branch.step(usize::MAX).unwrap(), end.updates / 3 * 2);
        let mut longer = settings.clone();
        longer["epochs"] = json!(5);
        let mut longer = session(&longer);
        assert_eq!(branch.digest().unwrap(), longer.digest().unwrap(), "as if it had been planned");
    }
}

#[test]
fn a_new_batch_size_waits_for_the_next_epoch_and_its_order_is_drawn_as_before() {
    let mut parent = session(&json!({ "program": "torch" }));
    parent.seek(9, 0).unwrap();
    let mut branch = parent.fork(Change { batch_size: Some(50), ..Change::default() }).unwrap();
    let epoch = |session: &mut Session, updates: std::ops::Range<usize>| -> Vec<u32> {
        updates
            .flat_map(|update| {
                session.seek(update, 1).unwrap();
                session.batch_indices().unwrap()
            })
            .collect()
    };
    assert_eq!(epoch(&mut branch, 7..14), epoch(&mut parent, 7..14), "the epoch under way");
    assert_eq!(epoch(&mut branch, 14..16), epoch(&mut parent, 14..21), "the next one in larger pieces");
    branch.seek(14, 1).unwrap();
    let state = branch.state().unwrap();
    assert_eq!((state.epoch, state.batch, state.batches, state.updates), (2, 0, 2, 14 + 98 * 2));
}

#[test]
fn momentum_switched_on_in_mid_run_starts_without_a_buffer() {
    let mut parent =
        session(&json!({ "program": "torch", "dtype": "float64", "shuffle": false, "batch_size": 100 }));
    parent.seek(5, 0).unwrap();
    let momentum = Change { momentum: Some(0.9), dampening: Some(0.5), ..Change::default() };
    let mut branch = parent.fork(momentum).unwrap();
    branch.seek(7, 0).unwrap();
    parent.seek(7, 0).unwrap();
    let (ours, theirs) = (branch.history(), parent.history());
    assert_eq!(ours.w[5], theirs.w[5], "the first step with momentum is a plain one: the buffer was absent");
    let plain = ours.w[5] - 0.01 * ours.grad_w[6];
    assert_ne!(ours.w[6], plain, "the second one is not");
    // buf = 0.9·g₅ + 0.5·g₆, with g₅ undamped; a few roundings apart from the fused form.
    let expected = ours.w[5] - 0.01 * (0.9 * ours.grad_w[5] + 0.5 * ours.grad_w[6]);
    assert!((ours.w[6] - expected).abs() < 1e-12, "{} {expected}", ours.w[6]);
}
