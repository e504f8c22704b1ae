//! kiddo 5: a tree that is built once.

use kiddo::{ImmutableKdTree, SquaredEuclidean};

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let tree: ImmutableKdTree<f64, 2> = ImmutableKdTree::new_from_slice(references);
    let nearest = points
        .iter()
        .map(|p| tree.nearest_one::<SquaredEuclidean>(p));
    Ok(nearest
        .map(|n| Some((n.distance, Some(n.item as usize))))
        .collect())
}
