//! rstar: an R*-tree, filled at once.

use rstar::RTree;
use rstar::primitives::GeomWithData;

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let items = references.iter().enumerate();
    let tree = RTree::bulk_load(items.map(|(i, r)| GeomWithData::new(*r, i)).collect());
    let nearest = |p: &Point| tree.nearest_neighbor_iter_with_distance_2(*p).next();
    let found = points.iter().map(nearest);
    Ok(found
        .map(|n| n.map(|(item, square)| (square, Some(item.data))))
        .collect())
}
