//! Search for all points, on all cores, in an order in which neighbors follow each other.

use rayon::prelude::*;

use crate::bounds::Bounds;
use crate::search::{Nearest, squared_distance};
use crate::tree::Node;

/// Points that one thread searches for at once.
const AT_ONCE: usize = 256;

/// The distance from each of the points to the nearest reference.
pub fn nearest_distances<const D: usize>(
    points: &[[f64; D]],
    references: &mut [[f64; D]],
) -> Vec<f64> {
    let tree = Node::build(references);
    let order = morton_order(points);
    let search_some = |indices: &[usize]| {
        let mut nearest = Nearest {
            point: [f64::INFINITY; D],
            squared: f64::INFINITY,
        };
        let mut found = Vec::with_capacity(indices.len());
        for index in indices {
            let point = &points[*index];
            nearest.squared = squared_distance(point, &nearest.point);
            tree.search(point, &mut nearest, &mut |_, _| ());
            found.push(nearest.squared.sqrt());
        }
        found
    };
    let found: Vec<f64> = order
        .par_chunks(AT_ONCE)
        .flat_map_iter(search_some)
        .collect();
    let mut distances = vec![0.0; points.len()];
    for (index, distance) in order.iter().zip(found) {
        distances[*index] = distance;
    }
    distances
}

/// The indices of the points in Morton order, also called Z-order.
///
/// A grid divides the box of the points. The key of a point alternates the binary digits of its
/// column and its row, so points with similar keys are close to each other: G. M. Morton, "A
/// computer oriented geodetic data base and a new technique in file sequencing", IBM, 1966.
fn morton_order<const D: usize>(points: &[[f64; D]]) -> Vec<usize> {
    let bounds = Bounds::around(points);
    let digits = 32 / D;
    let last_cell = ((1_u64 << digits) - 1) as f64;
    let key = |point: &[f64; D]| {
        let mut key = 0;
        for (axis, x) in point.iter().enumerate() {
            let share = (x - bounds.low[axis]) / (bounds.high[axis] - bounds.low[axis]);
            let cell = (share * last_cell) as u32;
            for digit in 0..digits {
                key |= (cell >> digit & 1) << (digit * D + axis);
            }
        }
        key
    };
    let with_key = |(index, point)| (key(point), index);
    let mut order: Vec<(u32, usize)> = points.par_iter().enumerate().map(with_key).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, index)| index).collect()
}
