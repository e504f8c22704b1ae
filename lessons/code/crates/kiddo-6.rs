//! kiddo 6: a tree that is built once.

use kiddo::{ImmutableKdTree, SquaredEuclidean};

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let tree: ImmutableKdTree<f64, 2> =
        ImmutableKdTree::new_from_slice(references).map_err(|error| format!("{error:?}"))?;
    let find = |p| {
        tree.query(p)
            .nearest_one::<SquaredEuclidean<f64>>()
            .execute()
    };
    let nearest = points.iter().map(find);
    Ok(nearest
        .map(|n| Some((n.distance, Some(n.item as usize))))
        .collect())
}
