//! Very many points as pixels: counted where they fall, and the denser the more opaque.
//!
//! Refuses points that are empty, of different lengths or not finite, views without an extent or with more than
//! [`MAX_PIXELS`], and discs larger than [`MAX_RADIUS`].

use super::surface::check_points;
use crate::data::MAX_VALUES;
use crate::decimal::Plain;
use crate::elementary::ln;
use crate::error::{Error, Result};

/// Most pixels of one picture, 4096 by 4096: 128 MiB of counts and colours.
pub const MAX_PIXELS: usize = 1 << 24;

/// The longest side that browsers give a canvas.
const MAX_SIDE: usize = 1 << 14;

/// The largest radius of a point, in pixels. Larger ones are few, and better drawn as circles.
pub const MAX_RADIUS: f64 = 16.0;

/// A coarse picture has about so many points: a few milliseconds' work.
const COARSE: usize = 50_000;

/// A disc is put down for each point or, where points are more than a share of the pixels, for all pixels at once: in
/// order through memory and in vectors. Measured in wasm, a point's further pixel takes 3 ns and one of all 0.2 ns.
const SPREAD: usize = 8;

/// A point alone among crowds is at least so opaque.
const LEAST_ALPHA: f64 = 0.15;

/// Counts from here on look alike.
const MOST_COUNTED: usize = 1 << 16;

/// The part of the plane that a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// x at the left and right edge, the left one below the right one.
    pub x: (f64, f64),
    /// y at the bottom and top edge, the bottom one below the top one.
    pub y: (f64, f64),
    /// Pixels from left to right, 1 to 16384.
    pub width: usize,
    /// Pixels from bottom to top, 1 to 16384.
    pub height: usize,
}

/// Points that are drawn again and again, in views that change.
///
/// ```
/// use first_descent::analysis::{PointPicture, View};
///
/// let mut picture = PointPicture::new(vec![0.5, 1.5], vec![0.5, 1.5])?;
/// let view = View { x: (0.0, 2.0), y: (0.0, 2.0), width: 2, height: 2 };
/// let pixels = picture.draw(&view, [10, 20, 30], 0.5, false)?;
/// // Row by row from the top: nothing, the point above, the point below, nothing.
/// assert_eq!(pixels, [10, 20, 30, 0, 10, 20, 30, 255, 10, 20, 30, 255, 10, 20, 30, 0]);
/// # Ok::<(), first_descent::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct PointPicture {
    x: Vec<f64>,
    y: Vec<f64>,
    extent: [(f64, f64); 2],
    /// Points by the pixel they fall into, where discs are spread out afterwards.
    middles: Vec<u32>,
    /// Discs that cover each pixel.
    counts: Vec<u32>,
    pixels: Vec<u8>,
}

impl PointPicture {
    /// Keeps the points, x and y of shape `(n,)`.
    ///
    /// # Errors
    /// [`ErrorKind::Empty`](crate::ErrorKind::Empty), [`ErrorKind::LengthMismatch`](crate::ErrorKind::LengthMismatch), [`ErrorKind::NotFinite`](crate::ErrorKind::NotFinite) for the points,
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge) above [`MAX_VALUES`].
    pub fn new(x: Vec<f64>, y: Vec<f64>) -> Result<Self> {
        check_points(&x, &y)?;
        if x.len() > MAX_VALUES {
            let range = format!("{MAX_VALUES} points");
            return Err(Error::too_large("x", format_args!("{} points", x.len()), range));
        }
        let extent = [extent(&x), extent(&y)];
        Ok(Self { x, y, extent, middles: Vec::new(), counts: Vec::new(), pixels: Vec::new() })
    }

    /// The least and the largest x, and y.
    pub fn extent(&self) -> [(f64, f64); 2] {
        self.extent
    }

    /// The picture as RGBA, row by row from the top, `width · height · 4` bytes; transparent where no point is.
    ///
    /// The left and the top edge are part of the view, the right and the bottom one are not.
    /// A point is the pixel it falls into and those whose centres are within `radius` of that pixel's; nothing is
    /// smoothed, so it is meant for points too many to be told apart. A pixel with c points has the alpha
    /// (1 + ln c)/(1 + ln d), within 0.15 to 1, where d is twice what a point of this picture meets on average in its
    /// pixel: about the largest count of a normal cloud, and 1 for points that are apart.
    ///
    /// `coarse` draws every k-th point as k of them, so that about 50 000 are drawn; d stays the same on average.
    ///
    /// # Errors
    /// Names the field of `view`, or `radius`.
    pub fn draw(&mut self, view: &View, colour: [u8; 3], radius: f64, coarse: bool) -> Result<&[u8]> {
        check(view, radius)?;
        let stride = if coarse { (self.x.len() / COARSE).max(1) } else { 1 };
        let grid = Grid::new(view, radius);
        let cells = grid.columns * grid.rows;
        self.counts.clear();
        self.counts.resize(cells, 0);
        let points = self.x.iter().zip(&self.y).step_by(stride).map(|(&x, &y)| (x, y));
        if grid.disc.len() > 1 && self.x.len() / stride > cells / SPREAD {
            self.middles.clear();
            self.middles.resize(cells, 0);
            count(points, view, &grid, &[0], stride, &mut self.middles);
            for &way in &grid.disc {
                for (count, middle) in self.counts[way..].iter_mut().zip(&self.middles) {
                    *count += middle;
                }
            }
        } else {
            count(points, view, &grid, &grid.disc, stride, &mut self.counts);
        }
        let table = colours(colour, crowd(&self.counts, stride));
        let last = table.len() - 1;
        self.pixels.resize(view.width * view.height * 4, 0);
        let lines = self.counts.chunks_exact(grid.columns).skip(2 * grid.reach);
        for (line, out) in lines.zip(self.pixels.chunks_exact_mut(view.width * 4)) {
            let (out, _) = out.as_chunks_mut::<4>();
            for (out, &count) in out.iter_mut().zip(&line[2 * grid.reach..]) {
                *out = table[last.min(count as usize)];
            }
        }
        Ok(&self.pixels)
    }

    /// The point nearest to `at`, the first of several; `None` if even that is further away than `most` pixels. `scale`
    /// is how many pixels a unit of x is long, and one of y. Looks at every point.
    pub fn nearest(&self, at: (f64, f64), scale: (f64, f64), most: f64) -> Option<usize> {
        let (mut least, mut found) = (most * most, None);
        for (i, (&x, &y)) in self.x.iter().zip(&self.y).enumerate() {
            let (across, up) = ((x - at.0) * scale.0, (y - at.1) * scale.1);
            let square = across * across + up * up;
            if square < least || (square == least && found.is_none()) {
                (least, found) = (square, Some(i));
            }
        }
        found
    }
}

