//! What can be said about a run without running it.

mod spectral;
pub mod stability;
