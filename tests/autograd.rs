//! The tape: each operation by a value derived by hand, then by central differences; PyTorch's spot checks; what the
//! walk back accumulates, frees and refuses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what cannot be made or recorded fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::{Dtype, Reduction, Result, Shape, Tape, Tensor, Var};
use serde_json::Value;

fn matrix(rows: usize, columns: usize, values: &[f64]) -> Tensor {
    Tensor::new(Shape::matrix(rows, columns), Dtype::Float64, values.to_vec()).unwrap()
}

/// Compares every gradient of `build`'s scalar with (f(x + h) − f(x − h)) / 2h.
///
/// The central difference is wrong by h²·f‴/6 and by about 2⁻⁵³·|f|/h; with h = 1e-5 and values near 1 that is
/// about 1e-10 and 1e-11, hence the bound of 1e-8 relative to the larger of 1 and the gradient.
fn agrees_with_central_differences(inputs: &[Tensor], build: impl Fn(&mut Tape, &[Var]) -> Result<Var>) {
    let evaluate = |inputs: &[Tensor]| {
        let mut tape = Tape::new();
        let vars: Vec<Var> = inputs.iter().map(|t| tape.parameter(t.clone())).collect();
        let out = build(&mut tape, &vars).unwrap();
        (tape, vars, out)
    };
    let (mut tape, vars, out) = evaluate(inputs);
    tape.backward(out).unwrap();
    let h = 1e-5;
    for (which, var) in vars.iter().enumerate() {
        let gradient = tape.grad(*var).unwrap();
        for k in 0..gradient.len() {
            let shifted = |by: f64| {
                let mut moved = inputs.to_vec();
                let mut values = moved[which].values().to_vec();
                values[k] += by;
                moved[which] = Tensor::new(moved[which].shape(), Dtype::Float64, values).unwrap();
                let (tape, _, out) = evaluate(&moved);
                tape.item(out)
            };
            let numeric = (shifted(h) - shifted(-h)) / (2.0 * h);
            assert!(
                (gradient[k] - numeric).abs() <= 1e-8 * gradient[k].abs().max(1.0),
                "input {which}, element {k}: {} by the tape, {numeric} by differences",
                gradient[k]
            );
        }
    }
}

/// Runs a one-operation graph, summed, and compares values and gradients with ones derived by hand.
fn by_hand(
    inputs: &[Tensor],
    build: impl Fn(&mut Tape, &[Var]) -> Result<Var>,
    values: &[f64],
    gradients: &[&[f64]],
) {
    let mut tape = Tape::new();
    let vars: Vec<Var> = inputs.iter().map(|t| tape.parameter(t.clone())).collect();
    let result = build(&mut tape, &vars).unwrap();
    assert_eq!(tape.values(result), values);
    let total = tape.sum(result);
    tape.backward(total).unwrap();
    for (var, expected) in vars.iter().zip(gradients) {
        assert_eq!(tape.grad(*var).unwrap(), *expected);
    }
    agrees_with_central_differences(inputs, |tape, vars| {
        let result = build(tape, vars)?;
        Ok(tape.sum(result))
    });
}

#[test]
fn add_and_sub_pass_the_gradient_on_and_sum_it_over_a_stretched_operand() {
    let (a, b) = (matrix(2, 2, &[1.0, 2.0, 3.0, 4.0]), Tensor::vector(&[10.0, 20.0]));
    by_hand(
        &[a.clone(), b.clone()],
        |t, v| t.add(v[0], v[1]),
        &[11.0, 22.0, 13.0, 24.0],
        &[&[1.0; 4], &[2.0, 2.0]],
    );
    by_hand(&[a, b], |t, v| t.sub(v[0], v[1]), &[-9.0, -18.0, -7.0, -16.0], &[&[1.0; 4], &[-2.0, -2.0]]);
}

#[test]
fn mul_and_div_weigh_the_gradient_with_the_other_operand() {
    let (a, b) = (Tensor::vector(&[3.0, -2.0]), Tensor::vector(&[2.0, 4.0]));
    by_hand(&[a.clone(), b.clone()], |t, v| t.mul(v[0], v[1]), &[6.0, -8.0], &[&[2.0, 4.0], &[3.0, -2.0]]);
    by_hand(&[a, b], |t, v| t.div(v[0], v[1]), &[1.5, -0.5], &[&[0.5, 0.25], &[-0.75, 0.125]]);
}