/// Adds `stride` to the cells at `ways` from the corner of each point's disc.
fn count(
    points: impl Iterator<Item = (f64, f64)>,
    view: &View,
    grid: &Grid,
    ways: &[usize],
    stride: usize,
    counts: &mut [u32],
) {
    let ((left, right), (bottom, top)) = (view.x, view.y);
    let reach = grid.reach as f64;
    let (width, height) = (view.width as f64 + 2.0 * reach, view.height as f64 + 2.0 * reach);
    let (per_x, per_y) = (view.width as f64 / (right - left), view.height as f64 / (top - bottom));
    for (x, y) in points {
        let (column, row) = ((x - left) * per_x + reach, (top - y) * per_y + reach);
        if column >= 0.0 && column < width && row >= 0.0 && row < height {
            let corner = row as usize * grid.columns + column as usize;
            for way in ways {
                counts[corner + way] += stride as u32;
            }
        }
    }
}

/// Counts around the view, two reaches wide: a point up to one reach outside is drawn, and its disc reaches one further.
struct Grid {
    /// How far a disc extends beyond its middle.
    reach: usize,
    columns: usize,
    rows: usize,
    /// The pixels of a disc, as ways from the upper left corner of the square around it.
    disc: Vec<usize>,
}

impl Grid {
    fn new(view: &View, radius: f64) -> Self {
        let reach = radius as usize;
        let [columns, rows] = [view.width, view.height].map(|size| size + 4 * reach);
        let side = 0..2 * reach + 1;
        let from_middle = |at: usize| at as f64 - reach as f64;
        let pixels = side.clone().flat_map(|row| side.clone().map(move |column| (row, column)));
        let inside = pixels.filter(|&(row, column)| {
            let (down, across) = (from_middle(row), from_middle(column));
            down * down + across * across <= radius * radius
        });
        let disc = inside.map(|(row, column)| row * columns + column).collect();
        Self { reach, columns, rows, disc }
    }
}

/// Twice the number of points that a point meets on average in its pixel, itself included, less 1. Pairs of points are
/// counted: of these every k-th point, counted k times, leaves as many on average.
fn crowd(counts: &[u32], stride: usize) -> f64 {
    let (mut points, mut pairs) = (0_u64, 0_u64);
    for &count in counts {
        let count = u64::from(count);
        points += count;
        pairs += count * count.saturating_sub(stride as u64);
    }
    1.0 + 2.0 * pairs as f64 / points.max(1) as f64
}

/// The colour of each count; the last one also of all above.
fn colours([red, green, blue]: [u8; 3], crowd: f64) -> Vec<[u8; 4]> {
    let counted = (crowd.ceil() as usize).min(MOST_COUNTED);
    let full = 1.0 + ln(crowd);
    let alpha = |count: usize| ((1.0 + ln(count as f64)) / full).clamp(LEAST_ALPHA, 1.0);
    let some = (1..=counted).map(|count| [red, green, blue, (alpha(count) * 255.0).round() as u8]);
    std::iter::once([red, green, blue, 0]).chain(some).collect()
}

fn extent(values: &[f64]) -> (f64, f64) {
    values.iter().fold((values[0], values[0]), |(low, high), &value| (low.min(value), high.max(value)))
}

fn check(view: &View, radius: f64) -> Result<()> {
    for (name, (low, high)) in [("view.x", view.x), ("view.y", view.y)] {
        let fields = [format!("{name}[0]"), format!("{name}[1]")];
        Error::unless_finite(&fields[0], low)?;
        Error::unless_finite(&fields[1], high)?;
        if low >= high {
            return Err(Error::out_of_range(&fields[1], Plain(high), format_args!("above {}", Plain(low))));
        }
    }
    for (name, size) in [("view.width", view.width), ("view.height", view.height)] {
        if size == 0 || size > MAX_SIDE {
            return Err(Error::out_of_range(name, size, format_args!("a whole number, 1 to {MAX_SIDE}")));
        }
    }
    if view.width * view.height > MAX_PIXELS {
        return Err(Error::too_large(
            "view.width",
            format_args!("{} by {} pixels", view.width, view.height),
            format_args!("{MAX_PIXELS} pixels"),
        ));
    }
    Error::unless_finite("radius", radius)?;
    if radius <= 0.0 || radius > MAX_RADIUS {
        return Err(Error::out_of_range(
            "radius",
            Plain(radius),
            format_args!("above 0, at most {}", Plain(MAX_RADIUS)),
        ));
    }
    Ok(())
}
