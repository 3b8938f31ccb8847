//! `PointPicture`: very many points on a canvas. Nothing is copied but the pixels, by the canvas itself.

#![allow(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::convert::{Thrown, list, scalar};
use super::quadratic::number;
use super::session::JsSession;
use super::{Object, read, unthrown};
use crate::Error;
use crate::analysis::{PointPicture, View};
use crate::decimal::Plain;
use crate::settings::{Count, Fields, Value};
use js_sys::{Float32Array, Float64Array};
use wasm_bindgen::Clamped;
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, ImageData};

/// Points that are drawn again and again, in views that change.
#[wasm_bindgen(js_name = PointPicture)]
pub struct JsPointPicture {
    inner: PointPicture,
}

#[wasm_bindgen(js_class = PointPicture)]
impl JsPointPicture {
    /// Keeps copies of the points.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Float64Array | Float32Array")] x: JsValue,
        #[wasm_bindgen(unchecked_param_type = "Float64Array | Float32Array")] y: JsValue,
    ) -> Thrown<JsPointPicture> {
        let inner = (|| PointPicture::new(coordinates("x", &x)?, coordinates("y", &y)?))();
        Ok(Self { inner: unthrown(inner)? })
    }

    /// The least and the largest x and y.
    #[wasm_bindgen(unchecked_return_type = "{ x: [number, number]; y: [number, number] }")]
    pub fn extent(&self) -> JsValue {
        let mut object = Object::new();
        for (name, (low, high)) in ["x", "y"].into_iter().zip(self.inner.extent()) {
            object.set(name, list(&[low, high]));
        }
        object.0
    }

    /// Draws a view: denser pixels are more opaque, a point alone is visible. All pixels of the view are replaced, also
    /// those without a point, and the context's transform plays no part. `coarse` draws some 50 000 points that stand
    /// for all: for frames while something moves.
    pub fn draw(
        &mut self,
        #[wasm_bindgen(
            unchecked_param_type = "CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D"
        )]
        context: &CanvasRenderingContext2d,
        #[wasm_bindgen(unchecked_param_type = "PictureView")] view: JsValue,
        #[wasm_bindgen(unchecked_param_type = "[number, number, number]")] colour: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] radius: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "boolean")] coarse: JsValue,
    ) -> Thrown<()> {
        let (view, [left, top], colour, radius, coarse) = unthrown((|| {
            let (view, corner) = view_of(&read(&view))?;
            let coarse = match scalar(&coarse) {
                Value::Undefined => false,
                Value::Bool(coarse) => coarse,
                other => return Err(Error::wrong_type("coarse", other, "true or false")),
            };
            Ok((view, corner, colour_of(&colour)?, number("radius", &radius)?, coarse))
        })())?;
        let pixels = unthrown(self.inner.draw(&view, colour, radius, coarse))?;
        let (width, height) = (view.width as u32, view.height as u32);
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(pixels), width, height)?;
        context.put_image_data(&image, left, top)
    }

    /// The number of the point nearest to (x, y), -1 if none is within `maxDistance` pixels; `scaleX` and `scaleY` are
    /// pixels per unit. The first of points equally near.
    pub fn nearest(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number")] x: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] y: JsValue,
        #[wasm_bindgen(js_name = "scaleX", unchecked_param_type = "number")] scale_x: JsValue,
        #[wasm_bindgen(js_name = "scaleY", unchecked_param_type = "number")] scale_y: JsValue,
        #[wasm_bindgen(js_name = "maxDistance", unchecked_param_type = "number")] most: JsValue,
    ) -> Thrown<i32> {
        let found = unthrown((|| {
            let at = (number("x", &x)?, number("y", &y)?);
            let scale = (number("scaleX", &scale_x)?, number("scaleY", &scale_y)?);
            Ok(self.inner.nearest(at, scale, number("maxDistance", &most)?))
        })())?;
        Ok(found.map_or(-1, |at| at as i32))
    }
}

#[wasm_bindgen(js_class = Session)]
impl JsSession {
    /// A picture of the points, as given.
    pub fn picture(&self) -> Thrown<JsPointPicture> {
        let data = self.inner.data();
        Ok(JsPointPicture { inner: unthrown(PointPicture::new(data.x.clone(), data.y.clone()))? })
    }
}

fn coordinates(name: &str, value: &JsValue) -> crate::Result<Vec<f64>> {
    if let Some(values) = value.dyn_ref::<Float64Array>() {
        Ok(values.to_vec())
    } else if let Some(values) = value.dyn_ref::<Float32Array>() {
        Ok(values.to_vec().into_iter().map(f64::from).collect())
    } else {
        Err(Error::wrong_type(name, read(value), "a Float64Array or a Float32Array"))
    }
}

const SIDE: Count = Count(1, "16384");

fn view_of(value: &Value) -> crate::Result<(View, [f64; 2])> {
    let mut fields = Fields::new("view", value)?;
    let (x, y) = (range(&mut fields, "x")?, range(&mut fields, "y")?);
    let mut size = |name: &str| {
        let size = fields.count(name, &SIDE)?;
        size.ok_or_else(|| Error::missing(format_args!("view.{name}"), &SIDE))
    };
    let view = View { x, y, width: size("width")?, height: size("height")? };
    let corner = [fields.number("left")?.unwrap_or(0.0), fields.number("top")?.unwrap_or(0.0)];
    fields.finish("x, y, width, height, left, top")?;
    Ok((view, corner))
}

fn range(fields: &mut Fields<'_>, name: &str) -> crate::Result<(f64, f64)> {
    match fields.numbers(name)?.as_slice() {
        &[low, high] => Ok((low, high)),
        other => Err(Error::length_mismatch(fields.path(name), other.len(), 2)),
    }
}

fn colour_of(value: &JsValue) -> crate::Result<[u8; 3]> {
    let parts = super::points::series("colour", value)?;
    let &[red, green, blue] = parts.as_slice() else {
        return Err(Error::length_mismatch("colour", parts.len(), 3));
    };
    match parts.iter().find(|part| !(0.0..=255.0).contains(*part)) {
        Some(part) => Err(Error::out_of_range("colour", Plain(*part), "three numbers from 0 to 255")),
        None => Ok([red, green, blue].map(|part| part as u8)),
    }
}
