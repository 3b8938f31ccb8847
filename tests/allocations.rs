//! Training allocates for the rows and for shuffled epochs by the dozen, never for an update: thirty times the updates take
//! as many allocations.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a setting that is refused fails its test")]

use first_descent::program::{Base, Program, Statement};
use first_descent::settings::LoaderSettings;
use first_descent::{Dtype, Session, Settings};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::sync::Mutex;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations are counted for the whole process, so that tests take turns.
static TURN: Mutex<()> = Mutex::new(());

/// Allocations, growing ones included, of a run after its first update. The fewest of many runs: the test harness may
/// report or start another test meanwhile, and on a loaded machine that takes longer than some of them.
fn allocations(settings: &Settings) -> usize {
    let counted = [(); 20].map(|()| {
        let mut session = Session::new(settings.clone()).unwrap();
        session.step(1).unwrap();
        let region = Region::new(COUNTING);
        session.train().unwrap();
        let change = region.change();
        change.allocations + change.reallocations
    });
    counted.into_iter().min().unwrap()
}

fn settings(base: Base, dtype: Dtype, loader: LoaderSettings, epochs: usize) -> Settings {
    Settings { dtype, loader, epochs, ..Settings::of(base) }
}

#[test]
fn fused_updates_allocate_nothing_whatever_the_batch() {
    let _turn = TURN.lock();
    for base in [Base::ByHand, Base::Torch] {
        for dtype in [Dtype::Float32, Dtype::Float64] {
            // The usual batch, a short last one, one too short for lanes; and all points at once.
            for batch_size in [16, 3, 1, 100] {
                let loader = LoaderSettings { batch_size, shuffle: false, drop_last: false };
                let run = |epochs| allocations(&settings(base, dtype, loader, epochs));
                let (few, many) = (run(10), run(300));
                assert_eq!(few, many, "{} {dtype}, batches of {batch_size}", base.name());
            }
        }
    }
}

#[test]
fn long_batches_whose_sums_cascade_allocate_nothing_either() {
    let _turn = TURN.lock();
    let run = |epochs| {
        let x: Vec<f64> = (0..1000).map(|i| f64::from(i) / 500.0 - 1.0).collect();
        let data = first_descent::settings::DataSource::Points { y: x.iter().map(|x| 3.0 * x).collect(), x };
        let loader = LoaderSettings { batch_size: 1000, shuffle: false, drop_last: false };
        allocations(&Settings { data, ..settings(Base::Torch, Dtype::Float64, loader, epochs) })
    };
    assert_eq!(run(10), run(300));
}

#[test]
fn shuffled_epochs_allocate_by_the_dozen() {
    let _turn = TURN.lock();
    let loader = LoaderSettings { batch_size: 16, shuffle: true, drop_last: false };
    let run = |epochs| allocations(&settings(Base::Torch, Dtype::Float32, loader, epochs));
    let (few, many) = (run(32), run(640));
    assert!(many - few <= 640 / 12, "{few} {many}");
}

#[test]
fn interpreted_updates_by_hand_allocate_nothing() {
    let _turn = TURN.lock();
    let mut statements = Program::new(Base::ByHand).statements().to_vec();
    statements.insert(0, Statement::ZeroGrad { once: false });
    let run = |epochs| {
        let program = Program::edited(Base::ByHand, statements.clone()).unwrap();
        allocations(&Settings { program, epochs, ..Settings::of(Base::ByHand) })
    };
    // What is left are the snapshots, which take one place more every 64 updates.
    let (few, many) = (run(20), run(600));
    assert!(many - few <= 16, "{few} {many}");
}