#[test]
fn a_scalar_against_a_column_gets_the_sum_of_what_each_row_contributes() {
    by_hand(
        &[Tensor::scalar(2.0), Tensor::column(&[1.0, 2.0, 3.0])],
        |t, v| t.mul(v[0], v[1]),
        &[2.0, 4.0, 6.0],
        &[&[6.0], &[2.0, 2.0, 2.0]],
    );
}

#[test]
fn neg_pow_and_square_have_their_school_derivatives() {
    let a = Tensor::vector(&[1.5, -2.0]);
    by_hand(std::slice::from_ref(&a), |t, v| Ok(t.neg(v[0])), &[-1.5, 2.0], &[&[-1.0, -1.0]]);
    by_hand(std::slice::from_ref(&a), |t, v| Ok(t.square(v[0])), &[2.25, 4.0], &[&[3.0, -4.0]]);
    by_hand(std::slice::from_ref(&a), |t, v| t.pow(v[0], 3.0), &[3.375, -8.0], &[&[6.75, 12.0]]);
    let roots = Tensor::vector(&[4.0, 16.0]);
    by_hand(std::slice::from_ref(&roots), |t, v| t.pow(v[0], 0.5), &[2.0, 4.0], &[&[0.25, 0.125]]);
    by_hand(
        std::slice::from_ref(&roots),
        |t, v| t.pow(v[0], -1.0),
        &[0.25, 0.0625],
        &[&[-0.0625, -0.00390625]],
    );
    by_hand(&[roots], |t, v| t.pow(v[0], 0.0), &[1.0, 1.0], &[&[0.0, 0.0]]);
    agrees_with_central_differences(&[Tensor::scalar(1.7)], |t, v| t.pow(v[0], 2.3));
}

#[test]
fn relu_exp_and_log_have_their_school_derivatives() {
    by_hand(&[Tensor::vector(&[-1.0, 2.0])], |t, v| Ok(t.relu(v[0])), &[0.0, 2.0], &[&[0.0, 1.0]]);
    by_hand(&[Tensor::vector(&[0.0])], |t, v| Ok(t.exp(v[0])), &[1.0], &[&[1.0]]);
    by_hand(
        &[Tensor::vector(&[1.0, 2.0])],
        |t, v| Ok(t.log(v[0])),
        &[0.0, std::f64::consts::LN_2],
        &[&[1.0, 0.5]],
    );
    agrees_with_central_differences(&[Tensor::vector(&[0.3, -0.7])], |t, v| {
        let e = t.exp(v[0]);
        Ok(t.sum(e))
    });
}

#[test]
fn relu_at_zero_has_derivative_zero_as_in_pytorch() {
    let mut tape = Tape::new();
    let a = tape.parameter(Tensor::scalar(0.0));
    let out = tape.relu(a);
    tape.backward(out).unwrap();
    assert_eq!(tape.grad(a), Some(&[0.0][..]));
}

#[test]
fn sum_spreads_the_gradient_and_mean_divides_it() {
    let a = matrix(2, 2, &[1.0, 2.0, 3.0, 6.0]);
    by_hand(std::slice::from_ref(&a), |t, v| Ok(t.sum(v[0])), &[12.0], &[&[1.0; 4]]);
    by_hand(&[a], |t, v| Ok(t.mean(v[0])), &[3.0], &[&[0.25; 4]]);
}

