//! scikit-learn's random linear regression problem.
//!
//! Matches <https://scikit-learn.org/stable/modules/generated/sklearn.datasets.make_regression.html> with one target
//! and well-conditioned input. `n_targets`, `effective_rank` and `tail_strength` are not here, and the true
//! coefficients are always returned, as with `coef=True`.

use crate::decimal::Plain;
use crate::full::IS_FULL;
use crate::random::{fresh_seed, numpy::RandomState};
use crate::{Error, Result};

/// The most values x may hold (`n_samples · n_features`), 80 MB; also the most samples.
pub const MAX_VALUES: usize = 10_000_000;

/// The largest `noise` and |`bias`|, so that no y can overflow: a normal drawn from 53 bits stays below 13.
const MAX_MAGNITUDE: f64 = 1e300;

/// The arguments of [`make_regression`]; `Default` gives scikit-learn's defaults.
///
/// Errors name them as fields of `data`, e.g. `data.noise`.
#[derive(Debug, Clone, PartialEq)]
pub struct MakeRegression {
    /// Rows, 1 to [`MAX_VALUES`]. Default 100.
    pub n_samples: usize,
    /// Columns, at least 1. Default 100.
    pub n_features: usize,
    /// How many columns y depends on, at least 1; more than there are columns means all. Default 10.
    pub n_informative: usize,
    /// The constant in y, within ±1e300. Default 0.
    pub bias: f64,
    /// Standard deviation of the normal noise on y, 0 to 1e300. Default 0, which draws nothing.
    pub noise: f64,
    /// Whether rows, then columns are put in random order. Default true.
    pub shuffle: bool,
    /// The seed; `None`, the default, takes a fresh one.
    pub random_state: Option<u32>,
}

impl Default for MakeRegression {
    fn default() -> Self {
        Self {
            n_samples: 100,
            n_features: 100,
            n_informative: 10,
            bias: 0.0,
            noise: 0.0,
            shuffle: true,
            random_state: None,
        }
    }
}

impl MakeRegression {
    /// Refuses what [`make_regression`] could not do, without drawing anything.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) or [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge), naming the field.
    pub fn check(&self) -> Result<()> {
        if !(1..=MAX_VALUES).contains(&self.n_samples) {
            let range = format!("1 to {MAX_VALUES}");
            return Err(Error::out_of_range("data.n_samples", self.n_samples, range));
        }
        for (field, value) in
            [("data.n_features", self.n_features), ("data.n_informative", self.n_informative)]
        {
            if value == 0 {
                return Err(Error::out_of_range(field, value, "at least 1"));
            }
        }
        if self.n_features > MAX_VALUES / self.n_samples {
            return Err(Error::too_large(
                "data.n_features",
                format_args!("{} x {} values", self.n_samples, self.n_features),
                format_args!("{MAX_VALUES} values"),
            ));
        }
        Error::unless_finite("data.noise", self.noise)?;
        if !(0.0..=MAX_MAGNITUDE).contains(&self.noise) {
            return Err(Error::out_of_range("data.noise", Plain(self.noise), "0 to 1e300"));
        }
        Error::unless_finite("data.bias", self.bias)?;
        if self.bias.abs() > MAX_MAGNITUDE {
            return Err(Error::out_of_range("data.bias", Plain(self.bias), "-1e300 to 1e300"));
        }
        Ok(())
    }
}

/// What [`make_regression`] returns.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// Shape (n_samples, n_features), row by row.
    pub x: Vec<f64>,
    /// Shape (n_samples).
    pub y: Vec<f64>,
    /// The true coefficients, shape (n_features), 0 to 100; 0 for columns without influence.
    pub coef: Vec<f64>,
    /// The seed that was used: `random_state`, or the fresh one.
    pub random_state: u32,
}

