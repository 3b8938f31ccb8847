//! Writes the scripts of many settings, and what the engine says they print, into a directory:
//! `cargo run --release --example print_scripts -- DIRECTORY [SETTINGS.json]`. `tests/scripts/check.py DIRECTORY` then
//! runs each script with real Python and compares. Without a file the settings are `tests/scripts/settings.json`.

use first_descent::listing::Flavour;
use first_descent::settings::Value;
use first_descent::{Session, Settings};
use std::error::Error;
use std::fs;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("name a directory to write to")?);
    fs::create_dir_all(&directory)?;
    let settings = match std::env::args().nth(2) {
        Some(file) => fs::read_to_string(file)?,
        None => include_str!("../tests/scripts/settings.json").to_owned(),
    };
    let cases: Vec<(String, serde_json::Value)> = serde_json::from_str(&settings)?;
    for (name, settings) in &cases {
        let settings = Settings::from_value(&value(settings)).map_err(|error| format!("{name}: {error}"))?;
        let mut session = Session::new(settings).map_err(|error| format!("{name}: {error}"))?;
        let lines = session.source(Flavour::Script).into_iter().map(|line| line.text + "\n");
        fs::write(directory.join(format!("{name}.py")), lines.collect::<String>())?;
        session.step(usize::MAX)?;
        let printed: String = session.output()?.into_iter().map(|line| line + "\n").collect();
        fs::write(directory.join(format!("{name}.out")), printed)?;
    }
    println!("{} settings written to {}", cases.len(), directory.display());
    Ok(())
}

/// Settings as a page would hand them over. Whole numbers above 2⁵³ are JavaScript's bigints.
fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(flag) => Value::Bool(*flag),
        serde_json::Value::Number(number) => match number.as_u64() {
            Some(whole) if whole > 1 << 53 => Value::Integer(whole.into()),
            _ => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(list) => Value::List(list.iter().map(value).collect()),
        serde_json::Value::Object(fields) => {
            Value::Record(fields.iter().map(|(name, field)| (name.clone(), value(field))).collect())
        }
    }
}
