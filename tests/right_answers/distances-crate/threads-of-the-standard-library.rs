//! The nearest reference of each point, found by the crate kiddo.

use kiddo::{ImmutableKdTree, SquaredEuclidean};
use std::thread;

/// The distance from each of `points` to the nearest of `references`, in the order of the points.
///
/// All coordinates are finite, and there is at least one reference: lib.rs has checked it.
pub fn nearest_distances<const D: usize>(points: &[[f64; D]], references: &[[f64; D]]) -> Vec<f64> {
    let tree: ImmutableKdTree<f64, D> = ImmutableKdTree::new_from_slice(references);
    let size = points.len().div_ceil(4).max(1);
    let mut distances = vec![0.0; points.len()];
    thread::scope(|scope| {
        for (part, results) in points.chunks(size).zip(distances.chunks_mut(size)) {
            let tree = &tree;
            scope.spawn(move || {
                for (point, distance) in part.iter().zip(results) {
                    *distance = tree.nearest_one::<SquaredEuclidean>(point).distance.sqrt();
                }
            });
        }
    });
    distances
}
