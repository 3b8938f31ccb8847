//! The program as Python: the same value that runs, line by line, each statement knowing its line and each number the
//! setting it stands for.

mod data;
mod loader;
mod page;
mod regressor;
mod setup;
mod statements;
mod training_loop;

use crate::program::Base;
use crate::settings::Settings;
use page::Page;
pub(crate) use training_loop::{EPOCHS_A_LINE, UPDATES_A_LINE};

/// What the source is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// The training loop with the set-up that matters, for showing beside the lab.
    Listing,
    /// A whole script that prints the run's numbers.
    Script,
    /// The script in cells, `# %%` before each.
    Notebook,
}

/// A number in a line that stands for a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Byte where it starts; the text is ASCII, so it is the character, too.
    pub start: usize,
    /// Byte after its end.
    pub end: usize,
    /// Path of the setting, e.g. `lr` or `init.w`.
    pub setting: String,
}

/// One line of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// The text, without the line's end.
    pub text: String,
    /// The statement it is, by its place in the program.
    pub statement: Option<usize>,
    /// The settings in it.
    pub literals: Vec<Literal>,
}

/// The source of a run. `next_epochs` has, for each change in mid-run, the epoch with which a loader takes it up.
///
/// In a listing and in the scripts of `by_hand`, `torch` and `parabola` each statement has exactly one line. The script
/// of `sgd_regressor` calls scikit-learn's `fit`, so no line of it is a statement.
pub(crate) fn source(settings: &Settings, next_epochs: &[usize], flavour: Flavour) -> Vec<SourceLine> {
    let mut page = Page::new(flavour);
    match (settings.program.base(), flavour) {
        (Base::SgdRegressor, Flavour::Listing) => regressor::listing(&mut page, settings),
        (Base::SgdRegressor, _) => regressor::script(&mut page, settings),
        (base, _) => {
            if !page.is_listing() {
                setup::imports(&mut page, settings);
                if base != Base::Parabola {
                    setup::points(&mut page, settings);
                }
            }
            setup::model(&mut page, settings);
            page.part("loop");
            training_loop::write(&mut page, settings, next_epochs);
        }
    }
    page.lines
}

/// Line of the listing on which `statement` stands.
pub(crate) fn line_of(settings: &Settings, next_epochs: &[usize], statement: usize) -> Option<usize> {
    let lines = source(settings, next_epochs, Flavour::Listing);
    lines.iter().position(|line| line.statement == Some(statement))
}
