//! The loaders' orders: against PyTorch's `DataLoader`, against CPython's shuffle, and by count.
#![allow(clippy::unwrap_used, reason = "a fixture that does not parse fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::data::{DataLoader, MAX_VALUES, Sampler, batches_per_epoch};
use first_descent::random::{python::Random, torch::Generator};
use serde_json::Value;

fn epochs(value: &Value) -> Vec<Vec<Vec<u32>>> {
    let list = |v: &Value| v.as_array().unwrap().clone();
    list(value)
        .iter()
        .map(|epoch| {
            let batch = |b: &Value| list(b).iter().map(|v| v.as_u64().unwrap() as u32).collect();
            list(epoch).iter().map(batch).collect()
        })
        .collect()
}

fn run(loader: &mut DataLoader) -> Vec<Vec<Vec<u32>>> {
    (0..3).map(|_| loader.epoch().map(<[u32]>::to_vec).collect()).collect()
}

#[test]
fn torchs_batches_and_the_draw_after_them_equal() {
    let file: Value = serde_json::from_str(include_str!("golden/torch_rng.json")).unwrap();
    let cases = file["dataloader"].as_array().unwrap();
    assert_eq!(cases.len(), 5);
    for case in cases {
        let size = |name: &str| case[name].as_u64().unwrap() as usize;
        let (n, batch_size, drop_last) = (size("n"), size("batch_size"), case["drop_last"] == true);
        if batch_size > n {
            // Allowed in PyTorch, where this one trains on nothing; refused here.
            assert_eq!(epochs(&case["global_epochs"]), vec![Vec::<Vec<u32>>::new(); 3]);
            continue;
        }
        let generator = Generator::new(case["seed"].as_u64().unwrap());
        for (sampler, batches, next) in [
            (Sampler::Torch(generator.clone()), "global_epochs", "global_next_int64"),
            (Sampler::TorchWithGenerator(generator), "explicit_generator_epochs", "explicit_next_int64"),
        ] {
            let mut loader = DataLoader::new(n, batch_size, true, drop_last, sampler).unwrap();
            assert_eq!(run(&mut loader), epochs(&case[batches]), "{batches} of {n} by {batch_size}");
            let (Sampler::Torch(mut left) | Sampler::TorchWithGenerator(mut left)) = loader.sampler().clone()
            else {
                unreachable!("a torch sampler stays one");
            };
            assert_eq!(left.random_int64().to_string(), case[next].as_str().unwrap());
        }
    }
}

/// The stored case with a batch larger than the data is refused by the loader, but its draws are checked here.
#[test]
fn a_sampler_draws_the_same_whatever_the_batch_size() {
    let file: Value = serde_json::from_str(include_str!("golden/torch_rng.json")).unwrap();
    let case = file["dataloader"].as_array().unwrap().iter().find(|c| c["n"] == 5).unwrap();
    let generator = Generator::new(0);
    for (mut sampler, next) in [
        (Sampler::Torch(generator.clone()), "global_next_int64"),
        (Sampler::TorchWithGenerator(generator), "explicit_next_int64"),
    ] {
        let mut order = Vec::new();
        for _ in 0..3 {
            sampler.next_order(5, true, &mut order);
        }
        let (Sampler::Torch(mut left) | Sampler::TorchWithGenerator(mut left)) = sampler else {
            unreachable!("a torch sampler stays one");
        };
        assert_eq!(left.random_int64().to_string(), case[next].as_str().unwrap());
    }
}

#[test]
fn by_hand_one_generator_shuffles_a_fresh_list_each_epoch() {
    let mut random = Random::from_u64(7);
    let mut sampler = Sampler::Python(random.clone());
    let mut order = Vec::new();
    for _ in 0..3 {
        let mut expected: Vec<u32> = (0..10).collect();
        random.shuffle(&mut expected);
        sampler.next_order(10, true, &mut order);
        assert_eq!(order, expected);
    }
    assert_eq!(sampler, Sampler::Python(random));
}

#[test]
fn without_shuffling_python_draws_nothing_and_torch_one_int64() {
    let mut order = vec![9; 4];
    let mut sampler = Sampler::Python(Random::from_u64(1));
    sampler.next_order(3, false, &mut order);
    assert_eq!(sampler, Sampler::Python(Random::from_u64(1)));
    assert_eq!(order, [0, 1, 2]);

    let mut generator = Generator::new(1);
    for torch in [Sampler::Torch, Sampler::TorchWithGenerator] {
        let mut sampler = torch(Generator::new(1));
        sampler.next_order(3, false, &mut order);
        assert_eq!(order, [0, 1, 2]);
        generator.manual_seed(1);
        generator.random_int64();
        assert_eq!(sampler, torch(generator.clone()));
    }
}

#[test]
fn the_number_of_batches_counts_the_short_one_unless_it_is_dropped() {
    for (n, batch_size, kept, dropped) in [
        (100, 16, 7, 6),
        (96, 16, 6, 6),
        (5, 5, 1, 1),
        (5, 1, 5, 5),
        (3, 8, 1, 0),
        (0, 4, 0, 0),
        (4, 0, 0, 0),
    ] {
        assert_eq!(batches_per_epoch(n, batch_size, false), kept, "{n} by {batch_size}");
        assert_eq!(batches_per_epoch(n, batch_size, true), dropped, "{n} by {batch_size}");
    }
    let sampler = Sampler::Python(Random::from_u64(0));
    let mut loader = DataLoader::new(10, 4, false, true, sampler).unwrap();
    assert_eq!(loader.epoch().collect::<Vec<_>>(), [[0, 1, 2, 3], [4, 5, 6, 7]]);
}

#[test]
fn a_batch_size_that_does_not_fit_is_refused() {
    let loader = |n, batch_size| {
        DataLoader::new(n, batch_size, true, false, Sampler::Torch(Generator::new(0))).map(|_| ())
    };
    let range = "it must be 1 to 10, the number of points";
    assert_eq!(loader(10, 0).unwrap_err().to_string(), format!("batch_size is 0; {range}"));
    assert_eq!(loader(10, 11).unwrap_err().to_string(), format!("batch_size is 11; {range}"));
    assert_eq!(loader(10, 10), Ok(()));
    assert_eq!(loader(0, 1).unwrap_err().code(), "empty");
    // Room for the order was once asked for first, and the program ended there.
    let error = loader(usize::MAX, 5).unwrap_err();
    assert_eq!(error.to_string(), format!("n asks for {} points; the limit is 10000000 points", usize::MAX));
    assert_eq!(loader(MAX_VALUES + 1, 5).unwrap_err().code(), "too_large");
}

#[test]
fn an_epoch_of_one_point_or_none_draws_its_seed_all_the_same() {
    for n in [0, 1] {
        let mut sampler = Sampler::Torch(Generator::new(3));
        sampler.next_order(n, true, &mut Vec::new());
        let mut left = Generator::new(3);
        left.random_int64();
        left.random_int64();
        assert_eq!(sampler, Sampler::Torch(left), "{n}");
    }
}
