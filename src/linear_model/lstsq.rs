//! Least squares with any number of columns: Householder QR with column pivoting, then refinement.
//!
//! Columns are first scaled by powers of two, so that units don't matter to the pivoting. The solution and its
//! residuals are then refined together (Björck's augmented system) with sums in doubled precision. Dependent
//! columns are refused: no minimum-norm answer is made up, unlike `numpy.linalg.lstsq`.

use super::compensated::{Sum, power_of_two_near_reciprocal};
use super::least_squares::largest;
use crate::{Error, Result};

/// The answer of [`lstsq`].
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Coefficients, shape `(cols,)`.
    pub coef: Vec<f64>,
    /// `y − design·coef`, shape `(rows,)`, in units of y.
    pub residuals: Vec<f64>,
    /// Sum of the squared residuals.
    pub rss: f64,
    /// Coefficient of determination. If one of the columns is constant (an intercept), `1 − rss/Σ(y − mean)²`;
    /// else `1 − rss/Σy²`, as NIST and R have it. `None` if that denominator is 0.
    pub r2: Option<f64>,
}

/// Finds the coefficients that minimise `|y − design·coef|²`, like `numpy.linalg.lstsq` for full rank.
///
/// `design` is row-major of shape `(rows, cols)`, `y` of shape `(rows,)`. An intercept is a column of ones.
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite); [`ErrorKind::Singular`](crate::ErrorKind::Singular) for fewer rows than
/// columns, for columns that depend on each other to rounding, and for an answer beyond float64's range.
pub fn lstsq(design: &[f64], rows: usize, cols: usize, y: &[f64]) -> Result<Solution> {
    if y.len() != rows {
        return Err(Error::length_mismatch("y", y.len(), rows));
    }
    if rows.checked_mul(cols) != Some(design.len()) {
        let expected = rows.saturating_mul(cols);
        return Err(Error::length_mismatch("design", design.len(), expected));
    }
    largest("design", design)?;
    let scale_y = power_of_two_near_reciprocal(largest("y", y)?);
    if rows < cols {
        return Err(singular(format!("{rows} rows can't determine {cols} columns")));
    }

    let scaled_y: Vec<f64> = y.iter().map(|v| v * scale_y).collect();
    let mut columns = Vec::with_capacity(design.len());
    let mut scales = Vec::with_capacity(cols);
    let mut intercept = false;
    for j in 0..cols {
        let column = || design.iter().skip(j).step_by(cols).copied();
        let scale = power_of_two_near_reciprocal(column().fold(0.0, |m, v| v.abs().max(m)));
        columns.extend(column().map(|v| v * scale));
        scales.push(scale);
        intercept |= design[j] != 0.0 && column().all(|v| v == design[j]);
    }

    let qr = Qr::new(columns.clone(), rows, cols)?;
    let (mut coef, mut residuals) = refine(&qr, &columns, &scaled_y);

    let squares =
        |values: &[f64], centre: f64| -> f64 { values.iter().map(|v| (v - centre) * (v - centre)).sum() };
    let centre = if intercept { Sum::of(scaled_y.iter().copied()).divided_by(rows as f64).0 } else { 0.0 };
    let (rss, tss) = (squares(&residuals, 0.0), squares(&scaled_y, centre));
    for (c, scale) in coef.iter_mut().zip(&scales) {
        *c = *c * scale / scale_y;
        if !c.is_finite() {
            return Err(singular("a coefficient lies beyond float64's range".to_owned()));
        }
    }
    for r in &mut residuals {
        *r /= scale_y;
    }
    let r2 = (tss > 0.0).then(|| (1.0 - rss / tss).max(0.0));
    Ok(Solution { coef, residuals, rss: rss / scale_y / scale_y, r2 })
}

fn singular(reason: String) -> Error {
    Error::singular("design", reason)
}

