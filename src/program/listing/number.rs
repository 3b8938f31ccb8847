//! Floats as Python prints them: `repr(value)` and `f"{value:.4f}"`.

/// Python's `repr` of a float: the shortest digits that read back as the same double, an exponent of at least two
/// digits below 1e-4 and from 1e16 on, `nan`, `inf`.
pub(crate) fn python_repr(value: f64) -> String {
    // Rust's `{:?}` has the same digits and the same thresholds; it writes 1e-5 where Python writes 1e-05.
    let mut text = format!("{value:?}");
    if value.is_nan() {
        text.make_ascii_lowercase();
    }
    if let Some(at) = text.find('e') {
        let exponent = text.split_off(at + 1);
        let (sign, digits) = match exponent.strip_prefix('-') {
            Some(digits) => ('-', digits),
            None => ('+', exponent.as_str()),
        };
        text.push(sign);
        if digits.len() < 2 {
            text.push('0');
        }
        text.push_str(digits);
    }
    text
}

/// Python's `f"{value:.4f}"`: the exact value, ties to even, all digits of large ones, `nan`, `inf`.
pub(crate) fn four_decimals(value: f64) -> String {
    let mut text = format!("{value:.4}");
    if value.is_nan() {
        text.make_ascii_lowercase();
    }
    text
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

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
}
