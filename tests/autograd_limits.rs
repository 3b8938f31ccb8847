//! The tape at its limits: tensors without elements, shapes that no memory holds, and calls that it refuses and that
//! then leave everything as it was.
#![allow(clippy::unwrap_used, reason = "what cannot be made or recorded fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::{Dtype, Reduction, Shape, Tape, Tensor, Var};

fn empty(sizes: &[usize]) -> Tensor {
    Tensor::new(Shape::new(sizes).unwrap(), Dtype::Float64, Vec::new()).unwrap()
}

/// The gradient of `parameter` in sum(parameter × other), where the two broadcast.
fn gradient_against(parameter: Tensor, other: Tensor) -> Vec<f64> {
    let mut tape = Tape::new();
    let (parameter, other) = (tape.parameter(parameter), tape.constant(other));
    let product = tape.mul(parameter, other).unwrap();
    assert_eq!(tape.values(product), [0.0; 0]);
    let total = tape.sum(product);
    assert_eq!(tape.item(total), 0.0);
    tape.backward(total).unwrap();
    tape.grad(parameter).unwrap().to_vec()
}

#[test]
fn a_parameter_stretched_against_a_tensor_without_elements_gets_the_sum_of_nothing() {
    // The first three divided by zero, the last one wrote past the end. PyTorch gives zeros.
    assert_eq!(gradient_against(Tensor::vector(&[2.0]), empty(&[0])), [0.0]);
    assert_eq!(gradient_against(Tensor::scalar(2.0), empty(&[0])), [0.0]);
    assert_eq!(gradient_against(Tensor::column(&[1.0, 2.0, 3.0]), empty(&[3, 0])), [0.0; 3]);
    assert_eq!(gradient_against(Tensor::vector(&[1.0, 2.0, 3.0]), empty(&[0, 3])), [0.0; 3]);
}

#[test]
fn a_loss_over_no_elements_is_the_mean_of_nothing_and_moves_nothing() {
    let mut tape = Tape::new();
    let (w, y) = (tape.parameter(Tensor::vector(&[2.0])), tape.constant(empty(&[0])));
    let loss = tape.mse_loss(w, y, Reduction::Mean).unwrap();
    assert!(tape.item(loss).is_nan());
    tape.backward(loss).unwrap();
    assert_eq!(tape.grad(w), Some(&[0.0][..]));
}

#[test]
fn a_linear_layer_without_outputs_or_without_inputs_is_computed_like_any_other() {
    // Sizes were found by dividing by the number of outputs.
    let run = |x: Tensor, weight: Tensor, bias: Tensor| {
        let mut tape = Tape::new();
        let vars = [x, weight, bias].map(|tensor| tape.parameter(tensor));
        let y = tape.linear(vars[0], vars[1], vars[2]).unwrap();
        let total = tape.sum(y);
        tape.backward(total).unwrap();
        let gradients = vars.map(|var: Var| tape.grad(var).unwrap().to_vec());
        (tape.node(y).shape, tape.values(y).to_vec(), gradients)
    };
    let (shape, values, gradients) = run(
        Tensor::new(Shape::matrix(2, 3), Dtype::Float64, vec![1.0; 6]).unwrap(),
        empty(&[0, 3]),
        empty(&[0]),
    );
    assert_eq!((shape, values), (Shape::matrix(2, 0), vec![]));
    assert_eq!(gradients, [vec![0.0; 6], vec![], vec![]]);
    let (shape, values, gradients) = run(empty(&[2, 0]), empty(&[1, 0]), Tensor::vector(&[0.5]));
    assert_eq!((shape, values), (Shape::matrix(2, 1), vec![0.5, 0.5]));
    assert_eq!(gradients, [vec![], vec![], vec![2.0]]);
}

