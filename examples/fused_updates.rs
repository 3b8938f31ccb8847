//! Times the engine's fused updates natively, for `make bench`, which times the same code in wasm:
//! `cargo run --release --example fused_updates`. Each line on standard input, `time TASK`, is answered with the
//! nanoseconds of one update (of one point, for `gradient`); `fused`, `fused_torch` and `gradient` are the tasks. The
//! first line, the data of other contestants, is passed over. Sizes are those of `bench/work.mjs`.

use first_descent::analysis::ManyPoints;
use first_descent::program::Base;
use first_descent::{Session, Settings};
use std::error::Error;
use std::hint::black_box;
use std::io::{Write, stdin, stdout};
use std::time::{Duration, Instant};

const EPOCHS: usize = 1000;
/// Runs that are timed together, as in wasm.
const TOGETHER: usize = 20;
const POINTS: usize = 1_000_000;
const LEAST: Duration = Duration::from_millis(10);
const WARM_UP: Duration = Duration::from_millis(100);

fn main() -> Result<(), Box<dyn Error>> {
    let x: Vec<f32> = (0..POINTS).map(|i| (i as f64).sin() as f32).collect();
    let y: Vec<f32> = (0..POINTS)
        .zip(&x)
        .map(|(i, x)| (42.0 * f64::from(*x) + 14.0 + 10.0 * (3.0 * i as f64).cos()) as f32)
        .collect();
    let points = ManyPoints::new(x, y)?;
    for line in stdin().lines().skip(1) {
        let line = line?;
        let (verb, task) = line.split_once(' ').ok_or("a request is a verb and a task")?;
        let least = if verb == "warm" { WARM_UP } else { LEAST };
        let (mut elapsed, mut units) = (Duration::ZERO, 0);
        while elapsed < least {
            let (took, done) = match task {
                "fused" => train(Base::ByHand)?,
                "fused_torch" => train(Base::Torch)?,
                "gradient" => {
                    let start = Instant::now();
                    black_box(black_box(&points).mse_and_gradient(40.0, 10.0)?);
                    (start.elapsed(), POINTS)
                }
                _ => return Err(format!("no task is called {task}").into()),
            };
            elapsed += took;
            units += done;
        }
        println!("{}", elapsed.as_secs_f64() * 1e9 / units as f64);
        stdout().flush()?;
    }
    Ok(())
}

/// Sessions that stand ready train, and give their memory back, within the time.
fn train(base: Base) -> Result<(Duration, usize), first_descent::Error> {
    let settings = Settings { epochs: EPOCHS, ..Settings::of(base) };
    let mut sessions = Vec::with_capacity(TOGETHER);
    for _ in 0..TOGETHER {
        sessions.push(Session::new(settings.clone())?);
    }
    let updates = EPOCHS * if base == Base::Torch { 7 } else { 6 };
    let start = Instant::now();
    for mut session in sessions {
        session.train()?;
        black_box(&session);
    }
    Ok((start.elapsed(), TOGETHER * updates))
}
