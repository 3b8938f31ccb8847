//! The order in which an epoch reads the points, drawn as the two libraries' loaders draw it.
//!
//! By hand: `random.Random(seed)` once, then each epoch `random.shuffle` of a fresh `list(range(n))`.
//! PyTorch: <https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader>, `num_workers=0`. Sampling
//! with replacement, weighted and custom samplers are not here.

use super::MAX_VALUES;
use crate::random::{python, torch};
use crate::{Error, Result};
use std::ops::Range;

/// The samples of one batch, in its order.
#[derive(Debug, Clone)]
pub(crate) enum Samples<'a> {
    /// Neighbours, as they stand.
    Neighbours(Range<usize>),
    /// As a shuffle has drawn them.
    Drawn(&'a [u32]),
}

impl Samples<'_> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Neighbours(range) => range.len(),
            Self::Drawn(samples) => samples.len(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).map(|k| match self {
            Self::Neighbours(range) => range.start + k,
            Self::Drawn(samples) => samples[k] as usize,
        })
    }
}

/// Which library's loader draws the orders, with the generator it draws from.
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// `random.shuffle(order)` on a fresh `list(range(n))`; draws nothing without shuffling.
    Python(python::Random),
    /// `DataLoader(dataset, shuffle=…)`, drawing from PyTorch's global generator.
    Torch(torch::Generator),
    /// `DataLoader(dataset, shuffle=…, generator=…)`, drawing from that generator.
    TorchWithGenerator(torch::Generator),
}

impl Sampler {
    /// Draws what one epoch draws and fills `order` with 0 to n − 1, shuffled or in order.
    ///
    /// PyTorch draws one int64 and drops it, shuffling or not. Then the global generator gives the seed of a
    /// fresh one, used for this permutation alone; a generator of the loader's own gives the permutation
    /// itself, and a second one that PyTorch throws away at the end of the epoch.
    pub fn next_order(&mut self, n: usize, shuffle: bool, order: &mut Vec<u32>) {
        order.clear();
        if shuffle {
            self.shuffled_orders(n, 1, order);
            return;
        }
        order.extend((0..).take(n));
        self.pass_epoch();
    }

    /// Draws what an epoch draws that is not shuffled.
    pub(crate) fn pass_epoch(&mut self) {
        match self {
            Self::Python(_) => {}
            Self::Torch(generator) | Self::TorchWithGenerator(generator) => {
                generator.random_int64();
            }
        }
    }

    /// Appends to `orders` what `count` shuffled epochs read, one after the other, and draws what they draw.
    pub(crate) fn shuffled_orders(&mut self, n: usize, count: usize, orders: &mut Vec<u32>) {
        let start = orders.len();
        orders.extend((0..count).flat_map(|_| (0..).take(n)));
        let new = &mut orders[start..];
        match self {
            Self::Python(random) => (0..count).for_each(|k| random.shuffle(&mut new[k * n..][..n])),
            Self::Torch(global) => {
                let seeds = (0..count).map(|_| {
                    global.random_int64();
                    global.random_int64()
                });
                torch::permute_each(new, n, seeds);
            }
            Self::TorchWithGenerator(generator) => {
                for k in 0..count {
                    generator.random_int64();
                    generator.permute(&mut new[k * n..][..n]);
                    for _ in 1..n {
                        generator.random_u32();
                    }
                }
            }
        }
    }
}

/// How many batches an epoch over n points has: n / batch_size, rounded down with `drop_last` and up without.
///
/// A batch size of 0 gives 0 batches; see [`check_batch_size`].
pub fn batches_per_epoch(n: usize, batch_size: usize, drop_last: bool) -> usize {
    let whole = n.checked_div(batch_size).unwrap_or(0);
    if drop_last || whole * batch_size == n || batch_size == 0 { whole } else { whole + 1 }
}

/// Refuses a batch size outside 1 to n. (PyTorch takes one above n, and with `drop_last` then trains on nothing.)
///
/// # Errors
/// [`ErrorKind::Empty`](crate::ErrorKind::Empty) without points, [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for the batch size.
pub fn check_batch_size(n: usize, batch_size: usize) -> Result<()> {
    if n == 0 {
        return Err(Error::empty("data"));
    }
    if !(1..=n).contains(&batch_size) {
        return Err(Error::out_of_range(
            "batch_size",
            batch_size,
            format_args!("1 to {n}, the number of points"),
        ));
    }
    Ok(())
}

/// `torch.utils.data.DataLoader` over point numbers instead of tensors.
///
/// ```
/// use first_descent::data::{DataLoader, Sampler};
/// use first_descent::random::torch::Generator;
///
/// let sampler = Sampler::Torch(Generator::new(0)); // torch.manual_seed(0)
/// let mut loader = DataLoader::new(10, 3, true, false, sampler)?;
/// let batches: Vec<Vec<u32>> = loader.epoch().map(<[u32]>::to_vec).collect();
/// assert_eq!(batches, [vec![6, 7, 1], vec![4, 2, 0], vec![9, 8, 3], vec![5]]);
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct DataLoader {
    n: usize,
    batch_size: usize,
    shuffle: bool,
    drop_last: bool,
    sampler: Sampler,
    order: Vec<u32>,
}

impl DataLoader {
    /// A loader of `n` points in batches of `batch_size`, the last one smaller or, with `drop_last`, left out.
    ///
    /// # Errors
    /// Those of [`check_batch_size`]; [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_VALUES`] points.
    pub fn new(
        n: usize,
        batch_size: usize,
        shuffle: bool,
        drop_last: bool,
        sampler: Sampler,
    ) -> Result<Self> {
        if n > MAX_VALUES {
            let (points, most) = (format_args!("{n} points"), format_args!("{MAX_VALUES} points"));
            return Err(Error::too_large("n", points, most));
        }
        check_batch_size(n, batch_size)?;
        Ok(Self { n, batch_size, shuffle, drop_last, sampler, order: Vec::with_capacity(n) })
    }

    /// Draws the next epoch's order, at once, and returns its batches.
    pub fn epoch(&mut self) -> std::slice::Chunks<'_, u32> {
        self.sampler.next_order(self.n, self.shuffle, &mut self.order);
        let batches = batches_per_epoch(self.n, self.batch_size, self.drop_last);
        let used = self.n.min(batches * self.batch_size);
        self.order[..used].chunks(self.batch_size)
    }

    /// The sampler, with its generator where the epochs so far have left it.
    pub fn sampler(&self) -> &Sampler {
        &self.sampler
    }
}
