//! The loop: epochs, batches, the statements; in a script also what is printed.

use super::page::{Page, Text, count};
use super::{loader, setup, statements};
use crate::autograd::Reduction;
use crate::program::Base;
use crate::settings::Settings;

/// A script prints the mean loss of every epoch whose number is divisible by this.
pub(crate) const EPOCHS_A_LINE: usize = 10;

/// The parabola prints f after every update whose number is divisible by this.
pub(crate) const UPDATES_A_LINE: usize = 100;

/// Writes the loop and, in a script, the result.
pub(super) fn write(page: &mut Page, settings: &Settings, next_epochs: &[usize]) {
    let script = !page.is_listing();
    if settings.program.base() == Base::Parabola {
        page.fill("for update in range(@):", [count(settings.updates, "updates")]);
        page.depth = 1;
        body(page, settings);
        if script {
            print_every(page, "update", UPDATES_A_LINE, "f {f.item():.4f}");
        }
        page.depth = 0;
        return result(page, &[("x", "x")]);
    }
    // Without a loss there is nothing to print on the way.
    let loss = settings.program.loss().filter(|_| script);
    page.push(setup::loop_over_epochs(settings), None);
    page.depth = 1;
    loader::changes(page, settings, next_epochs);
    if loss.is_some() {
        page.line("total, seen = 0.0, 0");
    }
    let torch = settings.program.base() == Base::Torch;
    let batches =
        if torch { Text::new("for xb, yb in loader:") } else { loader::loop_over_batches(settings) };
    page.push(batches, None);
    page.depth = 2;
    body(page, settings);
    if statements::counts_updates(settings) {
        page.line("update += 1");
    }
    if let Some((reduction, _)) = loss {
        let mean = reduction == Reduction::Mean;
        page.line(if mean { "total += loss.item() * len(xb)" } else { "total += loss.item()" });
        page.line("seen += len(xb)");
        page.depth = 1;
        print_every(page, "epoch", EPOCHS_A_LINE, "loss {total / seen:.4f}");
    }
    page.depth = 0;
    result(
        page,
        if torch { &[("w", "model.weight"), ("b", "model.bias")] } else { &[("w", "w"), ("b", "b")] },
    );
}

fn body(page: &mut Page, settings: &Settings) {
    statements::changes(page, settings);
    for (i, statement) in settings.program.statements().iter().enumerate() {
        page.push(Text::new(&statements::statement(settings, statement)), Some(i));
    }
}

/// `if (epoch + 1) % 10 == 0: print(…)`.
fn print_every(page: &mut Page, name: &str, every: usize, what: &str) {
    let number = every.to_string();
    page.line(&["if (", name, " + 1) % ", &number, " == 0:"].concat());
    page.line(&["    print(f\"", name, " {", name, " + 1}: ", what, "\")"].concat());
}

/// The parameters at the end.
fn result(page: &mut Page, parameters: &[(&str, &str)]) {
    page.part("result");
    if page.is_listing() {
        return;
    }
    for (name, value) in parameters {
        page.line(&["print(f\"", name, " = {", value, ".item()}\")"].concat());
    }
}
