//! The parts of a source whose length depends on the settings: statements, changes in mid-run, points, edits.

use super::facts::{Fact, LoaderSet, change_path, changes_options};
use super::python;
use super::template::{Page, Text};
use crate::data::{Builtin, Edit};
use crate::program::Base;
use crate::settings::{Change, DataSource};

/// A line of a list ends with the number that takes it beyond this many characters.
const LIST_WIDTH: usize = 90;

impl Page<'_> {
    /// Adds the part of that name, each line behind `indent`.
    pub(super) fn part(&mut self, name: &str, indent: &str) {
        match name {
            "data" => self.render(python::DATA),
            "points" => self.points(),
            "edits" => self.edits(),
            "batches" if matches!(self.facts.get("rng"), Fact::Flag(true)) => {
                self.render(python::BATCHES_SHUFFLED);
            }
            "batches" => self.render(python::BATCHES_IN_ORDER),
            "zero_grad" => self.render(python::ZERO_GRAD),
            "data_loader" => self.render(python::DATA_LOADER),
            "loader_changes" => self.loader_changes(indent),
            "body" => self.render(python::BODY),
            "changes" => self.changes(indent),
            _ => self.statements(indent),
        }
    }

    fn statements(&mut self, indent: &str) {
        let program = &self.facts.settings.program;
        for (i, statement) in program.statements().iter().enumerate() {
            self.facts.statement = Some(*statement);
            self.line(indent, python::statement(program.base(), statement), Some(i));
        }
        self.facts.statement = None;
    }

    /// `if epoch == 2: batch_size = 50`, one line a setting; with PyTorch's parts a new loader.
    fn loader_changes(&mut self, indent: &str) {
        let settings = self.facts.settings;
        for (i, ((_, change), epoch)) in settings.changes.iter().zip(self.next_epochs).enumerate() {
            let Change { batch_size, shuffle, drop_last, .. } = change;
            let set = &mut self.facts.loader_set;
            set.batch_size = batch_size.map_or(set.batch_size, |_| Some(i));
            set.shuffle = shuffle.map_or(set.shuffle, |_| Some(i));
            set.drop_last = drop_last.map_or(set.drop_last, |_| Some(i));
            change.apply_to_loader(&mut self.facts.loader);
            let changed = [
                (batch_size.is_some(), "batch_size = $batch_size$"),
                (shuffle.is_some(), "shuffle = $shuffle$"),
                (drop_last.is_some(), "drop_last = $drop_last$"),
            ];
            let condition = [indent, "if epoch == ", &epoch.to_string(), ": "].concat();
            for (_, template) in changed.into_iter().filter(|(changed, _)| *changed) {
                if self.facts.base() == Base::Torch {
                    self.line(&condition, python::DATA_LOADER, None);
                    break;
                }
                self.line(&condition, template, None);
            }
        }
        self.facts.loader = settings.loader;
        self.facts.loader_set = LoaderSet::default();
    }

    /// `if update == 20: lr = 0.05`, one line a change to the optimizer.
    fn changes(&mut self, indent: &str) {
        let torch = self.facts.base() == Base::Torch;
        for (i, (update, change)) in self.facts.settings.changes.iter().enumerate() {
            if !changes_options(change) {
                continue;
            }
            let mut line = Text::default();
            line.put(indent);
            line.put("if update == ");
            line.fact(Fact::Whole(*update as u64), change_path(i, "update"));
            line.put(if torch { ": optimizer.param_groups[0].update(" } else { ": " });
            let mut separator = "";
            for (name, fact) in [
                ("lr", change.lr.map(Fact::Float)),
                ("momentum", change.momentum.map(Fact::Float)),
                ("dampening", change.dampening.map(Fact::Float)),
                ("weight_decay", change.weight_decay.map(Fact::Float)),
                ("nesterov", change.nesterov.map(Fact::Flag)),
            ] {
                let Some(fact) = fact else { continue };
                for part in [separator, name, if torch { "=" } else { " = " }] {
                    line.put(part);
                }
                line.fact(fact, change_path(i, &["set.", name].concat()));
                separator = ", ";
            }
            line.put(if torch { ")" } else { "" });
            self.push(line, None);
        }
    }

    fn points(&mut self) {
        match &self.facts.settings.data {
            DataSource::MakeRegression { .. } | DataSource::Builtin(Builtin::DiabetesBmi) => {}
            DataSource::Builtin(builtin) => {
                let (x, y) = builtin.points();
                self.list("x", &x, "]).reshape(-1, 1)", false);
                self.list("y", &y, "])", false);
            }
            DataSource::Points { x, y } => {
                self.list("x", x, "]).reshape(-1, 1)", true);
                self.list("y", y, "])", true);
            }
        }
    }

    /// `name = np.array([…])`, on several lines if it is long.
    fn list(&mut self, name: &str, values: &[f64], end: &str, settings: bool) {
        let mut line = Text::default();
        line.put(name);
        line.put(" = np.array([");
        for (i, &value) in values.iter().enumerate() {
            if line.text.len() > LIST_WIDTH {
                self.push(std::mem::take(&mut line), None);
                line.put("   ");
            }
            line.put(if i == 0 { "" } else { " " });
            let path =
                if settings { ["data.", name, "[", &i.to_string(), "]"].concat() } else { String::new() };
            line.fact(Fact::Float(value), path);
            line.put(if i + 1 < values.len() { "," } else { end });
        }
        self.push(line, None);
    }

    fn edits(&mut self) {
        for (i, edit) in self.facts.settings.edits.iter().enumerate() {
            let mut line = Text::default();
            let index = match *edit {
                Edit::Move { index, .. } | Edit::Remove { index } => index.to_string(),
                Edit::Add { .. } => String::new(),
            };
            // Text before x, between x and y, and after y; for a point taken away all of it stands before.
            let [before, between, after] = match edit {
                Edit::Move { .. } => {
                    [["x[", &index, "], y[", &index, "] = "].concat(), ", ".to_owned(), String::new()]
                }
                Edit::Add { .. } => {
                    ["x, y = np.append(x, [[", "]], axis=0), np.append(y, ", ")"].map(str::to_owned)
                }
                Edit::Remove { .. } => [
                    ["x, y = np.delete(x, ", &index, ", axis=0), np.delete(y, ", &index, ")"].concat(),
                    String::new(),
                    String::new(),
                ],
            };
            line.put(&before);
            if let Edit::Move { x, y, .. } | Edit::Add { x, y } = *edit {
                for (name, value, then) in [("x", x, &between), ("y", y, &after)] {
                    line.fact(Fact::Float(value), ["data.edits[", &i.to_string(), "].", name].concat());
                    line.put(then);
                }
            }
            self.push(line, None);
        }
    }
}
