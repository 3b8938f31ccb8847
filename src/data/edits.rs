//! Points the reader drags, adds or takes away, applied in order after the data are made.

use crate::{Error, Result};

/// One change to the points. Indices count the points as the edits before have left them, from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Edit {
    /// Puts point `index` at (x, y).
    Move {
        /// Which point, 0 to n − 1.
        index: usize,
        /// Its new x, finite.
        x: f64,
        /// Its new y, finite.
        y: f64,
    },
    /// Appends a point.
    Add {
        /// Its x, finite.
        x: f64,
        /// Its y, finite.
        y: f64,
    },
    /// Takes point `index` away; later points move up by one.
    Remove {
        /// Which point, 0 to n − 1.
        index: usize,
    },
}

/// Applies all edits to the points, or none: after an error x and y are as before.
///
/// # Errors
/// - [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for an index without a point, e.g. `data.edits[3].move`;
/// - [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for a coordinate, e.g. `data.edits[3].y`;
/// - [`ErrorKind::Empty`](crate::ErrorKind::Empty) if no point is left at the end;
/// - [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch) if x and y differ in length.
pub fn apply_edits(edits: &[Edit], x: &mut Vec<f64>, y: &mut Vec<f64>) -> Result<()> {
    if x.len() != y.len() {
        return Err(Error::length_mismatch("data.y", y.len(), x.len()));
    }
    let (mut new_x, mut new_y) = (x.clone(), y.clone());
    for (number, edit) in edits.iter().enumerate() {
        let existing = |key: &str, index: usize, n: usize| {
            if index < n {
                return Ok(());
            }
            let range =
                if n == 0 { "left out: no point is left".to_owned() } else { format!("0 to {}", n - 1) };
            Err(Error::out_of_range(format_args!("data.edits[{number}].{key}"), index, range))
        };
        let finite = |x: f64, y: f64| {
            Error::unless_finite(&format!("data.edits[{number}].x"), x)?;
            Error::unless_finite(&format!("data.edits[{number}].y"), y)
        };
        match *edit {
            Edit::Move { index, x, y } => {
                existing("move", index, new_x.len())?;
                finite(x, y)?;
                (new_x[index], new_y[index]) = (x, y);
            }
            Edit::Add { x, y } => {
                finite(x, y)?;
                new_x.push(x);
                new_y.push(y);
            }
            Edit::Remove { index } => {
                existing("remove", index, new_x.len())?;
                new_x.remove(index);
                new_y.remove(index);
            }
        }
    }
    if new_x.is_empty() {
        return Err(Error::empty("data"));
    }
    (*x, *y) = (new_x, new_y);
    Ok(())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn edits_apply_in_order_and_count_the_points_as_they_then_are() {
        let (mut x, mut y) = (vec![1.0, 2.0, 3.0], vec![10.0, 20.0, 30.0]);
        let edits = [
            Edit::Remove { index: 0 },
            Edit::Add { x: 4.0, y: 40.0 },
            Edit::Move { index: 0, x: 2.5, y: 25.0 },
        ];
        apply_edits(&edits, &mut x, &mut y).unwrap();
        assert_eq!((x, y), (vec![2.5, 3.0, 4.0], vec![25.0, 30.0, 40.0]));
    }

    #[test]
    fn a_wrong_edit_is_named_and_none_is_applied() {
        let add = Edit::Add { x: 1.0, y: 1.0 };
        let wrong = [
            (Edit::Move { index: 3, x: 0.0, y: 0.0 }, "data.edits[1].move is 3; it must be 0 to 2"),
            (Edit::Remove { index: 9 }, "data.edits[1].remove is 9; it must be 0 to 2"),
            (Edit::Add { x: 0.0, y: f64::NAN }, "data.edits[1].y is NaN; it must be a finite number"),
            (
                Edit::Move { index: 0, x: f64::INFINITY, y: 0.0 },
                "data.edits[1].x is Infinity; it must be a finite number",
            ),
        ];
        for (edit, message) in wrong {
            let (mut x, mut y) = (vec![1.0, 2.0], vec![3.0, 4.0]);
            let error = apply_edits(&[add, edit], &mut x, &mut y).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!((x, y), (vec![1.0, 2.0], vec![3.0, 4.0]));
        }
    }

    #[test]
    fn the_last_point_cannot_be_taken_away_but_can_be_replaced() {
        let (mut x, mut y) = (vec![1.0], vec![2.0]);
        let remove = Edit::Remove { index: 0 };
        let error = apply_edits(&[remove], &mut x, &mut y).unwrap_err();
        assert_eq!(error.code(), "empty");
        apply_edits(&[remove, Edit::Add { x: 5.0, y: 6.0 }], &mut x, &mut y).unwrap();
        assert_eq!((&x, &y), (&vec![5.0], &vec![6.0]));
        let error = apply_edits(&[remove, remove], &mut x, &mut y).unwrap_err();
        assert_eq!(error.to_string(), "data.edits[1].remove is 0; it must be left out: no point is left");
    }
}
