//! Eight runs side by side through the same batches.
//!
//! A batch's gradient is an affine function of (w, b) that its moments determine. With means x̄, ȳ, variance s², and
//! covariance c of the batch, u = w·x̄ + b − ȳ and v = w·s² − c:
//!
//! ∂w = 2·(u·x̄ + v), ∂b = 2·u, mean squared error = u² + w·(v − c) + var(y)
//!
//! So an update costs the same whatever the batch's length, and the moments are computed once for all runs. Centred
//! moments keep the digits that Σx², Σx would lose for x far from 0.

use crate::optim::SgdOptions;

/// Runs side by side: four vectors of two doubles, so that one's latency hides behind the others.
pub(super) const LANES: usize = 8;

/// One number of each run.
pub(super) type Lane = [f64; LANES];

/// What the runs need to know of a batch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub(super) mean_x: f64,
    pub(super) mean_y: f64,
    pub(super) variance_x: f64,
    pub(super) covariance: f64,
    pub(super) variance_y: f64,
    /// What the mean squared error is multiplied by to be compared with the first batch's.
    pub(super) weight: f64,
}

impl Batch {
    /// The moments of a batch of one point or more.
    pub(super) fn of(x: &[f64], y: &[f64], weight: f64) -> Self {
        let n = x.len() as f64;
        let mean_x = x.iter().sum::<f64>() / n;
        let mean_y = y.iter().sum::<f64>() / n;
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (&x, &y) in x.iter().zip(y) {
            let (x, y) = (x - mean_x, y - mean_y);
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        Self { mean_x, mean_y, variance_x: xx / n, covariance: xy / n, variance_y: yy / n, weight }
    }
}

/// Eight runs between two updates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lanes {
    w: Lane,
    b: Lane,
    buffer_w: Lane,
    buffer_b: Lane,
    /// The largest weighted mean squared error so far.
    worst: Lane,
    lr: Lane,
    weight_decay: Lane,
    momentum: Lane,
    /// Share of a gradient that enters the buffer: 1 − dampening; 1 without momentum, where PyTorch has no buffer.
    share: Lane,
    /// Whether the buffers are still to be filled.
    first: bool,
    /// What the step takes of the gradient (1 with Nesterov, else 0) and of the buffer (μ with Nesterov, else 1).
    direct: f64,
    through: Lane,
    /// The 2 of the square's derivative, negative to ascend.
    two: f64,
    /// Whether no run has momentum or weight decay.
    plain: bool,
}

impl Lanes {
    /// Runs by where they start and their options; `nesterov` and `maximize` are the first one's.
    pub(super) fn new(runs: &[((f64, f64), SgdOptions); LANES]) -> Self {
        let of = |value: &dyn Fn(&SgdOptions) -> f64| runs.each_ref().map(|(_, options)| value(options));
        let shared = &runs[0].1;
        Self {
            w: runs.map(|((w, _), _)| w),
            b: runs.map(|((_, b), _)| b),
            buffer_w: [0.0; LANES],
            buffer_b: [0.0; LANES],
            worst: [0.0; LANES],
            lr: of(&|options| options.lr),
            weight_decay: of(&|options| options.weight_decay),
            momentum: of(&|options| options.momentum),
            share: of(&|options| if options.momentum == 0.0 { 1.0 } else { 1.0 - options.dampening }),
            first: true,
            direct: if shared.nesterov { 1.0 } else { 0.0 },
            through: of(&|options| if options.nesterov { options.momentum } else { 1.0 }),
            two: if shared.maximize { -2.0 } else { 2.0 },
            plain: runs.iter().all(|(_, options)| options.momentum == 0.0 && options.weight_decay == 0.0),
        }
    }

    /// The loss of each run before its first update, on the first batch.
    pub(super) fn first_losses(&self, first: &Batch) -> Lane {
        let mut peek = Self { lr: [0.0; LANES], ..*self };
        peek.run::<true>(std::slice::from_ref(first));
        peek.worst
    }

    /// One update a batch.
    pub(super) fn advance(&mut self, batches: &[Batch]) {
        if self.plain {
            return self.run::<true>(batches);
        }
        let mut batches = batches;
        if let (true, Some((first, rest))) = (self.first, batches.split_first()) {
            // PyTorch fills the buffer with the first gradient itself.
            let share = std::mem::replace(&mut self.share, [1.0; LANES]);
            self.run::<false>(std::slice::from_ref(first));
            (self.share, self.first, batches) = (share, false, rest);
        }
        self.run::<false>(batches);
    }

    fn run<const PLAIN: bool>(&mut self, batches: &[Batch]) {
        let Self { mut w, mut b, mut buffer_w, mut buffer_b, mut worst, .. } = *self;
        let Self { lr, weight_decay, momentum, share, direct, through, two, .. } = *self;
        for batch in batches {
            for k in 0..LANES {
                let level = w[k] * batch.mean_x + (b[k] - batch.mean_y);
                let turn = w[k] * batch.variance_x - batch.covariance;
                let loss = level * level + (w[k] * (turn - batch.covariance) + batch.variance_y);
                let loss = loss * batch.weight;
                worst[k] = if worst[k] < loss { loss } else { worst[k] };
                let grad_w = two * (level * batch.mean_x + turn);
                let grad_b = two * level;
                if PLAIN {
                    w[k] -= lr[k] * grad_w;
                    b[k] -= lr[k] * grad_b;
                } else {
                    let grad_w = grad_w + weight_decay[k] * w[k];
                    let grad_b = grad_b + weight_decay[k] * b[k];
                    buffer_w[k] = momentum[k] * buffer_w[k] + share[k] * grad_w;
                    buffer_b[k] = momentum[k] * buffer_b[k] + share[k] * grad_b;
                    w[k] -= lr[k] * (direct * grad_w + through[k] * buffer_w[k]);
                    b[k] -= lr[k] * (direct * grad_b + through[k] * buffer_b[k]);
                }
            }
        }
        *self = Self { w, b, buffer_w, buffer_b, worst, ..*self };
    }

    /// Parameters of run `k`.
    pub(super) fn parameters(&self, k: usize) -> (f64, f64) {
        (self.w[k], self.b[k])
    }

    /// Whether run `k` has had a loss above its bound, or one that is not finite.
    pub(super) fn has_diverged(&self, k: usize, bound: &Lane) -> bool {
        !(self.worst[k] <= bound[k] && self.worst[k].is_finite())
    }
}
