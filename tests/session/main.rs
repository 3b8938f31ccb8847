//! Sessions: the classic runs, stepping, seeking, branching, losses, divergence, digests, small data.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a setting that cannot be read, or a moment that cannot be reached, fails its test"
)]

mod batch_gradient;
mod differences;
mod digest;
mod divergence;
mod forking;
mod forking_limits;
mod losses;
mod runs;
mod seeking;
#[path = "../settings_json/mod.rs"]
mod settings_json;
mod shared_samples;
mod small_data;
mod stepping;
mod twin;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::program::Base;
use first_descent::{Session, Settings};

#[test]
fn the_classic_run_ends_where_pytorch_ends() {
    let mut session = Session::new(Settings::default()).unwrap();
    assert_eq!(session.step(10_000).unwrap(), 600);
    let state = session.state().unwrap();
    assert_eq!((state.w, state.b), (42.887112362029214, Some(13.341959365533667)));
    assert!(state.done);
}

#[test]
fn the_torch_program_ends_where_pytorch_ends() {
    let mut session = Session::new(Settings::of(Base::Torch)).unwrap();
    assert_eq!(session.step(10_000).unwrap(), 700);
    let state = session.state().unwrap();
    assert_eq!((state.w, state.b), (42.798484802246094, Some(13.803201675415039)));
}
