#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[allow(clippy::excessive_precision, reason = "the halfway cases are written out whole")]
#[test]
fn floats_print_as_in_python() {
    // Each right-hand side is what CPython 3.11 prints for `repr` of the left.
    for (value, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (10.0, "10.0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (0.0001, "0.0001"),
        (0.00005, "5e-05"),
        (0.000012345, "1.2345e-05"),
        (1e-7, "1e-07"),
        (1e-100, "1e-100"),
        (5e-324, "5e-324"),
        (123456789012345680.0, "1.2345678901234568e+17"),
        (9999999999999998.0, "9999999999999998.0"),
        (1e16, "1e+16"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::NAN, "nan"),
        (-f64::NAN, "nan"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (-0.007486820220947266, "-0.007486820220947266"),
        // Ties between two shortest decimals: to the even one.
        (13.7513580322265625, "13.751358032226562"),
        (-13.7513580322265625, "-13.751358032226562"),
        (562949953421312.25, "562949953421312.2"),
        (562949953421312.75, "562949953421312.8"),
        (1125899906842624.25, "1125899906842624.2"),
    ] {
        assert_eq!(python_repr(value), text);
    }
}

#[test]
fn four_decimals_round_the_exact_value_and_ties_to_even() {
    for (value, text) in [
        (0.0, "0.0000"),
        (-0.00001, "-0.0000"),
        (0.03125, "0.0312"),
        (0.09375, "0.0938"),
        (1.00005, "1.0001"),
        (2.00015, "2.0002"),
        (1e22, "10000000000000000000000.0000"),
        (1e23, "99999999999999991611392.0000"),
        (f64::NAN, "nan"),
        (f64::INFINITY, "inf"),
    ] {
        assert_eq!(four_decimals(value), text);
    }
}

#[test]
fn doubles_of_every_size_read_back_and_are_as_short_as_the_standard_librarys() {
    let mut bits = 1_u64;
    for i in 0..20_000 {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Powers of two, whose lower neighbour is nearer, and the numbers beside them come in too.
        let bits = if i % 4 == 0 { (bits & 0xfff << 52).wrapping_add(bits >> 9 & 3) } else { bits };
        let value = f64::from_bits(bits);
        if value.is_finite() {
            let ours = plain(value);
            assert_eq!(ours.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{value:e} as {ours}");
            // The standard library writes the same digits with and without an exponent.
            let digits = |text: &str| {
                let mantissa = text.split('e').next().unwrap_or_default().replace(['.', '-'], "");
                mantissa.trim_matches('0').len()
            };
            assert_eq!(digits(&ours), digits(&format!("{value:e}")), "{value:e} as {ours}");
        }
    }
}

#[test]
fn plain_numbers_are_written_as_in_javascript() {
    // Each right-hand side is what V8 gives for `String(left)`, but for -0.
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (100.0, "100"),
        (-2.5, "-2.5"),
        (0.001, "0.001"),
        (0.000001, "0.000001"),
        (0.00000123, "0.00000123"),
        (1e-7, "1e-7"),
        (-1.5e-7, "-1.5e-7"),
        (5e-324, "5e-324"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e21, "1.5e+21"),
        (1e300, "1e+300"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
    ] {
        assert_eq!(plain(value), text);
    }
}

#[test]
fn whole_numbers_of_128_bits() {
    for value in [0, 7, -1, 10_000_000_000, i128::MAX, i128::MIN] {
        assert_eq!(whole(value), value.to_string());
    }
}
