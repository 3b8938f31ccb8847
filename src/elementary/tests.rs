#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{exp, ln, pow};

/// Bits of x and of ln x rounded once, from 1,500-bit arithmetic: subnormals, both sides of 1, ends of the range.
const LOGARITHMS: &[[u64; 2]] = &[
    [0x4000000000000000, 0x3fe62e42fefa39ef],
    [0x4024000000000000, 0x40026bb1bbb55516],
    [0x3fe0000000000000, 0xbfe62e42fefa39ef],
    [0x0000000000000001, 0xc0874385446d71c3],
    [0x000fffffffffffff, 0xc086232bdd7abcd2],
    [0x0010000000000000, 0xc086232bdd7abcd2],
    [0x7fefffffffffffff, 0x40862e42fefa39ef],
    [0x3ff0000000000001, 0x3cafffffffffffff],
    [0x3fefffffffffffff, 0xbca0000000000000],
    [0x3ff0000000400000, 0x3e0fffffffc00000],
    [0x3ff02ca57a786c22, 0x3f8633d180087fdc],
    [0x3fefa786c226809d, 0xbf863d1bdbfdd995],
    [0x4008000000000000, 0x3ff193ea7aad030b],
    [0x3fb999999999999a, 0xc0026bb1bbb55515],
    [0x01a56e1fc2f8f359, 0xc085963447f87fb5],
    [0x4480f0cf064dd592, 0x40495414621954fe],
];

/// As above for e^x: the first infinity, the last and first normal and subnormal results, the last before 0.
const EXPONENTIALS: &[[u64; 2]] = &[
    [0x0000000000000000, 0x3ff0000000000000],
    [0x3ff0000000000000, 0x4005bf0a8b145769],
    [0xbff0000000000000, 0x3fd78b56362cef38],
    [0x3fe0000000000000, 0x3ffa61298e1e069c],
    [0x3e10000000000000, 0x3ff0000000400000],
    [0xbc90000000000000, 0x3ff0000000000000],
    [0x4085e00000000000, 0x7f0d945df4f8ec8e],
    [0x40862e42fefa39ef, 0x7fefffffffffff2a],
    [0x40862e42fefa39f0, 0x7ff0000000000000],
    [0xc0861c0000000000, 0x00239b42358bdf31],
    [0xc086200000000000, 0x0017c8ab2288c9ab],
    [0xc086232bdd7abcd2, 0x001000000000007c],
    [0xc086232bdd7abcd3, 0x000ffffffffffe7c],
    [0xc087220000000000, 0x0000000000000042],
    [0xc0874385446d71c3, 0x0000000000000001],
    [0xc0874910d52d3051, 0x0000000000000001],
    [0xc0874910d52d3052, 0x0000000000000000],
    [0x4024000000000000, 0x40d5829dcf950560],
    [0x3f862e42fefa39ef, 0x3ff02c9a3e778061],
];

