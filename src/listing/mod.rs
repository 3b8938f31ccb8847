//! The program as Python: the same value that runs, line by line, each statement knowing its line and each number, flag
//! and choice the setting it stands for.

mod facts;
mod parts;
mod python;
mod template;

use crate::program::Base;
use crate::settings::Settings;
use facts::Facts;
use template::Page;

/// A script prints the mean loss of every epoch whose number is divisible by this.
pub(crate) const EPOCHS_A_LINE: usize = 10;

/// The parabola prints f after every update whose number is divisible by this.
pub(crate) const UPDATES_A_LINE: usize = 100;

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

/// A place in a line that stands for a setting.
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
    /// The numbers in it that are settings.
    pub literals: Vec<Literal>,
    /// What is no number and a setting all the same: flags, choices (a string with its quotes) and `None`.
    pub words: Vec<Literal>,
}

/// The source of a run. `next_epochs` has, for each change in mid-run, the epoch with which a loader takes it up.
///
/// In a listing and in the scripts of `by_hand`, `torch` and `parabola` each statement has exactly one line. The script
/// of `sgd_regressor` calls scikit-learn's `fit`, so no line of it is a statement.
pub(crate) fn source(settings: &Settings, next_epochs: &[usize], flavour: Flavour) -> Vec<SourceLine> {
    let base = settings.program.base();
    let script = flavour != Flavour::Listing;
    let facts = Facts::new(settings, script);
    let mut page = Page { facts, next_epochs, lines: Vec::new(), flavour };
    if script {
        page.render(python::head(base));
    }
    // The regressor's listing is no part of its script.
    if !script || base != Base::SgdRegressor {
        page.render(python::main(base));
    }
    if script && base != Base::SgdRegressor {
        page.render(python::tail(base));
    }
    page.lines
}

/// For each statement, in order, its line in the listing.
pub(crate) fn lines_of(settings: &Settings, next_epochs: &[usize]) -> Vec<usize> {
    let lines = source(settings, next_epochs, Flavour::Listing).into_iter().enumerate();
    lines.filter(|(_, line)| line.statement.is_some()).map(|(number, _)| number).collect()
}
