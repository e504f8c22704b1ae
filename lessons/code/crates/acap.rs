//! acap: a balanced tree of points.

use acap::NearestNeighbors;
use acap::euclid::Euclidean;
use acap::kd::KdTree;

use crate::{Found, Point};

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let tree = KdTree::balanced(references.iter().map(|r| Euclidean(*r)));
    let nearest = |p: &Point| {
        let found = tree.nearest(&Euclidean(*p))?;
        Some((found.distance.into(), None))
    };
    Ok(points.iter().map(nearest).collect())
}