/// Bits of x, y and x^y rounded once, from exact and 1,500-bit arithmetic: subnormal results, exact ones, ties (such
/// as 2025720^3 and 3^34), and neighbours of 1 whose power is within 2^-104 of a tie.
const POWERS: &[[u64; 3]] = &[
    [0x4024000000000000, 0xc074300000000000, 0x0000000000000002],
    [0x4024000000000000, 0xc074000000000000, 0x00000000000007e8],
    [0x4024000000000000, 0x4073400000000000, 0x7fe1ccf385ebc8a0],
    [0x4024000000000000, 0xc073400000000000, 0x000730d67819e8d2],
    [0x4018000000000000, 0xc078b00000000000, 0x001eb144d51ce385],
    [0x4028000000000000, 0xc071d00000000000, 0x001380fc8c251063],
    [0x3fc8000000000000, 0x407a700000000000, 0x0015b154dda32bef],
    [0xc000000000000000, 0xc090cc0000000000, 0x8000000000000000],
    [0xc000000000000000, 0xc090c80000000000, 0x0000000000000001],
    [0x3ff8000000000000, 0xc09c980000000000, 0x000000000000000b],
    [0x413ee8f800000000, 0x4008000000000000, 0x43dcd7185ac3a5b0],
    [0x40e69b8000000000, 0x4010000000000000, 0x43cfe315136c0650],
    [0x412a9c0000000000, 0x4014000000000000, 0x461971ef59346364],
    [0x4094800000000000, 0x4024000000000000, 0x4667d7eb340fb568],
    [0xc092000000000000, 0x4031000000000000, 0xcabd9fe779881944],
    [0x4094000000000000, 0x4037000000000000, 0x4ec52d02c7e14af6],
    [0x4144e5a880000000, 0x4004000000000000, 0x43460e40372ec4ec],
    [0x41a41f2000000000, 0x400c000000000000, 0x45e93c25cb739082],
    [0x41a0000002000000, 0x4000000000000000, 0x4350000004000000],
    [0x41a0000006000000, 0x4000000000000000, 0x435000000c000002],
    [0x4008000000000000, 0x4041000000000000, 0x434d9fe779881944],
    [0xc008000000000000, 0x4040800000000000, 0xc333bfefa65abb83],
    [0x3fefffffffffffff, 0xbff0000000000000, 0x3ff0000000000001],
    [0x3fefffffffffffff, 0x3fe0000000000000, 0x3fefffffffffffff],
    [0x3ff0000000000006, 0x3fd0000000000000, 0x3ff0000000000001],
    [0x3ff0000000000001, 0x3ff8000000000000, 0x3ff0000000000002],
    [0x7fefffffffffffff, 0x3fe0000000000000, 0x5fefffffffffffff],
    [0x7fefffffffffffff, 0xbfe0000000000000, 0x1ff0000000000000],
    [0x433fffffffffffff, 0xbff0000000000000, 0x3ca0000000000001],
    [0x40f86a0000000000, 0x3fd3333333333333, 0x403f9f6e4990f226],
    [0x401c000000000000, 0x3fb999999999999a, 0x3ff36fe0d9dde8a3],
    [0x000012688b70e62b, 0x3fe0000000000000, 0x1fc1297872d9cbae],
    [0x0000000000000001, 0xbfd0000000000000, 0x50b6a09e667f3bcd],
    [0x0000000000000001, 0x3f50624dd2f1a9fc, 0x3fde666733f452da],
    [0x3ff0000000000001, 0x43c4d1120d7b1600, 0x7c00502174a9bef1],
    [0x3ff0000000000001, 0x43c622940ca0bf80, 0x7fcdb6b2d3fca667],
    [0x3fefffffffffffff, 0x43d73ecba01ec780, 0x0000000000000002],
    [0x4000000000000000, 0x408fffffffffffff, 0x7feffffffffffd3a],
];

#[test]
fn known_logarithms_exponentials_and_powers_are_rounded_once() {
    for &[x, answer] in LOGARITHMS {
        assert_eq!(ln(f64::from_bits(x)).to_bits(), answer, "ln of {x:016x}");
    }
    for &[x, answer] in EXPONENTIALS {
        assert_eq!(exp(f64::from_bits(x)).to_bits(), answer, "e to {x:016x}");
    }
    for &[x, y, answer] in POWERS {
        assert_eq!(pow(f64::from_bits(x), f64::from_bits(y)).to_bits(), answer, "{x:016x} to {y:016x}");
    }
}

