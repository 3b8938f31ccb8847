//! Reading the options of the functions beside a session: `makeRegression` and `sgdRegressor`.
//!
//! Refuses, as a program's settings do, what does not exist, and by another word what exists elsewhere.

use super::{Count, Fields, Listed, Settings, Value, table};
use crate::data::MakeRegression;
use crate::error::Result;
use crate::linear_model::SgdRegressor;
use crate::program::Base;

/// Options of scikit-learn's `SGDRegressor`; what is left out has its default.
///
/// # Errors
/// Names the first field that is unknown, of the wrong type or out of range.
pub fn regressor_from_value(value: &Value) -> Result<SgdRegressor> {
    if *value == Value::Undefined {
        return Ok(SgdRegressor::default());
    }
    let mut fields = options_of(value)?;
    let mut settings = Settings::of(Base::SgdRegressor);
    // The settings of a session may be handed on: which program they are for is no news.
    let base = Base::SgdRegressor.name();
    fields.choice("program", &[(base, ())])?;
    let options = || table::of(Base::SgdRegressor).filter(|setting| setting.is_option_of_fit());
    for setting in options() {
        setting.read(&mut settings, &mut fields)?;
    }
    fields.refuse_unused(table::is_setting, "sgdRegressor")?;
    let known: Vec<&str> = options().map(|setting| setting.name).collect();
    fields.finish(Listed(&known))?;
    settings.regressor.validate()?;
    Ok(settings.regressor)
}

/// Options of scikit-learn's `make_regression`; what is left out has its default, but for `random_state`, which is 0
/// so that a call without it can be repeated.
///
/// # Errors
/// Names the first field that is unknown, of the wrong type or out of range.
pub fn make_regression_from_value(value: &Value) -> Result<MakeRegression> {
    let mut options = MakeRegression { random_state: Some(0), ..MakeRegression::default() };
    if *value == Value::Undefined {
        return Ok(options);
    }
    let mut fields = options_of(value)?;
    options.n_samples = fields.count("n_samples", Count::VALUES)?.unwrap_or(options.n_samples);
    options.n_features = fields.count("n_features", Count::VALUES)?.unwrap_or(options.n_features);
    options.n_informative = fields.count("n_informative", Count::FROM_1)?.unwrap_or(options.n_informative);
    options.bias = fields.number("bias")?.unwrap_or(options.bias);
    options.noise = fields.number("noise")?.unwrap_or(options.noise);
    options.shuffle = fields.flag("shuffle")?.unwrap_or(options.shuffle);
    if let Some(seed) = fields.count("random_state", Count::FROM_0)? {
        options.random_state = Some(seed as u32);
    }
    fields.refuse_unused(table::is_setting, "makeRegression")?;
    fields.finish("n_samples, n_features, n_informative, noise, bias, shuffle, random_state")?;
    options.check().map_err(|error| error.renamed("data.", ""))?;
    Ok(options)
}

/// The fields of a function's options: what is no object has the parameter's name.
fn options_of(value: &Value) -> Result<Fields<'_>> {
    Fields::new("", value).map_err(|error| error.renamed("settings", "options"))
}
