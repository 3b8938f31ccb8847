//! From templates to lines. The language, made of characters that the Python here does not need:
//!
//! - `$lr$` prints the fact of that name, as a number or a word that knows its setting;
//! - `?shuffle=True|text?` prints the text if the fact reads so, `?dampening!0.0|text?` if it does not; no nesting;
//! - a line that has conditions and comes out empty is left out, `~` stands for an empty line;
//! - `@name` is a part of its own ([`parts`](super::parts)), `%name` starts a cell, `!0` marks statement 0.
//!
//! It refuses nothing: a name without a fact prints as nothing, and the tests read every line.

use super::facts::{Fact, Facts};
use super::{Flavour, Literal, SourceLine};

/// The text of one line with the numbers in it.
#[derive(Default)]
pub(super) struct Text {
    pub(super) text: String,
    literals: Vec<Literal>,
    words: Vec<Literal>,
}

impl Text {
    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a fact; it stands for the setting at `path`, unless that is empty.
    pub(super) fn fact(&mut self, fact: Fact, path: String) {
        let start = self.text.len();
        self.put(&fact.text());
        if path.is_empty() {
            return;
        }
        let kind = match fact {
            Fact::Float(_) | Fact::Whole(_) => &mut self.literals,
            Fact::Flag(_) | Fact::Word(_) => &mut self.words,
        };
        kind.push(Literal { start, end: self.text.len(), setting: path });
    }

    /// Adds text with facts but without conditions.
    fn fill(&mut self, template: &str, facts: &Facts<'_>) {
        for (i, part) in template.split('$').enumerate() {
            if i % 2 == 0 {
                self.put(part);
            } else {
                self.fact(facts.get(part), facts.path(part));
            }
        }
    }

    /// Adds text with facts and conditions; whether it has conditions.
    pub(super) fn expand(&mut self, template: &str, facts: &Facts<'_>) -> bool {
        let mut conditions = false;
        for (i, part) in template.split('?').enumerate() {
            if i % 2 == 0 {
                self.fill(part, facts);
                continue;
            }
            conditions = true;
            let (condition, text) = part.split_once('|').unwrap_or((part, ""));
            let (name, wanted) = condition.split_once(['=', '!']).unwrap_or((condition, ""));
            let equal = condition.as_bytes().get(name.len()) == Some(&b'=');
            if (facts.get(name).text() == wanted) == equal {
                self.fill(text, facts);
            }
        }
        conditions
    }
}

/// The source under construction.
pub(super) struct Page<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) next_epochs: &'a [usize],
    pub(super) lines: Vec<SourceLine>,
    pub(super) flavour: Flavour,
}

impl Page<'_> {
    /// Adds a line.
    pub(super) fn push(&mut self, line: Text, statement: Option<usize>) {
        let Text { text, literals, words } = line;
        self.lines.push(SourceLine { text, statement, literals, words });
    }

    /// Adds the lines of a template.
    pub(super) fn render(&mut self, template: &str) {
        for line in template.split('\n') {
            if let Some(cell) = line.strip_prefix('%') {
                if self.flavour == Flavour::Notebook {
                    self.push(Text { text: ["# %% ", cell].concat(), ..Text::default() }, None);
                }
            } else if let Some((indent, name)) = line.split_once('@') {
                self.part(name, indent);
            } else if let Some(marked) = line.strip_prefix('!') {
                let (number, line) = marked.split_at(1);
                self.line("", line, number.parse().ok());
            } else if !(line.is_empty() && self.flavour == Flavour::Listing) {
                self.line("", line, None);
            }
        }
    }

    /// Adds one line of a template.
    pub(super) fn line(&mut self, indent: &str, template: &str, statement: Option<usize>) {
        let mut line = Text::default();
        line.put(indent);
        let conditions = line.expand(template, &self.facts);
        if line.text == "~" {
            line.text.clear();
        } else if conditions && line.text.is_empty() {
            return;
        }
        self.push(line, statement);
    }
}
