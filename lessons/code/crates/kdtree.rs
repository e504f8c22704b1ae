//! kdtree: a tree that grows point by point.

use kdtree::KdTree;
use kdtree::distance::squared_euclidean;

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let mut tree = KdTree::new(2);
    for (index, reference) in references.iter().enumerate() {
        tree.add(*reference, index)
            .map_err(|error| error.to_string())?;
    }
    let mut found = Vec::new();
    for point in points {
        let nearest = tree.nearest(point, 1, &squared_euclidean);
        let nearest = nearest.map_err(|error| error.to_string())?;
        found.push(
            nearest
                .first()
                .map(|(square, index)| (*square, Some(**index))),
        );
    }
    Ok(found)
}
