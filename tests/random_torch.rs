//! PyTorch's CPU generator against PyTorch's own output.
#![allow(clippy::unwrap_used, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::random::torch::Generator;
use serde_json::Value;

fn cases() -> Vec<(Generator, Value)> {
    let file: Value = serde_json::from_str(include_str!("golden/torch_rng.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 6);
    cases
        .iter()
        .map(|case| {
            let seed = case["seed"].as_str().unwrap();
            let start =
                seed.parse().map_or_else(|_| Generator::from_i64(seed.parse().unwrap()), Generator::new);
            (start, case.clone())
        })
        .collect()
}

fn floats(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn integers(value: &Value) -> Vec<i64> {
    value.as_array().unwrap().iter().map(|v| v.as_i64().unwrap()).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

fn widened(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&v| v.into()).collect()
}

#[test]
fn integers_equal() {
    for (start, case) in cases() {
        let mut random = start.clone();
        let drawn: Vec<String> = (0..4).map(|_| random.random_int64().to_string()).collect();
        let expected: Vec<&str> =
            case["int64_random"].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
        assert_eq!(drawn, expected);
        let mut random = start.clone();
        let drawn: Vec<i64> = (0..6).map(|_| random.random_int32().into()).collect();
        assert_eq!(drawn, integers(&case["int32_random"]));
        for (name, high, n) in [("randint_0_1000", 1000, 8), ("randint_0_2p28", 1 << 28, 4)] {
            let mut random = start.clone();
            let drawn: Vec<i64> = (0..n).map(|_| random.randint(0, high).unwrap()).collect();
            assert_eq!(drawn, integers(&case[name]), "{name}");
        }
    }
}

#[test]
fn uniforms_equal_to_the_last_bit() {
    let third = 1.0 / 3.0_f64.sqrt();
    for (start, case) in cases() {
        for (name, from, to, n) in [("rand_f32", 0.0, 1.0, 6), ("uniform_f32_m0p57735", -third, third, 8)] {
            let mut random = start.clone();
            let drawn: Vec<f32> = (0..n).map(|_| random.uniform_f32(from as f32, to as f32)).collect();
            assert_eq!(bits(&widened(&drawn)), bits(&floats(&case[name])), "{name}");
        }
        for (name, from, to, n) in [("rand_f64", 0.0, 1.0, 6), ("uniform_f64_2p5_7p1", 2.5, 7.1, 8)] {
            let mut random = start.clone();
            let drawn: Vec<f64> = (0..n).map(|_| random.uniform_f64(from, to)).collect();
            assert_eq!(bits(&drawn), bits(&floats(&case[name])), "{name}");
        }
    }
}

#[test]
fn permutations_equal() {
    for (start, case) in cases() {
        for (n, order) in case["randperm"].as_object().unwrap() {
            let drawn: Vec<i64> =
                start.clone().randperm(n.parse().unwrap()).into_iter().map(i64::from).collect();
            assert_eq!(drawn, integers(order), "seed {} n {n}", case["seed"]);
        }
    }
}

#[test]
fn initial_weights_of_linear_equal_to_the_last_bit_in_float32() {
    for (start, case) in cases() {
        for layer in case["linear"].as_array().unwrap() {
            let size = |name: &str| layer[name].as_u64().unwrap() as usize;
            let (weight, bias) = start.clone().linear_reset_parameters_f32(size("inf"), size("outf"), true);
            assert_eq!(bits(&widened(&weight)), bits(&floats(&layer["weight"])));
            assert_eq!(bits(&widened(&bias)), bits(&floats(&layer["bias"])));
        }
    }
}

#[test]
fn initial_weights_of_linear_equal_to_the_last_bit_in_float64() {
    let file: Value = serde_json::from_str(include_str!("golden/linear_float64.json")).unwrap();
    for layer in file["cases"].as_array().unwrap() {
        let size = |name: &str| layer[name].as_u64().unwrap() as usize;
        let mut random = Generator::new(layer["seed"].as_u64().unwrap());
        let (weight, bias) = random.linear_reset_parameters_f64(size("inf"), size("outf"), true);
        assert_eq!(bits(&weight), bits(&floats(&layer["weight"])));
        assert_eq!(bits(&bias), bits(&floats(&layer["bias"])));
    }
}

#[test]
fn a_layer_without_bias_draws_none() {
    let (mut random, mut words) = (Generator::new(3), Generator::new(3));
    let (weight, bias) = random.linear_reset_parameters_f32(2, 3, false);
    assert_eq!((weight.len(), bias.len()), (6, 0));
    for _ in 0..6 {
        words.random_u32();
    }
    assert_eq!(random, words);
    assert_eq!(random.linear_reset_parameters_f64(0, 2, true), (vec![], vec![0.0, 0.0]));
}

#[test]
fn manual_seed_starts_over_and_forgets_the_cached_normal() {
    let mut random = Generator::new(8);
    random.randn_f64(1);
    assert_ne!(random, Generator::new(8));
    random.manual_seed(5);
    assert_eq!(random, Generator::new((1 << 32) + 5), "only the lower 32 bits of a seed matter");
}

#[track_caller]
fn assert_close(ours: &[f64], torch: &[f64], name: &str, bound: impl Fn(f64) -> f64) {
    assert_eq!(ours.len(), torch.len());
    let mut worst = 0.0_f64;
    for (a, b) in ours.iter().zip(torch) {
        let ratio = (a - b).abs() / bound(*b);
        worst = worst.max(ratio);
    }
    assert!(worst <= 1.0, "{name}: {worst} of the allowed difference");
}

#[test]
fn short_normals_in_float32_equal_to_the_last_bit() {
    for (mut random, case) in cases() {
        assert_eq!(bits(&widened(&random.randn_f32(5))), bits(&floats(&case["randn_f32_5"])));
        assert_eq!(bits(&widened(&random.randn_f32(3))), bits(&floats(&case["randn_f32_next3"])));
    }
}

/// Same draws, but PyTorch's logarithm, sine and cosine are glibc's and need not be correctly rounded: one step
/// (2^-52 relative) is allowed; on these cases 1 of 150 values uses it.
#[test]
fn normals_in_float64_agree_within_one_unit_in_the_last_place() {
    for (start, case) in cases() {
        for (name, n) in [("randn_f64_5", 5), ("randn_f64_20", 20)] {
            assert_close(&start.clone().randn_f64(n), &floats(&case[name]), name, |v| f64::EPSILON * v.abs());
        }
    }
}

/// 1.2e-7 is float32's machine epsilon. PyTorch's approximate logarithm is off by about that much relatively, its
/// sine and cosine by about that much absolutely.
#[test]
fn long_normals_in_float32_agree_within_the_error_of_torchs_vector_functions() {
    for (start, case) in cases() {
        for (name, n) in [("randn_f32_16", 16), ("randn_f32_20", 20)] {
            let ours = widened(&start.clone().randn_f32(n));
            assert_close(&ours, &floats(&case[name]), name, |v| 1.2e-7 * (1.0 + v.abs()));
        }
        let ours = widened(&start.clone().normal_f32(33, 2.5, 0.3));
        assert_close(&ours, &floats(&case["normal_f32_33_mean2p5_std0p3"]), "normal", |v| 1.2e-7 * v.abs());
    }
}
