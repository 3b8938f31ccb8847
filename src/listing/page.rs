//! Lines under construction: text with numbers that know their setting, indented blocks, cells.

use super::{Flavour, Literal, SourceLine};
use crate::decimal::python_repr;

/// A number to be printed, and the path of its setting; an empty path for a number that is none.
pub(super) struct Number {
    text: String,
    setting: String,
}

/// A float setting, as Python prints it.
pub(super) fn float(value: f64, setting: &str) -> Number {
    Number { text: python_repr(value), setting: setting.to_owned() }
}

/// A whole number.
pub(super) fn whole(value: u64, setting: &str) -> Number {
    Number { text: value.to_string(), setting: setting.to_owned() }
}

/// A count.
pub(super) fn count(value: usize, setting: &str) -> Number {
    whole(value as u64, setting)
}

/// The text of one line with the numbers in it.
#[derive(Default)]
pub(super) struct Text {
    pub(super) text: String,
    literals: Vec<Literal>,
}

impl Text {
    /// A text that starts with `start`.
    pub(super) fn new(start: &str) -> Self {
        Self { text: start.to_owned(), literals: Vec::new() }
    }

    pub(super) fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn number(&mut self, number: Number) {
        let start = self.text.len();
        self.text.push_str(&number.text);
        if !number.setting.is_empty() {
            self.literals.push(Literal { start, end: self.text.len(), setting: number.setting });
        }
    }

    /// Adds `template` with each `@` replaced by the next number.
    pub(super) fn fill(&mut self, template: &str, numbers: impl IntoIterator<Item = Number>) {
        let mut numbers = numbers.into_iter();
        for part in template.split_inclusive('@') {
            match part.strip_suffix('@') {
                None => self.put(part),
                Some(before) => {
                    self.put(before);
                    numbers.next().into_iter().for_each(|number| self.number(number));
                }
            }
        }
    }

    /// Adds `, name=value`.
    pub(super) fn argument(&mut self, name: &str, value: Number) {
        self.option(name, "");
        self.number(value);
    }

    /// Adds `, name=value` for a value that is no number.
    pub(super) fn option(&mut self, name: &str, value: &str) {
        for part in [", ", name, "=", value] {
            self.put(part);
        }
    }

    /// As [`option`](Self::option), for a flag in Python's words.
    pub(super) fn flag(&mut self, name: &str, value: bool) {
        self.option(name, python_bool(value));
    }
}

/// `True` or `False`.
pub(super) fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// The lines so far.
pub(super) struct Page {
    pub(super) flavour: Flavour,
    pub(super) lines: Vec<SourceLine>,
    /// Levels of indentation of the lines to come.
    pub(super) depth: usize,
    /// Whether the last lines are a function, which two blank lines follow.
    after_function: bool,
}

impl Page {
    pub(super) fn new(flavour: Flavour) -> Self {
        Self { flavour, lines: Vec::new(), depth: 0, after_function: false }
    }

    /// Whether this is the short listing.
    pub(super) fn is_listing(&self) -> bool {
        self.flavour == Flavour::Listing
    }

    /// Adds a line with numbers in it.
    pub(super) fn push(&mut self, line: Text, statement: Option<usize>) {
        let indent = if line.text.is_empty() { 0 } else { 4 * self.depth };
        let mut text = " ".repeat(indent);
        text.push_str(&line.text);
        let mut literals = line.literals;
        for literal in &mut literals {
            literal.start += indent;
            literal.end += indent;
        }
        self.lines.push(SourceLine { text, statement, literals });
    }

    /// Adds a line without numbers.
    pub(super) fn line(&mut self, text: &str) {
        self.push(Text::new(text), None);
    }

    /// Adds several lines without numbers.
    pub(super) fn block(&mut self, text: &str) {
        text.split('\n').for_each(|line| self.line(line));
    }

    /// Adds `template` with each `@` replaced by the next number.
    pub(super) fn fill(&mut self, template: &str, numbers: impl IntoIterator<Item = Number>) {
        let mut line = Text::default();
        line.fill(template, numbers);
        self.push(line, None);
    }

    /// Adds a function's definition.
    pub(super) fn function(&mut self, text: &str) {
        self.block("\n");
        self.block(text);
        self.after_function = true;
    }

    /// Starts a part of a script: a cell in a notebook, a blank line in a script, nothing in a listing.
    pub(super) fn part(&mut self, name: &str) {
        if self.is_listing() {
            return;
        }
        if !self.lines.is_empty() {
            self.line("");
        }
        if std::mem::take(&mut self.after_function) {
            self.line("");
        }
        if self.flavour == Flavour::Notebook {
            let mut marker = Text::new("# %% ");
            marker.put(name);
            self.push(marker, None);
        }
    }
}
