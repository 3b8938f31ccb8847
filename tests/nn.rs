//! `nn.Linear` and `nn.MSELoss`: values and gradients derived by hand, PyTorch's initial weights, what is refused.
#![allow(clippy::unwrap_used, reason = "what cannot be made or recorded fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::nn::{Linear, MseLoss, Reduction};
use first_descent::random::torch::Generator;
use first_descent::{Dtype, Shape, Tape, Tensor};
use serde_json::Value as Json;

fn tensor(shape: Shape, values: &[f64]) -> Tensor {
    Tensor::new(shape, Dtype::Float64, values.to_vec()).unwrap()
}

#[test]
fn layers_start_with_pytorchs_weights_for_every_seed_and_size() {
    let golden: Json = serde_json::from_str(include_str!("golden/torch_rng.json")).unwrap();
    let mut layers = 0;
    for case in golden["cases"].as_array().unwrap() {
        // A negative seed means the same bits as an unsigned one.
        let seed = case["seed"].as_str().unwrap().parse::<i128>().unwrap() as u64;
        for linear in case["linear"].as_array().unwrap() {
            let size = |name: &str| usize::try_from(linear[name].as_u64().unwrap()).unwrap();
            let (inputs, outputs) = (size("inf"), size("outf"));
            let mut tape = Tape::new();
            let mut generator = Generator::new(seed);
            let layer = Linear::new(&mut tape, &mut generator, inputs, outputs, Dtype::Float32).unwrap();
            let expected = ["weight", "bias"].map(|name| {
                let values = linear[name].as_array().unwrap();
                values.iter().map(|value| value.as_f64().unwrap()).collect::<Vec<_>>()
            });
            assert_eq!(layer.parameters().map(|var| tape.values(var).to_vec()), expected);
            let sizes = layer.parameters().map(|var| tape.node(var).shape.sizes().to_vec());
            assert_eq!(sizes, [vec![outputs, inputs], vec![outputs]]);
            assert!(layer.parameters().iter().all(|&var| tape.node(var).requires_grad));
            layers += 1;
        }
    }
    assert_eq!(layers, 24);
}

#[test]
fn a_layer_of_two_inputs_and_two_outputs_by_hand() {
    let mut tape = Tape::new();
    let weight = tape.parameter(tensor(Shape::matrix(2, 2), &[1.0, 2.0, 3.0, 4.0]));
    let bias = tape.parameter(tensor(Shape::vector(2), &[10.0, 20.0]));
    let x = tape.constant(tensor(Shape::matrix(3, 2), &[1.0, 0.0, 0.0, 1.0, 1.0, -1.0]));
    let y = Linear { weight, bias }.forward(&mut tape, x).unwrap();
    assert_eq!(tape.node(y).shape, Shape::matrix(3, 2));
    assert_eq!(tape.values(y), [11.0, 23.0, 12.0, 24.0, 9.0, 19.0]);
    let sum = tape.sum(y);
    tape.backward(sum).unwrap();
    // Each output gets the column sums of x (2 and 0) for its weights, and the 3 rows for its bias.
    assert_eq!(tape.grad(weight).unwrap(), [2.0, 0.0, 2.0, 0.0]);
    assert_eq!(tape.grad(bias).unwrap(), [3.0, 3.0]);
}

#[test]
fn the_three_reductions_of_the_squared_error_by_hand() {
    for (reduction, value, slope) in [
        (Reduction::Sum, vec![14.0], [2.0, -4.0, 6.0]),
        (Reduction::Mean, vec![14.0 / 3.0], [2.0 / 3.0, -4.0 / 3.0, 6.0 / 3.0]),
        (Reduction::None, vec![1.0, 4.0, 9.0], [2.0, -4.0, 6.0]),
    ] {
        let mut tape = Tape::new();
        let input = tape.parameter(tensor(Shape::vector(3), &[2.0, 0.0, 3.0]));
        let target = tape.parameter(tensor(Shape::vector(3), &[1.0, 2.0, 0.0]));
        let loss = MseLoss { reduction }.forward(&mut tape, input, target).unwrap();
        assert_eq!(tape.values(loss), value);
        let root = if reduction == Reduction::None { tape.sum(loss) } else { loss };
        tape.backward(root).unwrap();
        // 2/3 is rounded once and then multiplied, as PyTorch does.
        let expected = match reduction {
            Reduction::Mean => [1.0, -2.0, 3.0].map(|difference| 2.0 / 3.0 * difference),
            _ => slope,
        };
        assert_eq!(tape.grad(input).unwrap(), expected);
        assert_eq!(tape.grad(target).unwrap(), expected.map(|slope| -slope));
    }
}

#[test]
fn sizes_that_differ_broadcast_with_a_warning_that_names_them() {
    let mut tape = Tape::new();
    let input = tape.parameter(tensor(Shape::matrix(2, 1), &[1.0, 2.0]));
    let flat = tape.constant(tensor(Shape::vector(2), &[1.0, 3.0]));
    let column = tape.constant(tensor(Shape::matrix(2, 1), &[1.0, 3.0]));
    assert_eq!(MseLoss::size_warning(&tape, input, column), None);
    let warning = MseLoss::size_warning(&tape, input, flat).unwrap();
    assert!(warning.contains("(2,)") && warning.contains("(2, 1)"), "{warning}");
    let loss = MseLoss::default().forward(&mut tape, input, flat).unwrap();
    // Differences 0, −2, 1, −1: squares 0, 4, 1, 1.
    assert_eq!(tape.values(loss), [1.5]);
}

#[test]
fn a_layer_without_features_and_tensors_that_do_not_fit_are_refused() {
    let mut tape = Tape::new();
    for (inputs, outputs, field) in [(0, 1, "in_features"), (1, 0, "out_features")] {
        let error =
            Linear::new(&mut tape, &mut Generator::new(0), inputs, outputs, Dtype::Float32).unwrap_err();
        assert_eq!((error.code(), error.field()), ("out_of_range", Some(field)));
        assert_eq!(error.to_string(), format!("{field} is 0; it must be 1 or more"));
    }
    let layer = Linear::new(&mut tape, &mut Generator::new(0), 2, 1, Dtype::Float32).unwrap();
    let narrow = tape.constant(Tensor::new(Shape::matrix(4, 3), Dtype::Float32, vec![0.0; 12]).unwrap());
    assert_eq!(layer.forward(&mut tape, narrow).unwrap_err().code(), "shape");
    let double = tape.constant(tensor(Shape::matrix(4, 2), &[0.0; 8]));
    assert_eq!(layer.forward(&mut tape, double).unwrap_err().code(), "dtype");
    let [three, two] = [3, 2].map(|n| tensor(Shape::vector(n), &vec![0.0; n]));
    let (three, two) = (tape.constant(three), tape.constant(two));
    assert_eq!(MseLoss::default().forward(&mut tape, three, two).unwrap_err().code(), "shape");
}
