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
use wide::f64x2;

/// Runs side by side: four vectors of two doubles, so that one's latency hides behind the others. They are written as
/// vectors, as a build for size would not make vectors of loops.
pub(super) const LANES: usize = 8;

/// Where a run starts, (w, b), and its options.
pub(super) type Run = ((f64, f64), SgdOptions);

/// One number of each run.
pub(super) type Lane = [f64; LANES];

/// What the runs need to know of a batch, each number for two runs at once: in a build for size, making vectors of them
/// in the loop took ten times as long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    mean_x: f64x2,
    mean_y: f64x2,
    variance_x: f64x2,
    covariance: f64x2,
    variance_y: f64x2,
    /// What the mean squared error is multiplied by to be compared with the first batch's.
    weight: f64x2,
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
        let [mean_x, mean_y, variance_x, covariance, variance_y, weight] =
            [mean_x, mean_y, xx / n, xy / n, yy / n, weight].map(f64x2::splat);
        Self { mean_x, mean_y, variance_x, covariance, variance_y, weight }
    }
}

/// Two runs between two updates.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    w: f64x2,
    b: f64x2,
    buffer_w: f64x2,
    buffer_b: f64x2,
    /// The largest weighted mean squared error so far.
    worst: f64x2,
    lr: f64x2,
    weight_decay: f64x2,
    momentum: f64x2,
    /// Share of a gradient that enters the buffer: 1 − dampening; 1 without momentum, where PyTorch has no buffer.
    share: f64x2,
    /// What the step takes of the gradient (1 with Nesterov, else 0) and of the buffer (μ with Nesterov, else 1).
    direct: f64x2,
    through: f64x2,
    /// The 2 of the square's derivative, negative to ascend.
    two: f64x2,
}

impl Pair {
    fn new(runs: [&Run; 2]) -> Self {
        let of = |value: &dyn Fn(&Run) -> f64| f64x2::new(runs.map(value));
        let option = |value: &dyn Fn(&SgdOptions) -> f64| of(&|(_, options)| value(options));
        Self {
            w: of(&|((w, _), _)| *w),
            b: of(&|((_, b), _)| *b),
            lr: option(&|options| options.lr),
            weight_decay: option(&|options| options.weight_decay),
            momentum: option(&|options| options.momentum),
            share: option(&|options| if options.momentum == 0.0 { 1.0 } else { 1.0 - options.dampening }),
            direct: option(&|options| if options.nesterov { 1.0 } else { 0.0 }),
            through: option(&|options| if options.nesterov { options.momentum } else { 1.0 }),
            two: option(&|options| if options.maximize { -2.0 } else { 2.0 }),
            ..Self::default()
        }
    }

    /// One update; `PLAIN` without momentum and weight decay.
    #[inline(always)]
    fn update<const PLAIN: bool>(&mut self, batch: &Batch) {
        let (mean_x, covariance) = (batch.mean_x, batch.covariance);
        let level = self.w * mean_x + (self.b - batch.mean_y);
        let turn = self.w * batch.variance_x - covariance;
        let loss = level * level + (self.w * (turn - covariance) + batch.variance_y);
        self.worst = self.worst.fast_max(loss * batch.weight);
        let mut grad_w = self.two * (level * mean_x + turn);
        let mut grad_b = self.two * level;
        if !PLAIN {
            grad_w += self.weight_decay * self.w;
            grad_b += self.weight_decay * self.b;
            self.buffer_w = self.momentum * self.buffer_w + self.share * grad_w;
            self.buffer_b = self.momentum * self.buffer_b + self.share * grad_b;
            grad_w = self.direct * grad_w + self.through * self.buffer_w;
            grad_b = self.direct * grad_b + self.through * self.buffer_b;
        }
        self.w -= self.lr * grad_w;
        self.b -= self.lr * grad_b;
    }
}

/// Eight runs between two updates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lanes {
    pairs: [Pair; LANES / 2],
    /// Whether the buffers are still to be filled.
    first: bool,
    /// Whether no run has momentum or weight decay.
    plain: bool,
}

impl Lanes {
    /// The runs before their first update.
    pub(super) fn new(runs: &[Run; LANES]) -> Self {
        Self {
            pairs: std::array::from_fn(|k| Pair::new([&runs[2 * k], &runs[2 * k + 1]])),
            first: true,
            plain: runs.iter().all(|(_, options)| options.momentum == 0.0 && options.weight_decay == 0.0),
        }
    }

    /// The loss of each run before its first update, on the first batch.
    pub(super) fn first_losses(&self, first: &Batch) -> Lane {
        let mut peek = *self;
        peek.run::<true>(std::slice::from_ref(first));
        std::array::from_fn(|k| peek.pairs[k / 2].worst.to_array()[k % 2])
    }

    /// One update a batch.
    pub(super) fn advance(&mut self, batches: &[Batch]) {
        if self.plain {
            return self.run::<true>(batches);
        }
        let mut batches = batches;
        if let (true, Some((first, rest))) = (self.first, batches.split_first()) {
            // PyTorch fills the buffer with the first gradient itself.
            let shares = self.pairs.map(|pair| pair.share);
            self.pairs.iter_mut().for_each(|pair| pair.share = f64x2::splat(1.0));
            self.run::<false>(std::slice::from_ref(first));
            self.pairs.iter_mut().zip(shares).for_each(|(pair, share)| pair.share = share);
            (self.first, batches) = (false, rest);
        }
        self.run::<false>(batches);
    }

    #[inline(never)]
    fn run<const PLAIN: bool>(&mut self, batches: &[Batch]) {
        // Written out four times: a loop over the pairs would keep them in memory.
        let [mut a, mut b, mut c, mut d] = self.pairs;
        for batch in batches {
            a.update::<PLAIN>(batch);
            b.update::<PLAIN>(batch);
            c.update::<PLAIN>(batch);
            d.update::<PLAIN>(batch);
        }
        self.pairs = [a, b, c, d];
    }

    /// Parameters of run `k`.
    pub(super) fn parameters(&self, k: usize) -> (f64, f64) {
        let pair = &self.pairs[k / 2];
        (pair.w.to_array()[k % 2], pair.b.to_array()[k % 2])
    }

    /// Whether run `k` has had a loss above its bound, or one that is not finite.
    pub(super) fn has_diverged(&self, k: usize, bound: &Lane) -> bool {
        let worst = self.pairs[k / 2].worst.to_array()[k % 2];
        !(worst <= bound[k] && worst.is_finite())
    }
}
