//! The run with PyTorch's parts that belongs beside a run by hand: same points, start and batches, so that the two
//! differ in nothing but how the update is written.
//!
//! Refuses every program but `by_hand`.

use super::Session;
use crate::error::{Error, Result};
use crate::optim::SgdOptions;
use crate::program::{Base, Program};
use crate::settings::Settings;

impl Session {
    /// The right `torch` run beside this `by_hand` run, its cursor at (0, 0): the same data, initial parameters, loader,
    /// epochs, learning rate, changes in mid-run and `dtype`. Shuffled, it takes this run's orders, those of
    /// `random.Random(seed)`, where a `torch` run of its own would draw from PyTorch's generator; its settings and its
    /// source cannot say so, and a session made from those settings draws PyTorch's. Its branches keep the orders.
    ///
    /// An edited program's twin is right all the same. The twin of a right one has the same parameters but for rounding:
    /// PyTorch averages the gradient and then takes the step, by hand the sum is taken first and divided last.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfRange`](crate::ErrorKind::OutOfRange) for another program than `by_hand`.
    pub fn twin(&self) -> Result<Self> {
        let base = self.program().base();
        if base != Base::ByHand {
            return Err(Error::out_of_range("program", base.name(), "by_hand: only it has a twin"));
        }
        let settings = Settings {
            program: Program::new(Base::Torch),
            optimizer: SgdOptions { lr: self.settings.optimizer.lr, ..SgdOptions::default() },
            ..self.settings.clone()
        };
        self.with_orders_of(Base::ByHand, settings)
    }
}
