//! The nearest reference of each point, found by the crate kiddo.

use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;

/// The distance from each of `points` to the nearest of `references`, in the order of the points.
///
/// All coordinates are finite, and there is at least one reference: lib.rs has checked it.
pub fn nearest_distances<const D: usize>(points: &[[f64; D]], references: &[[f64; D]]) -> Vec<f64> {
    let tree = ImmutableKdTree::new_from_slice(references);
    points
        .par_iter()
        .map(|point| (tree.nearest_one::<SquaredEuclidean>(point).item as f64).sqrt())
        .collect()
}
