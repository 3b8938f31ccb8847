//! Optimizers: stochastic gradient descent as `torch.optim.SGD` computes it.

mod sgd;

pub(crate) use sgd::Coefficients;
pub use sgd::{Sgd, SgdOptions};
