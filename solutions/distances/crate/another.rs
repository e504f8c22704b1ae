//! Another way: kiddo says which reference is the nearest, and the distance is computed from it.

use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;

/// The distance from each of `points` to the nearest of `references`, in the order of the points.
///
/// All coordinates are finite, and there is at least one reference: lib.rs has checked it.
pub fn nearest_distances<const D: usize>(points: &[[f64; D]], references: &[[f64; D]]) -> Vec<f64> {
    let tree = ImmutableKdTree::new_from_slice(references);
    let distance = |point: &[f64; D]| {
        let index = tree.nearest_one::<SquaredEuclidean>(point).item as usize;
        let differences = point
            .iter()
            .zip(&references[index])
            .map(|(x, other)| x - other);
        differences
            .map(|difference| difference.powi(2))
            .sum::<f64>()
            .sqrt()
    };
    points.par_iter().map(distance).collect()
}
