//! The nearest reference of each point, found by the crate kiddo.

use kiddo::{ImmutableKdTree, SquaredEuclidean};
use rayon::prelude::*;

/// The distance from each of `points` to the nearest of `references`, in the order of the points.
///
/// All coordinates are finite, and there is at least one reference: lib.rs has checked it.
pub fn nearest_distances<const D: usize>(points: &[[f64; D]], references: &[[f64; D]]) -> Vec<f64> {
    let single: Vec<[f32; D]> = references.iter().map(|r| r.map(|x| x as f32)).collect();
    let tree = ImmutableKdTree::new_from_slice(&single);
    points
        .par_iter()
        .map(|point| {
            let nearest = tree.nearest_one::<SquaredEuclidean>(&point.map(|x| x as f32));
            let reference = references[nearest.item as usize];
            let squares = (0..D).map(|axis| (point[axis] - reference[axis]).powi(2));
            squares.sum::<f64>().sqrt()
        })
        .collect()
}
