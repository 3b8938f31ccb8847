//! Reading the options of the functions beside a session: `makeRegression` and `sgdRegressor`.

use super::{Fields, Listed, Settings, Value, table};
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
    let mut fields = Fields::new("", value)?;
    let mut settings = Settings::of(Base::SgdRegressor);
    let options = || table::of(Base::SgdRegressor).filter(|setting| setting.is_option_of_fit());
    for setting in options() {
        setting.read(&mut settings, &mut fields)?;
    }
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
    let mut fields = Fields::new("", value)?;
    options.n_samples = fields.count("n_samples", 1)?.unwrap_or(options.n_samples);
    options.n_features = fields.count("n_features", 1)?.unwrap_or(options.n_features);
    options.n_informative = fields.count("n_informative", 0)?.unwrap_or(options.n_informative);
    options.bias = fields.number("bias")?.unwrap_or(options.bias);
    options.noise = fields.number("noise")?.unwrap_or(options.noise);
    options.shuffle = fields.flag("shuffle")?.unwrap_or(options.shuffle);
    if let Some(seed) = fields.count("random_state", 0)? {
        options.random_state = Some(seed as u32);
    }
    fields.finish("n_samples, n_features, n_informative, noise, bias, shuffle, random_state")?;
    options.check().map_err(|error| error.renamed("data.", ""))?;
    Ok(options)
}
