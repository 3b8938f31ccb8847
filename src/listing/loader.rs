//! How batches are made: the `DataLoader` of `torch`, the function `batches` of `by_hand`, their changes in mid-run.

use super::page::{Page, Text, count, python_bool};
use super::statements::change_path;
use crate::program::Base;
use crate::settings::{Change, Settings};

const IN_ORDER: &str = "\
def batches(x, y, batch_size, drop_last=True):
    \"\"\"Yields x (n, 1) and y (n,) in order; a short last batch is left out by default.\"\"\"
    for start in range(0, len(x), batch_size):
        xb, yb = x[start : start + batch_size], y[start : start + batch_size]
        if len(xb) == batch_size or not drop_last:
            yield xb, yb";

const SHUFFLED: &str = "\
def batches(x, y, batch_size, shuffle=False, drop_last=True):
    \"\"\"Yields x (n, 1) and y (n,), shuffled anew if asked; a short last batch is left out by default.\"\"\"
    order = list(range(len(x)))
    if shuffle:
        rng.shuffle(order)
    for start in range(0, len(order), batch_size):
        batch = order[start : start + batch_size]
        if len(batch) == batch_size or not drop_last:
            yield x[batch], y[batch]";

/// The settings of the loader that change in mid-run.
struct Changing {
    batch_size: bool,
    shuffle: bool,
    drop_last: bool,
}

impl Changing {
    fn any(&self) -> bool {
        self.batch_size || self.shuffle || self.drop_last
    }

    fn add(&mut self, change: &Change) {
        self.batch_size |= change.batch_size.is_some();
        self.shuffle |= change.shuffle.is_some();
        self.drop_last |= change.drop_last.is_some();
    }

    fn of<'a>(changes: impl IntoIterator<Item = &'a Change>) -> Self {
        let mut changing = Self { batch_size: false, shuffle: false, drop_last: false };
        changes.into_iter().for_each(|change| changing.add(change));
        changing
    }

    fn in_run(settings: &Settings) -> Self {
        Self::of(settings.changes.iter().map(|(_, change)| change))
    }
}

/// Whether the program by hand has a generator: for an order drawn at the start or after a change.
pub(super) fn may_shuffle(settings: &Settings) -> bool {
    settings.loader.shuffle || Changing::in_run(settings).shuffle
}

/// The definition of `batches`.
pub(super) fn define_batches(page: &mut Page, settings: &Settings) {
    page.function(if may_shuffle(settings) { SHUFFLED } else { IN_ORDER });
}

/// By hand: names for what changes in mid-run, and the generator.
pub(super) fn names(page: &mut Page, settings: &Settings) {
    let (loader, changing) = (settings.loader, Changing::in_run(settings));
    if may_shuffle(settings) {
        page.fill("rng = random.Random(@)", [super::page::whole(settings.seed, "seed")]);
    }
    if changing.batch_size {
        page.fill("batch_size = @", [count(loader.batch_size, "batch_size")]);
    }
    for (name, changing, value) in
        [("shuffle", changing.shuffle, loader.shuffle), ("drop_last", changing.drop_last, loader.drop_last)]
    {
        if changing {
            page.line(&[name, " = ", python_bool(value)].concat());
        }
    }
}

/// `for xb, yb in batches(x, y, 16):`; arguments that have the function's default are left out.
pub(super) fn loop_over_batches(settings: &Settings) -> Text {
    let (loader, changing) = (settings.loader, Changing::in_run(settings));
    let mut line = Text::new("for xb, yb in batches(x, y, ");
    if changing.batch_size {
        line.put("batch_size");
    } else {
        line.number(count(loader.batch_size, "batch_size"));
    }
    for (name, changing, value, default) in [
        ("shuffle", changing.shuffle, loader.shuffle, false),
        ("drop_last", changing.drop_last, loader.drop_last, true),
    ] {
        if changing {
            line.option(name, name);
        } else if value != default {
            line.flag(name, value);
        }
    }
    line.put("):");
    line
}

/// A `DataLoader` with the settings in force, and where its batch size comes from.
pub(super) struct DataLoaderLine {
    batch_size: usize,
    path: String,
    shuffle: bool,
    drop_last: bool,
}

impl DataLoaderLine {
    /// The one at the start of a run.
    pub(super) fn first(settings: &Settings) -> Self {
        let loader = settings.loader;
        Self {
            batch_size: loader.batch_size,
            path: "batch_size".to_owned(),
            shuffle: loader.shuffle,
            drop_last: loader.drop_last,
        }
    }

    /// `loader = DataLoader(dataset, batch_size=16, shuffle=True)`, PyTorch's defaults left out.
    pub(super) fn write(&self, line: &mut Text) {
        line.put("loader = DataLoader(dataset");
        line.argument("batch_size", count(self.batch_size, &self.path));
        for (name, value) in [("shuffle", self.shuffle), ("drop_last", self.drop_last)] {
            if value {
                line.flag(name, true);
            }
        }
        line.put(")");
    }

    fn change(&mut self, change: &Change, path: &str) {
        if let Some(batch_size) = change.batch_size {
            self.batch_size = batch_size;
            self.path = [path, "batch_size"].concat();
        }
        self.shuffle = change.shuffle.unwrap_or(self.shuffle);
        self.drop_last = change.drop_last.unwrap_or(self.drop_last);
    }
}

/// `if epoch == 2: batch_size = 50`: what changes at the start of an epoch. `next_epochs` has, for each change, the
/// epoch with which a loader takes it up.
pub(super) fn changes(page: &mut Page, settings: &Settings, next_epochs: &[usize]) {
    let torch = settings.program.base() == Base::Torch;
    let mut loader = DataLoaderLine::first(settings);
    for (i, ((_, change), epoch)) in settings.changes.iter().zip(next_epochs).enumerate() {
        let changing = Changing::of([change]);
        if !changing.any() {
            continue;
        }
        loader.change(change, &change_path(i, "set."));
        let condition = || {
            let mut line = Text::default();
            line.fill("if epoch == @: ", [count(*epoch, "")]);
            line
        };
        if torch {
            let mut line = condition();
            loader.write(&mut line);
            page.push(line, None);
            continue;
        }
        if changing.batch_size {
            let mut line = condition();
            line.fill("batch_size = @", [count(loader.batch_size, &loader.path)]);
            page.push(line, None);
        }
        for (name, changing, value) in [
            ("shuffle", changing.shuffle, loader.shuffle),
            ("drop_last", changing.drop_last, loader.drop_last),
        ] {
            if changing {
                let mut line = condition();
                for part in [name, " = ", python_bool(value)] {
                    line.put(part);
                }
                page.push(line, None);
            }
        }
    }
}
