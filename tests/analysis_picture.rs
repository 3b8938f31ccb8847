//! Pictures of very many points against counts made pixel by pixel, and the nearest point against a plain search.
#![allow(clippy::unwrap_used, reason = "a fixture that does not build fails its test")]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

use first_descent::analysis::{PointPicture, View};
use first_descent::random::python::Random;
use first_descent::settings::{DataSource, Settings};

const VIEW: View = View { x: (-1.0, 2.0), y: (10.0, 20.0), width: 30, height: 20 };

/// Points in and around the view.
fn scattered(n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random::from_u64(n as u64);
    (0..n).map(|_| (4.0 * random.random() - 1.5, 14.0 * random.random() + 8.0)).unzip()
}

fn alphas(picture: &mut PointPicture, view: &View, radius: f64, coarse: bool) -> Vec<u8> {
    let pixels = picture.draw(view, [1, 2, 3], radius, coarse).unwrap();
    assert!(pixels.chunks_exact(4).all(|pixel| pixel[..3] == [1, 2, 3]));
    pixels.iter().skip(3).step_by(4).copied().collect()
}

/// How many discs cover each pixel of [`VIEW`], by definition.
fn counted(x: &[f64], y: &[f64], radius: f64) -> Vec<usize> {
    let pixels: Vec<(f64, f64)> =
        x.iter().zip(y).map(|(x, y)| (((x + 1.0) * 10.0).floor(), ((20.0 - y) * 2.0).floor())).collect();
    let cells = (0..20).flat_map(|row| (0..30).map(move |column| (f64::from(column), f64::from(row))));
    cells
        .map(|(column, row)| {
            let covers =
                |(x, y): &&(f64, f64)| (x - column) * (x - column) + (y - row) * (y - row) <= radius * radius;
            pixels.iter().filter(covers).count()
        })
        .collect()
}

#[test]
fn pixels_are_as_opaque_as_their_counts_also_across_the_edges() {
    // Few points are put down one by one; with very many the discs are spread afterwards.
    for n in [1, 40, 3000] {
        let (x, y) = scattered(n);
        let mut picture = PointPicture::new(x.clone(), y.clone()).unwrap();
        for radius in [0.3, 1.0, 1.5, 2.3, 7.0] {
            let (counts, alphas) = (counted(&x, &y, radius), alphas(&mut picture, &VIEW, radius, false));
            let mut pairs: Vec<_> = counts.into_iter().zip(alphas).collect();
            pairs.sort_unstable();
            for (&(count, alpha), &(next_count, next_alpha)) in pairs.iter().zip(&pairs[1..]) {
                assert_eq!(count > 0, alpha >= 38, "{count} points, alpha {alpha}"); // 0.15 · 255
                assert_eq!(count == 0, alpha == 0);
                assert!(alpha <= next_alpha && (count < next_count || alpha == next_alpha), "{n}, {radius}");
            }
        }
    }
}

#[test]
fn points_apart_are_opaque_and_one_among_crowds_is_still_seen() {
    let mut apart = PointPicture::new(vec![0.0, 1.0], vec![12.0, 18.0]).unwrap();
    assert_eq!(alphas(&mut apart, &VIEW, 0.5, false).iter().filter(|alpha| **alpha == 255).count(), 2);
    let mut x = vec![0.0; 100_000];
    x.push(1.0);
    let mut crowd = PointPicture::new(x, vec![15.0; 100_001]).unwrap();
    let mut seen = alphas(&mut crowd, &VIEW, 0.5, false);
    seen.retain(|alpha| *alpha > 0);
    // d is 2e5, and counts above 65 536 look alike: (1 + ln 65536)/(1 + ln 2e5) = 0.916.
    assert_eq!(seen, [233, 38]);
}

#[test]
fn the_left_and_top_edges_are_inside_and_the_others_are_not() {
    let mut picture = PointPicture::new(vec![-1.0, 2.0], vec![20.0, 10.0]).unwrap();
    let alphas = alphas(&mut picture, &VIEW, 0.5, false);
    assert_eq!(alphas.iter().position(|alpha| *alpha > 0), Some(0));
    assert_eq!(alphas.iter().filter(|alpha| **alpha > 0).count(), 1);
}