#[test]
fn reshaping_to_more_elements_than_can_be_counted_is_refused() {
    // The sizes multiplied to 0 beyond what usize counts, as many as there are here.
    let half = 1 << (usize::BITS / 2);
    let mut tape = Tape::new();
    let none = tape.constant(empty(&[0]));
    let before = tape.mark();
    assert_eq!(tape.reshape(none, Shape::matrix(half, half)).unwrap_err().code(), "shape");
    assert_eq!(tape.mark(), before);
}

#[test]
fn a_refused_gradient_leaves_none_where_there_was_none() {
    // The flag was set before the length was looked at: the gradient then was zeros that nobody had given.
    let mut tape = Tape::new();
    let w = tape.parameter(Tensor::vector(&[1.0, 2.0]));
    assert_eq!(tape.set_grad(w, Some(&[1.0])).unwrap_err().code(), "length_mismatch");
    assert_eq!(tape.grad(w), None);
    tape.set_grad(w, Some(&[3.0, 4.0])).unwrap();
    assert_eq!(tape.set_grad(w, Some(&[1.0])).unwrap_err().code(), "length_mismatch");
    assert_eq!(tape.grad(w), Some(&[3.0, 4.0][..]));
    tape.set_grad(w, None).unwrap();
    assert_eq!(tape.grad(w), None);
}

#[test]
fn values_and_gradient_of_a_result_cannot_be_set() {
    let mut tape = Tape::new();
    let w = tape.parameter(Tensor::scalar(3.0));
    let square = tape.square(w);
    for error in [
        tape.set_data(square, &[1.0]).unwrap_err(),
        tape.set_grad(square, Some(&[1.0])).unwrap_err(),
        tape.set_grad(square, None).unwrap_err(),
    ] {
        assert_eq!(error.code(), "wrong_type");
        assert!(
            error.to_string().ends_with("is that of a result of pow; it must be that of a leaf"),
            "{error}"
        );
    }
    assert_eq!((tape.item(square), tape.grad(square)), (9.0, None));
    tape.backward(square).unwrap();
    assert_eq!(tape.grad(w), Some(&[6.0][..]));
}

#[test]
fn a_tensor_that_is_used_again_gets_every_contribution_summed_or_not() {
    for dtype in [Dtype::Float64, Dtype::Float32] {
        let mut tape = Tape::new();
        let number = tape.parameter(Tensor::scalar(3.0).to(dtype));
        let column = tape.parameter(Tensor::column(&[1.0, 2.0]).to(dtype));
        let moved = tape.mul(number, column).unwrap();
        let moved = tape.add(moved, number).unwrap();
        let doubled = tape.add(column, column).unwrap();
        let both = tape.add(moved, doubled).unwrap();
        let total = tape.sum(both);
        tape.backward(total).unwrap();
        // Σ (n·c + n + 2c): by n Σ c + 2, by each c n + 2.
        assert_eq!(
            (tape.grad(number), tape.grad(column)),
            (Some(&[5.0][..]), Some(&[5.0, 5.0][..])),
            "{dtype}"
        );
    }
}

#[test]
fn a_first_gradient_keeps_the_sign_of_its_zero_and_a_sum_over_nothing_is_zero() {
    let mut tape = Tape::new();
    let (a, b) = (tape.parameter(Tensor::scalar(1.0)), tape.parameter(Tensor::vector(&[2.0])));
    let none = tape.constant(empty(&[0]));
    let sum = tape.add(a, b).unwrap();
    let minus_zero = tape.constant(Tensor::scalar(-0.0));
    let product = tape.mul(sum, minus_zero).unwrap();
    let root = tape.sum(product);
    tape.backward(root).unwrap();
    for parameter in [a, b] {
        // A sum that starts from 0 would lose it.
        assert_eq!(tape.grad_item(parameter).unwrap().to_bits(), (-0.0_f64).to_bits());
        tape.clear_grad(parameter);
    }
    let stretched = tape.add(a, none).unwrap();
    let root = tape.sum(stretched);
    tape.backward(root).unwrap();
    assert_eq!((tape.grad_item(a), tape.grad_item(b)), (Some(0.0), None));
}
