//! Floats as Python prints them: `repr(value)` and `f"{value:.4f}"`.

/// Python's `repr` of a float: the shortest digits that read back as the same double, an exponent of at least two
/// digits below 1e-4 and from 1e16 on, `nan`, `inf`.
pub(crate) fn python_repr(value: f64) -> String {
    // Rust's `{:?}` has the same thresholds, and the same digits but for ties; it writes 1e-5 where Python has 1e-05.
    let text = format!("{value:?}");
    if value.is_nan() {
        return text.to_ascii_lowercase();
    }
    let (digits, exponent) = match text.split_once('e') {
        Some((digits, exponent)) => (digits, exponent),
        None => (text.as_str(), ""),
    };
    let mut out = digits.to_owned();
    if is_tie_rounded_to_odd(value, digits, exponent) {
        // An odd digit is never 0, so nothing is borrowed.
        let last = out.pop().map(|last| char::from(last as u8 - 1));
        out.extend(last);
    }
    if !exponent.is_empty() {
        let (sign, digits) = match exponent.strip_prefix('-') {
            Some(digits) => ("e-", digits),
            None => ("e+", exponent),
        };
        out.push_str(sign);
        if digits.len() < 2 {
            out.push('0');
        }
        out.push_str(digits);
    }
    out
}

/// Whether `value` lies exactly in the middle between the printed decimal, whose last digit is odd, and the one below.
///
/// Of two shortest decimals that are equally near, Python takes the even one and Rust the upper one. Doubles that came
/// from float32, with their 29 zero bits, meet this often: 13.7513580322265625.
fn is_tie_rounded_to_odd(value: f64, digits: &str, exponent: &str) -> bool {
    let (mut decimal, mut fraction_digits, mut after_point) = (0_u64, 0_i32, false);
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => {
                // At most 17 digits, which fit.
                decimal = decimal.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                fraction_digits += i32::from(after_point);
            }
            b'.' => after_point = true,
            _ => {}
        }
    }
    let negative = exponent.starts_with('-');
    let magnitude = exponent.bytes().filter(u8::is_ascii_digit);
    let power = magnitude.fold(0, |power, digit| power * 10 + i32::from(digit - b'0'));
    let places = fraction_digits + if negative { power } else { -power };
    // value = mantissa / 2^shift; a subnormal has too few digits for a tie.
    let bits = value.to_bits();
    let mantissa = (bits & ((1 << 52) - 1)) | (1 << 52);
    let shift = 1075 - ((bits >> 52) & 0x7ff) as i32;
    // A tie means value * 2 * 10^places = 2 * decimal - 1, an odd number below 5^25.
    let zeros = mantissa.trailing_zeros();
    decimal % 2 == 1
        && (1..25).contains(&places)
        && shift == zeros as i32 + places + 1
        && u128::from(mantissa >> zeros) * 5_u128.pow(places as u32) == u128::from(2 * decimal - 1)
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
}