#[test]
fn a_coarse_picture_has_as_much_ink_in_the_same_places() {
    let data = DataSource::MakeRegression { n_samples: 400_000, noise: 10.0, bias: 0.0, random_state: 1 };
    let data = Settings { data, ..Settings::default() }.dataset().unwrap();
    let mut picture = PointPicture::new(data.x, data.y).unwrap();
    let [x, y] = picture.extent();
    let view = View { x, y, width: 300, height: 200 };
    let [full, coarse] = [false, true].map(|coarse| alphas(&mut picture, &view, 1.0, coarse));
    let ink = |alphas: &[u8]| alphas.iter().map(|alpha| f64::from(*alpha)).sum::<f64>();
    // The picture's middle, and all of it: sparse tails are fainter, as some of them are left out.
    let whole = ink(&coarse) / ink(&full);
    assert!((0.85..1.15).contains(&whole), "{whole}");
    let middle = |alphas: &[u8]| {
        let rows = alphas.chunks_exact(300);
        rows.flat_map(|row| &row[130..170]).map(|alpha| f64::from(*alpha)).sum::<f64>()
    };
    let share = middle(&coarse) / middle(&full);
    assert!((0.9..1.1).contains(&share), "{share}");
    assert_ne!(full, coarse);
}

#[test]
fn few_points_are_all_drawn_also_coarsely() {
    let (x, y) = scattered(500);
    let mut picture = PointPicture::new(x, y).unwrap();
    assert_eq!(alphas(&mut picture, &VIEW, 1.0, true), alphas(&mut picture, &VIEW, 1.0, false));
}

#[test]
fn views_may_change_from_one_picture_to_the_next() {
    let (x, y) = scattered(3000);
    let mut used = PointPicture::new(x.clone(), y.clone()).unwrap();
    for (size, radius) in [((30, 20), 2.0), ((300, 10), 0.5), ((7, 90), 5.0), ((30, 20), 2.0)] {
        let view = View { width: size.0, height: size.1, ..VIEW };
        let mut fresh = PointPicture::new(x.clone(), y.clone()).unwrap();
        assert_eq!(alphas(&mut used, &view, radius, false), alphas(&mut fresh, &view, radius, false));
    }
}

#[test]
fn the_nearest_point_is_measured_in_pixels_and_not_taken_from_afar() {
    let picture = PointPicture::new(vec![0.0, 3.0, 3.0, 0.0], vec![0.0, 1.0, 1.0, 4.0]).unwrap();
    // From (1, 2): √5, √5 and √5 units; with x ten times as wide as y the last one is as near as the first.
    assert_eq!(picture.nearest((1.0, 2.0), (1.0, 1.0), 3.0), Some(0), "the first of those equally near");
    assert_eq!(picture.nearest((1.0, 2.0), (0.1, 1.0), 3.0), Some(1));
    assert_eq!(picture.nearest((1.0, 2.0), (1.0, 0.1), 3.0), Some(0));
    assert_eq!(picture.nearest((3.0, 1.0), (1.0, 1.0), 0.0), Some(1), "at no distance at all");
    assert_eq!(picture.nearest((1.0, 2.0), (1.0, 1.0), 2.2), None);
}

#[test]
fn the_extent_is_the_least_and_the_largest() {
    let picture = PointPicture::new(vec![3.0, -1.0, 2.0], vec![5.0, 5.0, 5.0]).unwrap();
    assert_eq!(picture.extent(), [(-1.0, 3.0), (5.0, 5.0)]);
}

#[test]
fn wrong_points_and_views_are_refused() {
    let message = |x: &[f64], y: &[f64]| PointPicture::new(x.to_vec(), y.to_vec()).unwrap_err().to_string();
    assert_eq!(message(&[], &[]), "x has 0 elements; it must have at least 1 element");
    assert_eq!(message(&[1.0], &[1.0, 2.0]), "y has 2 elements; it must have 1");
    assert_eq!(message(&[1.0], &[f64::INFINITY]), "y[0] is Infinity; it must be a finite number");
    let mut picture = PointPicture::new(vec![0.0], vec![0.0]).unwrap();
    let mut refused =
        |view: View, radius| picture.draw(&view, [0; 3], radius, false).unwrap_err().to_string();
    assert_eq!(refused(View { x: (1.0, 1.0), ..VIEW }, 1.0), "view.x[1] is 1; it must be above 1");
    assert_eq!(
        refused(View { y: (f64::NAN, 1.0), ..VIEW }, 1.0),
        "view.y[0] is NaN; it must be a finite number"
    );
    assert_eq!(
        refused(View { width: 0, ..VIEW }, 1.0),
        "view.width is 0; it must be a whole number, 1 to 16384"
    );
    assert_eq!(
        refused(View { width: 10_000, height: 10_000, ..VIEW }, 1.0),
        "view.width asks for 10000 by 10000 pixels; the limit is 16777216 pixels"
    );
    assert_eq!(refused(VIEW, 0.0), "radius is 0; it must be above 0, at most 16");
    assert_eq!(refused(VIEW, 16.5), "radius is 16.5; it must be above 0, at most 16");
}
