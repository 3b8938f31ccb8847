//! What can be said about a run beside running it: the loss surface, how steep a learning rate may be, how much the
//! gradients of batches scatter, and how many runs over two settings end.
//!
//! | file | what |
//! |---|---|
//! | `surface` | [`loss_surface`]: the loss over a grid of lines |
//! | `ellipse` | [`loss_quadratic`]: where the loss is least, and the axes of its level sets |
//! | `million` | [`ManyPoints`]: loss and gradient over very many float32 points |
//! | `gradients` | [`BatchGradients`]: gradients of batches around the full one |
//! | `limit` | [`stability_limit`]: the largest stable learning rate of a run; [`LimitSearch`]: of many, in slices |
//! | `picture` | [`PointPicture`]: very many points as pixels |
//! | `samples` | the samples of a run, made in slices |
//! | `sweep` | [`Sweep`]: where whole runs over two settings end |
//! | `stability` | formulas and spectral radii behind the largest stable learning rate |
//! | `update_matrix` | how one update of a batch maps the error |

mod ellipse;
mod first_growth;
mod gradients;
mod limit;
mod million;
mod picture;
mod samples;
mod spectral;
pub mod stability;
mod surface;
mod sweep;
mod update_matrix;

pub use ellipse::{LossQuadratic, loss_quadratic};
pub use gradients::{BatchGradients, MAX_SAMPLED, batch_gradients};
pub use limit::{LimitSearch, stability_limit};
pub use million::{LossAndGradient, ManyPoints};
pub use picture::{MAX_PIXELS, MAX_RADIUS, PointPicture, View};
pub use surface::{Bounds, MAX_CELLS, loss_surface};
pub use sweep::{Axis, MAX_RUNS, Sweep};

/// Work between two looks at the clock, in readings of a point or updates of one run: some 0.2 ms.
const CHUNK: usize = 1 << 16;