/// `sklearn.datasets.make_regression(…, coef=True)`.
///
/// coef equals scikit-learn's to the last bit, and x wherever NumPy's normals do (see [`RandomState`]). With one
/// column so does y: of the sets with 100 samples, noise 10, bias 14.5 and seeds 0 to 1999, 1946 (97 %) are
/// equal in every bit; in the others 0.04 % of x are off, by up to 2 units in the last place, and 0.03 % of y, by
/// up to 2.9e-14. With more columns scikit-learn sums y by BLAS, in an order of its own, and y agrees within
/// 1.2e-16·max|y| on the stored cases.
///
/// # Errors
/// Those of [`MakeRegression::check`]; [`ErrorKind::Missing`](crate::ErrorKind::Missing) if a fresh seed is needed and there is none.
pub fn make_regression(options: &MakeRegression) -> Result<Regression> {
    let mut making = Making::new(options)?;
    // Nobody has so many numbers drawn that this is not the whole.
    making.work(usize::MAX);
    Ok(making.made)
}

/// A problem on its way: [`make_regression`] in as many slices as one likes, drawing the same.
#[derive(Debug, Clone)]
pub(crate) struct Making {
    options: MakeRegression,
    random: RandomState,
    made: Regression,
    /// The order of the rows, once it is being drawn, and how many of its places are still open.
    rows: Vec<usize>,
    open: usize,
}

impl Making {
    /// # Errors
    /// As [`make_regression`].
    pub(crate) fn new(options: &MakeRegression) -> Result<Self> {
        options.check()?;
        let random_state = options.random_state.map_or_else(fresh_seed, Ok)?;
        let (x, y, coef) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self {
            options: options.clone(),
            random: RandomState::new(random_state),
            made: Regression { x, y, coef, random_state },
            rows: Vec::new(),
            open: 0,
        })
    }

    /// Draws about `most` more numbers; true when all is made. The lean build draws them all.
    pub(crate) fn work(&mut self, most: usize) -> bool {
        let most = if IS_FULL { most.max(1) } else { usize::MAX };
        let Self { options, random, made, rows, open } = self;
        let (n, p) = (options.n_samples, options.n_features);
        let Regression { x, y, coef, .. } = made;
        let more = most.min(n * p - x.len());
        x.extend((0..more).map(|_| random.standard_normal()));
        if IS_FULL && more == most {
            return false;
        }
        if coef.is_empty() {
            coef.resize(p, 0.0);
            for value in coef.iter_mut().take(options.n_informative) {
                *value = 100.0 * random.uniform(0.0, 1.0);
            }
        }
        let more = most.min(n - y.len());
        y.extend(x[y.len() * p..].chunks_exact(p).take(more).map(|row| {
            let level = dot(row, coef) + options.bias;
            if options.noise > 0.0 { level + random.normal(0.0, options.noise) } else { level }
        }));
        if IS_FULL && more == most {
            return false;
        }
        if !options.shuffle {
            return true;
        }
        if rows.is_empty() {
            rows.extend(0..n);
            *open = n;
        }
        let left = open.saturating_sub(most).max(1);
        random.shuffle_places(rows, left..*open);
        *open = left;
        if IS_FULL && left > 1 {
            return false;
        }
        let mut columns: Vec<usize> = (0..p).collect();
        random.shuffle(&mut columns);
        *x = rows
            .iter()
            .flat_map(|&row| columns.iter().map(move |&column| (row, column)))
            .map(|(row, column)| x[row * p + column])
            .collect();
        *y = rows.iter().map(|&row| y[row]).collect();
        *coef = columns.iter().map(|&column| coef[column]).collect();
        true
    }

    /// What is made.
    pub(crate) fn into_made(self) -> Regression {
        self.made
    }
}

fn dot(row: &[f64], coef: &[f64]) -> f64 {
    row.iter().zip(coef).fold(0.0, |sum, (x, c)| sum + x * c)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_problem_made_in_slices_has_the_same_bits() {
        for (n_samples, n_features, noise, shuffle) in [
            (1, 1, 0.0, true),
            (2, 1, 1.0, true),
            (999, 1, 10.0, true),
            (50, 3, 0.0, true),
            (50, 3, 2.0, false),
        ] {
            let options = MakeRegression {
                n_samples,
                n_features,
                noise,
                shuffle,
                random_state: Some(5),
                ..Default::default()
            };
            let whole = make_regression(&options).unwrap();
            for most in [1, 7, 100] {
                let mut making = Making::new(&options).unwrap();
                let mut slices = 1;
                while !making.work(most) {
                    slices += 1;
                }
                assert!(slices >= (n_samples * n_features).div_ceil(most), "{slices}");
                assert_eq!(making.into_made(), whole);
            }
        }
    }
}
