//! kd-tree: a tree of indices, ordered by `ordered_float`.

use kd_tree::KdIndexTree;

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let tree = KdIndexTree::build_by_ordered_float(references);
    let found = points.iter().map(|p| tree.nearest(p));
    Ok(found
        .map(|n| n.map(|n| (n.squared_distance, Some(*n.item))))
        .collect())
}