/// Solves `r + A·x = y`, `Aᵀ·r = 0` and corrects both r and x by the same decomposition until it stops helping.
fn refine(qr: &Qr, columns: &[f64], y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (rows, cols) = (qr.rows, qr.cols);
    let (mut x, mut r) = (vec![0.0; cols], vec![0.0; rows]);
    let mut last = f64::INFINITY;
    // The first round is the plain solution. Each further one gains the digits that the condition number leaves;
    // 10 are more than matrices that pass the rank test need.
    for _ in 0..10 {
        let mut dr: Vec<f64> = (0..rows)
            .map(|i| {
                let mut f = Sum::default();
                f.add(y[i]);
                f.add(-r[i]);
                for j in 0..cols {
                    f.add_product(-x[j], columns[j * rows + i]);
                }
                f.value()
            })
            .collect();
        let mut dx: Vec<f64> = columns
            .chunks_exact(rows)
            .map(|column| {
                let mut g = Sum::default();
                for (a, r) in column.iter().zip(&r) {
                    g.add_product(-a, *r);
                }
                g.value()
            })
            .collect();
        qr.solve_augmented(&mut dr, &mut dx);
        let size = dx.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        if size > last / 2.0 {
            break;
        }
        last = size;
        let mut settled = true;
        for (x, d) in x.iter_mut().zip(&dx) {
            *x += d;
            settled &= d.abs() <= x.abs() * f64::EPSILON;
        }
        for (r, d) in r.iter_mut().zip(&dr) {
            *r += d;
        }
        if settled {
            break;
        }
    }
    (x, r)
}

/// `A·P = Q·R`; column-major, Householder vectors on and below the diagonal, R above it.
struct Qr {
    a: Vec<f64>,
    diagonal: Vec<f64>,
    /// 2 / vᵀv of each Householder vector v.
    beta: Vec<f64>,
    /// Column k of R belongs to column `order[k]` of A.
    order: Vec<usize>,
    rows: usize,
    cols: usize,
}

impl Qr {
    fn new(a: Vec<f64>, rows: usize, cols: usize) -> Result<Self> {
        let mut qr = Self {
            a,
            diagonal: vec![0.0; cols],
            beta: vec![0.0; cols],
            order: (0..cols).collect(),
            rows,
            cols,
        };
        let mut smallest_allowed = 0.0;
        for k in 0..cols {
            let mut pivot = (k, -1.0);
            for j in k..cols {
                let tail = &qr.a[j * rows + k..(j + 1) * rows];
                let norm = dot(tail, tail);
                if norm > pivot.1 {
                    pivot = (j, norm);
                }
            }
            if pivot.0 != k {
                for i in 0..rows {
                    qr.a.swap(pivot.0 * rows + i, k * rows + i);
                }
                qr.order.swap(pivot.0, k);
            }
            let norm = pivot.1.sqrt();
            // Rounding alone leaves about rows·ε of the largest column where nothing should be left.
            if norm <= smallest_allowed {
                let column = qr.order[k];
                return Err(singular(format!("column {column} is a combination of the others, or 0")));
            }
            if k == 0 {
                smallest_allowed = rows as f64 * f64::EPSILON * norm;
            }
            let (left, right) = qr.a.split_at_mut((k + 1) * rows);
            let v = &mut left[k * rows + k..];
            qr.diagonal[k] = if v[0] > 0.0 { -norm } else { norm };
            qr.beta[k] = 1.0 / (norm * (norm + v[0].abs()));
            v[0] -= qr.diagonal[k];
            for column in right.chunks_exact_mut(rows) {
                reflect(v, qr.beta[k], &mut column[k..]);
            }
        }
        Ok(qr)
    }

    fn reflect(&self, k: usize, vector: &mut [f64]) {
        reflect(&self.a[k * self.rows + k..(k + 1) * self.rows], self.beta[k], &mut vector[k..]);
    }

    fn r(&self, i: usize, k: usize) -> f64 {
        self.a[k * self.rows + i]
    }

    /// Given f in `dr` and g in `dx`, puts the solution of `dr + A·dx = f`, `Aᵀ·dr = g` in their place.
    fn solve_augmented(&self, dr: &mut [f64], dx: &mut [f64]) {
        let n = self.cols;
        for k in 0..n {
            self.reflect(k, dr); // Qᵀf
        }
        let mut h = vec![0.0; n]; // Rᵀh = Pᵀg
        for k in 0..n {
            let known: f64 = (0..k).map(|i| self.r(i, k) * h[i]).sum();
            h[k] = (dx[self.order[k]] - known) / self.diagonal[k];
        }
        let mut z = vec![0.0; n]; // R·z = (Qᵀf − h)
        for i in (0..n).rev() {
            let known: f64 = (i + 1..n).map(|k| self.r(i, k) * z[k]).sum();
            z[i] = (dr[i] - h[i] - known) / self.diagonal[i];
            dx[self.order[i]] = z[i];
        }
        dr[..n].copy_from_slice(&h);
        for k in (0..n).rev() {
            self.reflect(k, dr);
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `u −= beta·(vᵀu)·v`.
fn reflect(v: &[f64], beta: f64, u: &mut [f64]) {
    let s = beta * dot(v, u);
    for (u, v) in u.iter_mut().zip(v) {
        *u -= s * v;
    }
}
