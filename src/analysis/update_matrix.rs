//! How one update of a batch maps the error of (w, b): its Hessian from the batch's moments, and the matrices that follow.
//!
//! Refuses to look at the order of batches: that is `stability`'s.

use super::spectral::Matrix;
use super::stability::{Kind, Limit, Method};

/// The mean of x² and of x over a batch, and its length: all that its Hessian depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    square: f64,
    mean: f64,
    variance: f64,
    length: usize,
}

impl Moments {
    #[inline(never)]
    pub(super) fn of(x: &[f64]) -> Self {
        let n = x.len() as f64;
        let mean = if constant(x) { x[0] } else { x.iter().sum::<f64>() / n };
        let square = x.iter().map(|x| x * x).sum::<f64>() / n;
        let variance = x.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
        Self { square, mean, variance, length: x.len() }
    }

    /// What multiplies the error (of w, of b) in the gradient.
    pub(super) fn gradient_matrix(&self, method: &Method) -> [[f64; 2]; 2] {
        let two = 2.0 * method.scale(self.length);
        let (wd, off) = (method.weight_decay, two * self.mean);
        [[two * self.square + wd, off], [off, two + wd]]
    }

    /// The limit where every batch has these moments.
    pub(super) fn limit(&self, method: &Method) -> Option<Limit> {
        let (lambda_max, lambda_min) = self.eigenvalues(method);
        if !lambda_max.is_finite() || !method.can_be_stable(lambda_min) {
            return None;
        }
        let lr = method.largest_lr_lambda() / lambda_max;
        Some(Limit { lr, kind: Kind::Exact, lambda_max, lambda_min })
    }

    /// That matrix's eigenvalues, the largest first. The smaller one of H comes from the determinant, which is
    /// the variance of x and so has no cancellation.
    #[inline(never)]
    pub(super) fn eigenvalues(&self, method: &Method) -> (f64, f64) {
        let difference = self.square - 1.0;
        let root = (difference * difference + 4.0 * self.mean * self.mean).sqrt();
        let large = (self.square + 1.0 + root) / 2.0;
        let two = 2.0 * method.scale(self.length);
        let (a, b) = (two * large + method.weight_decay, two * (self.variance / large) + method.weight_decay);
        (a.max(b), a.min(b))
    }
}

/// How a plain update maps the error: I − lr·G.
pub(super) fn plain(g: &[[f64; 2]; 2], lr: f64) -> Matrix<2> {
    [[1.0 - lr * g[0][0], -lr * g[0][1]], [-lr * g[1][0], 1.0 - lr * g[1][1]]]
}

/// How an update with momentum maps the error e and v = lr·buffer:
/// v′ = μ·v + (1 − d)·lr·G·e; e′ = e − v′, or e − lr·G·e − μ·v′ with Nesterov.
pub(super) fn with_momentum(g: &[[f64; 2]; 2], lr: f64, method: &Method) -> Matrix<4> {
    let (mu, share) = (method.momentum, method.share());
    let (direct, through_v) = if method.nesterov { (1.0, mu) } else { (0.0, 1.0) };
    let mut m = [[0.0; 4]; 4];
    for i in 0..2 {
        for j in 0..2 {
            let step = lr * g[i][j];
            m[i][j] = -(direct + through_v * share) * step;
            m[i + 2][j] = share * step;
        }
        m[i][i] += 1.0;
        m[i][i + 2] = -through_v * mu;
        m[i + 2][i + 2] = mu;
    }
    m
}

fn constant(x: &[f64]) -> bool {
    x.iter().all(|&v| v == x[0])
}
