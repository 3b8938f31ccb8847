//! Where the points come from, and in which order a run reads them.
//!
//! | file | what | matches |
//! |---|---|---|
//! | `regression` | [`make_regression`] | `sklearn.datasets.make_regression` |
//! | `builtin` | [`Builtin`]: Anscombe's four sets, diabetes, Norris | their published tables |
//! | `edits` | [`Edit`], [`apply_edits`]: points moved, added and removed by the reader | – |
//! | `standardize` | [`Standardization`] | `(x - x.mean()) / x.std()` of NumPy |
//! | `loader` | [`Sampler`], [`DataLoader`] | `random.shuffle`, `torch.utils.data.DataLoader` |
//!
//! Points are two series of doubles of the same length. Nothing here knows a model.

mod builtin;
mod edits;
mod loader;
mod regression;
mod standardize;
mod tables;

pub use builtin::Builtin;
pub use edits::{Edit, apply_edits};
pub(crate) use loader::Samples;
pub use loader::{DataLoader, Sampler, batches_per_epoch, check_batch_size};
pub(crate) use regression::Making;
pub use regression::{MAX_VALUES, MakeRegression, Regression, make_regression};
pub use standardize::Standardization;
