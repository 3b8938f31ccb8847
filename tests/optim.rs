//! `optim.SGD` over a tape against `torch.optim.SGD`: parameters and momentum buffers, bit by bit, and what is refused.
//!
//! float32 results are those of a CPU with fused multiply-add (AVX2); ours must be equal everywhere.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::optim::{Sgd, SgdOptions};
use first_descent::{Dtype, Shape, Tape, Tensor, Var};
use serde_json::Value as Json;

fn floats(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|value| value.to_bits()).collect()
}

fn options(kwargs: &Json) -> SgdOptions {
    let mut options = SgdOptions::default();
    for (name, value) in kwargs.as_object().unwrap() {
        match name.as_str() {
            "lr" => options.lr = value.as_f64().unwrap(),
            "momentum" => options.momentum = value.as_f64().unwrap(),
            "dampening" => options.dampening = value.as_f64().unwrap(),
            "weight_decay" => options.weight_decay = value.as_f64().unwrap(),
            "nesterov" => options.nesterov = value.as_bool().unwrap(),
            "maximize" => options.maximize = value.as_bool().unwrap(),
            other => panic!("an option {other} that this test does not know"),
        }
    }
    options
}

fn parameter(tape: &mut Tape, dtype: Dtype, values: &[f64]) -> Var {
    tape.parameter(Tensor::new(Shape::vector(values.len()), dtype, values.to_vec()).unwrap())
}

#[test]
fn every_golden_case_steps_as_pytorch() {
    let golden: Json = serde_json::from_str(include_str!("golden/optim_sgd.json")).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 20);
    for case in cases {
        let what = format!("{} {}", case["dtype"], case["kwargs"]);
        let dtype = if case["dtype"] == "float32" { Dtype::Float32 } else { Dtype::Float64 };
        let mut tape = Tape::new();
        let p = parameter(&mut tape, dtype, &floats(&case["p0"]));
        let mut sgd = Sgd::new(&[p], options(&case["kwargs"])).unwrap();
        for step in 0..6 {
            tape.set_grad(p, Some(&floats(&case["grads"][step]))).unwrap();
            sgd.step(&mut tape);
            assert_eq!(bits(tape.values(p)), bits(&floats(&case["params"][step])), "{what}: step {step}");
            let expected = &case["momentum_buffer"][step];
            let buffer = (!expected.is_null()).then(|| bits(&floats(expected)));
            assert_eq!(sgd.momentum_buffer(0).map(|buffer| bits(&buffer)), buffer, "{what}: step {step}");
        }
    }
}

#[test]
fn the_first_momentum_step_is_a_plain_one_and_the_second_adds_nine_tenths_of_it() {
    let mut tape = Tape::new();
    let p = parameter(&mut tape, Dtype::Float64, &[1.0]);
    let mut sgd = Sgd::new(&[p], SgdOptions { lr: 0.5, momentum: 0.9, ..SgdOptions::default() }).unwrap();
    tape.set_grad(p, Some(&[1.0])).unwrap();
    sgd.step(&mut tape);
    assert_eq!(tape.values(p), [0.5]);
    sgd.step(&mut tape);
    // The buffer is 0.9·1 + 1 = 1.9; the parameter moves by half of it.
    assert_eq!(sgd.momentum_buffer(0).unwrap(), [1.9]);
    assert_eq!(tape.values(p), [0.5 - 0.95]);
}

#[test]
fn a_parameter_without_a_gradient_is_left_alone_with_its_buffer() {
    let mut tape = Tape::new();
    let [p, q] = [1.0, 2.0].map(|value| parameter(&mut tape, Dtype::Float64, &[value]));
    // Weight decay would move q, were it touched at all.
    let options = SgdOptions { momentum: 0.9, weight_decay: 0.1, ..SgdOptions::default() };
    let mut sgd = Sgd::new(&[p, q], options).unwrap();
    tape.set_grad(p, Some(&[1.0])).unwrap();
    sgd.step(&mut tape);
    assert_ne!(tape.values(p), [1.0]);
    assert_eq!(tape.values(q), [2.0]);
    assert_eq!(sgd.momentum_buffer(1), None);
    assert_eq!(sgd.momentum_buffer(2), None, "there is no third parameter");
}

#[test]
fn zero_grad_leaves_none_and_not_zero() {
    let mut tape = Tape::new();
    let p = parameter(&mut tape, Dtype::Float64, &[3.0]);
    let sgd = Sgd::new(&[p], SgdOptions::default()).unwrap();
    let square = tape.square(p);
    let sum = tape.sum(square);
    tape.backward(sum).unwrap();
    assert_eq!(tape.grad(p), Some(&[6.0][..]));
    sgd.zero_grad(&mut tape);
    assert_eq!(tape.grad(p), None);
}

#[test]
fn options_changed_in_mid_run_keep_the_buffer_even_while_momentum_is_off() {
    let mut tape = Tape::new();
    let p = parameter(&mut tape, Dtype::Float64, &[1.0]);
    let with = SgdOptions { lr: 0.5, momentum: 0.5, ..SgdOptions::default() };
    let mut sgd = Sgd::new(&[p], with).unwrap();
    tape.set_grad(p, Some(&[1.0])).unwrap();
    sgd.step(&mut tape);
    sgd.set_options(SgdOptions { momentum: 0.0, ..with }).unwrap();
    sgd.step(&mut tape);
    assert_eq!(sgd.momentum_buffer(0).unwrap(), [1.0]);
    assert_eq!(tape.values(p), [0.0]);
    sgd.set_options(with).unwrap();
    sgd.step(&mut tape);
    assert_eq!(sgd.momentum_buffer(0).unwrap(), [1.5]);
    assert_eq!(tape.values(p), [-0.75]);
}

#[test]
fn options_out_of_range_are_refused_and_the_old_ones_stay() {
    let good = SgdOptions { momentum: 0.9, ..SgdOptions::default() };
    let mut tape = Tape::new();
    let p = parameter(&mut tape, Dtype::Float64, &[1.0]);
    let mut sgd = Sgd::new(&[p], good).unwrap();
    let cases = [
        (SgdOptions { lr: -0.1, ..good }, "out_of_range", "lr is -0.1; it must be 0 or more"),
        (SgdOptions { lr: f64::NAN, ..good }, "not_finite", "lr is NaN; it must be a finite number"),
        (SgdOptions { momentum: -1.0, ..good }, "out_of_range", "momentum is -1; it must be 0 or more"),
        (
            SgdOptions { dampening: f64::INFINITY, ..good },
            "not_finite",
            "dampening is Infinity; it must be a finite number",
        ),
        (
            SgdOptions { weight_decay: -1.0, ..good },
            "out_of_range",
            "weight_decay is -1; it must be 0 or more",
        ),
        (
            SgdOptions { nesterov: true, momentum: 0.0, ..good },
            "out_of_range",
            "nesterov is true with momentum 0 and dampening 0; it must be used with momentum above 0 and dampening 0",
        ),
        (
            SgdOptions { nesterov: true, dampening: 0.5, ..good },
            "out_of_range",
            "nesterov is true with momentum 0.9 and dampening 0.5; it must be used with momentum above 0 and dampening 0",
        ),
    ];
    for (wrong, code, message) in cases {
        let error = sgd.set_options(wrong).unwrap_err();
        assert_eq!((error.code(), error.to_string().as_str()), (code, message));
        assert_eq!(sgd.options(), good);
        assert_eq!(Sgd::new(&[p], wrong).unwrap_err(), error);
    }
}
