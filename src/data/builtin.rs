//! The built-in sets: small, famous, each with its source and licence. Nothing is scaled or centred.

use super::tables;

/// A data set that comes with the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// Anscombe's set I, 11 points: an ordinary scatter.
    Anscombe1,
    /// Anscombe's set II, 11 points: a curve.
    Anscombe2,
    /// Anscombe's set III, 11 points: a line and one outlier.
    Anscombe3,
    /// Anscombe's set IV, 11 points: one x for all but a single point, which alone fixes the slope.
    Anscombe4,
    /// 442 patients: x the body mass index in kg/m², y diabetes progression after a year, 25 to 346.
    DiabetesBmi,
    /// 36 readings of an ozone monitor: x NIST's standard, y the customer's instrument.
    Norris,
}

impl Builtin {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 6] =
        [Self::Anscombe1, Self::Anscombe2, Self::Anscombe3, Self::Anscombe4, Self::DiabetesBmi, Self::Norris];

    /// The set of that [`name`](Self::name), if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }

    /// Its name in settings: `anscombe_1` … `anscombe_4`, `diabetes_bmi`, `norris`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anscombe1 => "anscombe_1",
            Self::Anscombe2 => "anscombe_2",
            Self::Anscombe3 => "anscombe_3",
            Self::Anscombe4 => "anscombe_4",
            Self::DiabetesBmi => "diabetes_bmi",
            Self::Norris => "norris",
        }
    }

    /// x and y, each number the double nearest to the printed decimal.
    pub fn points(self) -> (Vec<f64>, Vec<f64>) {
        use tables::{ANSCOMBE_1_Y, ANSCOMBE_2_Y, ANSCOMBE_3_Y, ANSCOMBE_4_X, ANSCOMBE_4_Y, ANSCOMBE_X};
        // A quotient of exact integers is rounded once, so it is the decimal's nearest double.
        let column = |values: &[u16], per_unit: f64| -> Vec<f64> {
            values.iter().map(|&value| f64::from(value) / per_unit).collect()
        };
        match self {
            Self::Anscombe1 => (column(&ANSCOMBE_X, 1.0), column(&ANSCOMBE_1_Y, 100.0)),
            Self::Anscombe2 => (column(&ANSCOMBE_X, 1.0), column(&ANSCOMBE_2_Y, 100.0)),
            Self::Anscombe3 => (column(&ANSCOMBE_X, 1.0), column(&ANSCOMBE_3_Y, 100.0)),
            Self::Anscombe4 => (column(&ANSCOMBE_4_X, 1.0), column(&ANSCOMBE_4_Y, 100.0)),
            Self::DiabetesBmi => (column(&tables::DIABETES_BMI, 10.0), column(&tables::DIABETES_TARGET, 1.0)),
            Self::Norris => (column(&tables::NORRIS_X, 10.0), column(&tables::NORRIS_Y, 10.0)),
        }
    }

    /// Where the numbers were published.
    pub fn source(self) -> &'static str {
        match self {
            Self::Anscombe1 | Self::Anscombe2 | Self::Anscombe3 | Self::Anscombe4 => {
                "F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1), 1973, 17-21"
            }
            Self::DiabetesBmi => {
                "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least Angle Regression, The Annals of \
                 Statistics 32 (2), 2004, 407-499; as in scikit-learn's load_diabetes(scaled=False)"
            }
            Self::Norris => {
                "J. Norris, Calibration of Ozone Monitors, in the Statistical Reference Datasets (StRD) of the \
                 US National Institute of Standards and Technology, https://www.itl.nist.gov/div898/strd/"
            }
        }
    }

    /// On what terms they may be used.
    pub fn licence(self) -> &'static str {
        match self {
            Self::Anscombe1 | Self::Anscombe2 | Self::Anscombe3 | Self::Anscombe4 => {
                "Numbers printed in a published article; no licence is attached to them"
            }
            Self::DiabetesBmi => "BSD 3-Clause, Copyright (c) 2007-2026 The scikit-learn developers",
            Self::Norris => "Work of the United States government, public domain in the United States",
        }
    }
}
