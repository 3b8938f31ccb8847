//! The samples of a run, made in slices: a million of them take longer than a frame has.
//!
//! The same bits as [`Settings::dataset`], which makes them at once.

use crate::data::Making;
use crate::error::Result;
use crate::settings::{Dataset, Settings};

/// What a drawn number takes, compared with reading a point.
const DRAWN: usize = 16;

/// What a point takes once it is drawn: to look at it, to standardise it, to copy it.
const FINISHED: usize = 8;

/// Samples on their way.
#[derive(Debug, Clone)]
pub(super) struct Samples {
    settings: Settings,
    drawing: Option<Making>,
    drawn: bool,
}

impl Samples {
    /// # Errors
    /// Those of drawing them; others come when they are made.
    pub(super) fn new(settings: Settings) -> Result<Self> {
        let drawing = settings.regression().map(|options| Making::new(&options)).transpose()?;
        Ok(Self { settings, drawn: drawing.is_none(), drawing })
    }

    /// Whether those settings make the same samples.
    pub(super) fn are_of(&self, settings: &Settings) -> bool {
        self.settings.makes_samples_of(settings)
    }

    /// Works for about `budget` readings of a point; says how many it was, and gives the samples when all are made.
    #[inline(never)]
    pub(super) fn work(&mut self, budget: usize) -> Result<(usize, Option<Dataset>)> {
        if let (Some(drawing), false) = (&mut self.drawing, self.drawn) {
            let most = (budget / DRAWN).max(1);
            self.drawn = drawing.work(most);
            return Ok((most * DRAWN, None));
        }
        let data = self.settings.dataset_of(self.drawing.take().map(Making::into_made))?;
        Ok((data.x.len() * FINISHED, Some(data)))
    }
}