/// 64 random bits, by SplitMix64.
fn word(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

fn uniform(state: &mut u64) -> f64 {
    (word(state) >> 11) as f64 * 2.0_f64.powi(-53)
}

/// `pxfm`'s logarithm is correctly rounded by another method, with more than 106 bits in the end.
#[test]
fn the_logarithm_equals_another_correctly_rounded_one() {
    let mut state = 1;
    for i in 0..50_000 {
        let any = f64::from_bits(word(&mut state) % f64::INFINITY.to_bits());
        let subnormal = f64::from_bits(word(&mut state) >> (12 + i % 52));
        let near_one = 1.0 + (uniform(&mut state) - 0.5) * 2.0_f64.powi(-(i % 52));
        for x in [uniform(&mut state), any, subnormal, near_one] {
            assert_eq!(ln(x).to_bits(), pxfm::f_log(x).to_bits(), "{x:e}");
        }
    }
}

/// Away from ties and subnormal results, where `pxfm`'s power is not always correctly rounded.
#[test]
fn the_power_and_the_exponential_equal_others() {
    let mut state = 2;
    for _ in 0..20_000 {
        let x = f64::from_bits(word(&mut state) % f64::INFINITY.to_bits());
        let exponent = 1400.0 * (uniform(&mut state) - 0.5);
        let y = exponent / ln(x);
        assert_eq!(pow(x, y).to_bits(), pxfm::f_pow(x, y).to_bits(), "{x:e} to {y:e}");
        assert_eq!(exp(exponent).to_bits(), pxfm::f_exp(exponent).to_bits(), "e to {exponent:e}");
    }
}

/// Also across the changes of step and of octave, and from subnormal to normal numbers.
#[test]
fn the_logarithm_never_falls() {
    let edges = (-64..=64).map(|i| pow(2.0, f64::from(2 * i + 1) / 64.0));
    for edge in edges.chain([1.0, f64::MIN_POSITIVE, 0.5, 2.0]) {
        let mut last = f64::NEG_INFINITY;
        for bits in edge.to_bits() - 200..edge.to_bits() + 200 {
            let value = ln(f64::from_bits(bits));
            assert!(value >= last, "{bits:016x}");
            last = value;
        }
    }
}

#[test]
fn powers_of_two_are_exact_down_to_the_smallest() {
    for n in -1074..=1023 {
        let exact = if n < -1022 { f64::from_bits(1 << (n + 1074)) } else { 2.0_f64.powi(n) };
        assert_eq!(pow(2.0, f64::from(n)), exact, "{n}");
        assert_eq!(pow(0.5, f64::from(-n)), exact, "{n}");
    }
    assert_eq!(pow(2.0, 1024.0), f64::INFINITY);
    assert_eq!(pow(2.0, -1075.0), 0.0); // a tie, to even
}

#[test]
fn special_arguments_follow_ieee() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    assert_eq!((ln(0.0), ln(-0.0), ln(INF)), (-INF, -INF, INF));
    assert!([-1.0, -5e-324, -INF, NAN].iter().all(|&x| ln(x).is_nan()));
    assert_eq!(ln(1.0).to_bits(), 0);
    assert_eq!((exp(INF), exp(-INF), exp(-0.0)), (INF, 0.0, 1.0));
    assert!(exp(NAN).is_nan());
    let rows = [
        (0.0, 3.0, 0.0),
        (-0.0, 3.0, -0.0),
        (-0.0, 2.0, 0.0),
        (-0.0, 0.5, 0.0),
        (0.0, -3.0, INF),
        (-0.0, -3.0, -INF),
        (-0.0, -2.0, INF),
        (INF, 0.5, INF),
        (INF, -0.5, 0.0),
        (-INF, 3.0, -INF),
        (-INF, 2.0, INF),
        (-INF, -3.0, -0.0),
        (-INF, 0.5, INF),
        (2.0, INF, INF),
        (2.0, -INF, 0.0),
        (0.5, INF, 0.0),
        (-0.5, -INF, INF),
        (-1.0, INF, 1.0),
        (-1.0, 9_007_199_254_740_991.0, -1.0),
        (-1.0, 9_007_199_254_740_992.0, 1.0),
        (-2.0, 3.0, -8.0),
        (NAN, 0.0, 1.0),
        (1.0, NAN, 1.0),
        (1.5, f64::MAX, INF),
        (1.5, f64::MIN, 0.0),
        (1.5, 5e-324, 1.0),
    ];
    for (x, y, answer) in rows {
        assert_eq!(pow(x, y).to_bits(), f64::to_bits(answer), "{x} to {y}");
    }
    for (x, y) in [(-2.0, 0.5), (-5e-324, 1.5), (NAN, 1.0), (2.0, NAN), (-NAN, INF)] {
        assert!(pow(x, y).is_nan(), "{x} to {y}");
    }
}