#[test]
fn reshape_keeps_the_values_and_refuses_another_number_of_elements() {
    let a = matrix(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    by_hand(&[a], |t, v| t.reshape(v[0], Shape::matrix(3, 2)), &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[&[1.0; 6]]);
    let mut tape = Tape::new();
    let a = tape.constant(Tensor::vector(&[1.0, 2.0]));
    let error = tape.reshape(a, Shape::matrix(3, 1)).unwrap_err();
    assert_eq!(error.to_string(), "reshape got shapes (2,) to (3, 1); it takes a shape of 2 elements");
}

#[test]
fn matmul_multiplies_matrices_and_vectors_in_every_order() {
    let a = matrix(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let b = matrix(3, 2, &[1.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    by_hand(
        &[a.clone(), b],
        |t, v| t.matmul(v[0], v[1]),
        &[4.0, 5.0, 10.0, 11.0],
        &[&[1.0, 1.0, 2.0, 1.0, 1.0, 2.0], &[5.0, 5.0, 7.0, 7.0, 9.0, 9.0]],
    );
    let v3 = Tensor::vector(&[1.0, -1.0, 2.0]);
    by_hand(
        &[a.clone(), v3.clone()],
        |t, v| t.matmul(v[0], v[1]),
        &[5.0, 11.0],
        &[&[1.0, -1.0, 2.0, 1.0, -1.0, 2.0], &[5.0, 7.0, 9.0]],
    );
    by_hand(
        &[Tensor::vector(&[1.0, 2.0]), a.clone()],
        |t, v| t.matmul(v[0], v[1]),
        &[9.0, 12.0, 15.0],
        &[&[6.0, 15.0], &[1.0, 1.0, 1.0, 2.0, 2.0, 2.0]],
    );
    by_hand(&[v3.clone(), v3], |t, v| t.matmul(v[0], v[1]), &[6.0], &[&[1.0, -1.0, 2.0], &[1.0, -1.0, 2.0]]);
    let mut tape = Tape::new();
    let (left, right) = (tape.constant(a.clone()), tape.constant(a));
    assert_eq!(tape.matmul(left, right).unwrap_err().code(), "shape");
}

#[test]
fn linear_is_x_times_the_transposed_weight_plus_bias() {
    let x = matrix(2, 2, &[1.0, 2.0, 3.0, 4.0]);
    let weight = matrix(1, 2, &[10.0, 1.0]);
    by_hand(
        &[x, weight, Tensor::vector(&[0.5])],
        |t, v| t.linear(v[0], v[1], v[2]),
        &[12.5, 34.5],
        &[&[10.0, 1.0, 10.0, 1.0], &[4.0, 6.0], &[2.0]],
    );
}

#[test]
fn mse_loss_has_its_three_reductions() {
    let inputs = [Tensor::column(&[3.0, 5.0]), Tensor::column(&[1.0, 6.0])];
    by_hand(
        &inputs,
        |t, v| t.mse_loss(v[0], v[1], Reduction::None),
        &[4.0, 1.0],
        &[&[4.0, -2.0], &[-4.0, 2.0]],
    );
    by_hand(&inputs, |t, v| t.mse_loss(v[0], v[1], Reduction::Sum), &[5.0], &[&[4.0, -2.0], &[-4.0, 2.0]]);
    by_hand(&inputs, |t, v| t.mse_loss(v[0], v[1], Reduction::Mean), &[2.5], &[&[2.0, -1.0], &[-2.0, 1.0]]);
}

#[test]
fn converting_to_float32_rounds_once_and_the_gradient_comes_back() {
    let mut tape = Tape::new();
    let a = tape.parameter(Tensor::scalar(0.1));
    let single = tape.to(a, Dtype::Float32);
    assert_eq!(tape.item(single), f64::from(0.1f32));
    tape.backward(single).unwrap();
    assert_eq!(tape.grad(a), Some(&[1.0][..]));
}

#[test]
fn mixed_element_types_are_refused_as_nn_linear_refuses_them() {
    let mut tape = Tape::new();
    let x = tape.constant(Tensor::column(&[1.0, 2.0]));
    let weight = tape.parameter(matrix(1, 1, &[0.5]).to(Dtype::Float32));
    let bias = tape.parameter(Tensor::vector(&[0.0]).to(Dtype::Float32));
    let error = tape.linear(x, weight, bias).unwrap_err();
    assert_eq!(error.code(), "dtype");
    assert!(error.to_string().contains("float64 and float32"), "{error}");
}

#[test]
fn every_spot_check_of_pytorch_has_the_same_value_and_gradients() {
    let golden: Value = serde_json::from_str(include_str!("golden/autograd.json")).unwrap();
    let tensor = |value: &Value| -> Tensor {
        let numbers =
            |v: &Value| -> Vec<f64> { v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect() };
        match value.as_array() {
            None => Tensor::scalar(value.as_f64().unwrap()),
            Some(rows) if rows[0].is_array() => {
                let columns = rows[0].as_array().unwrap().len();
                matrix(rows.len(), columns, &rows.iter().flat_map(numbers).collect::<Vec<_>>())
            }
            Some(_) => Tensor::vector(&numbers(value)),
        }
    };
    let residual_square = |t: &mut Tape, v: &dyn Fn(&str) -> Var| -> Result<Var> {
        let product = t.mul(v("w"), v("x"))?;
        let prediction = t.add(product, v("b"))?;
        let residual = t.sub(prediction, v("y"))?;
        Ok(t.square(residual))
    };
    let cases = golden["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 6);
    for case in cases {
        let inputs = case["inputs"].as_object().unwrap();
        let mut tape = Tape::new();
        let vars: Vec<(String, Var)> =
            inputs.iter().map(|(name, value)| (name.clone(), tape.parameter(tensor(value)))).collect();
        let lookup = |name: &str| vars.iter().find(|(known, _)| known == name).unwrap().1;
        let t = &mut tape;
        let out = match case["name"].as_str().unwrap() {
            "sum((w*x+b-y)^2)" => residual_square(t, &lookup).map(|square| t.sum(square)),
            "mean((w*x+b-y)^2)" | "broadcast (3,1)-(3,) mean" => {
                residual_square(t, &lookup).map(|square| t.mean(square))
            }
            "a*b+a*a (reuse)" => (|| {
                let (a, b) = (lookup("a"), lookup("b"));
                let (ab, aa) = (t.mul(a, b)?, t.mul(a, a)?);
                t.add(ab, aa)
            })(),
            "((a-b)/b)**3" => (|| {
                let (a, b) = (lookup("a"), lookup("b"));
                let difference = t.sub(a, b)?;
                let ratio = t.div(difference, b)?;
                t.pow(ratio, 3.0)
            })(),
            "sum(X@w)" => t.matmul(lookup("X"), lookup("w")).map(|product| t.sum(product)),
            other => panic!("no graph for {other}"),
        }
        .unwrap();
        tape.backward(out).unwrap();
        let exact = case["value"].as_f64().unwrap();
        assert_eq!(tape.item(out).to_bits(), exact.to_bits(), "{}", case["name"]);
        for (name, var) in &vars {
            let expected = tensor(&case["grads"][name]);
            assert_eq!(tape.grad(*var).unwrap(), expected.values(), "{}: {name}", case["name"]);
        }
    }
}

#[test]
fn gradients_accumulate_until_they_are_zeroed() {
    let mut tape = Tape::new();
    let x = tape.parameter(Tensor::scalar(3.0));
    assert_eq!(tape.grad(x), None, "PyTorch starts without a .grad");
    let mark = tape.mark();
    for expected in [6.0, 12.0] {
        tape.rewind(mark);
        let f = tape.square(x);
        tape.backward(f).unwrap();
        assert_eq!(tape.grad(x), Some(&[expected][..]));
    }
    tape.zero_grad(x);
    assert_eq!(tape.grad(x), Some(&[0.0][..]));
    tape.clear_grad(x);
    assert_eq!(tape.grad(x), None);
}

#[test]
fn a_second_walk_needs_a_retained_graph() {
    let mut tape = Tape::new();
    let x = tape.parameter(Tensor::scalar(3.0));
    let f = tape.square(x);
    tape.backward_retaining(f).unwrap();
    tape.backward(f).unwrap();
    assert_eq!(tape.grad(x), Some(&[12.0][..]));
    let error = tape.backward(f).unwrap_err();
    assert_eq!(error.code(), "backward");
    assert_eq!(tape.grad(x), Some(&[12.0][..]), "a refused walk adds nothing");
}

#[test]
fn a_walk_starts_from_a_scalar_with_a_parameter_behind_it() {
    let mut tape = Tape::new();
    let column = tape.parameter(Tensor::column(&[1.0, 2.0]));
    assert!(tape.backward(column).unwrap_err().to_string().contains("scalar"));
    let constant = tape.constant(Tensor::scalar(1.0));
    assert!(tape.backward(constant).unwrap_err().to_string().contains("parameter"));
}

#[test]
fn a_detached_tensor_cuts_the_gradient() {
    let mut tape = Tape::new();
    let x = tape.parameter(Tensor::scalar(3.0));
    let fixed = tape.detach(x);
    let f = tape.mul(x, fixed).unwrap();
    tape.backward(f).unwrap();
    assert_eq!(tape.grad(x), Some(&[3.0][..]), "not 6: only one factor counts");
    assert_eq!(tape.grad(fixed), None);
}

#[test]
fn the_smallest_example_minimises_x_squared_with_pytorchs_numbers() {
    let golden: Value = serde_json::from_str(include_str!("golden/parabola.json")).unwrap();
    let trace = golden["trace"].as_array().unwrap();
    assert_eq!(trace.len(), 500);
    let mut tape = Tape::new();
    let x = tape.parameter(Tensor::scalar(10.0));
    let mark = tape.mark();
    for (k, row) in trace.iter().enumerate() {
        tape.rewind(mark);
        let f = tape.pow(x, 2.0).unwrap();
        tape.zero_grad(x);
        tape.backward(f).unwrap();
        let gradient = tape.grad_item(x).unwrap();
        let value = tape.item(f);
        tape.set_data(x, &[tape.item(x) - 0.01 * gradient]).unwrap();
        for (ours, column) in [(value, 0), (gradient, 1), (tape.item(x), 2)] {
            assert_eq!(
                ours.to_bits(),
                row[column].as_f64().unwrap().to_bits(),
                "update {k}, column {column}"
            );
        }
    }
}
