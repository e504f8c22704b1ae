//! Search the tree: the nearer box first, and no box that is too far away.

use crate::tree::{Inside, Node};

/// The nearest point so far, and its squared distance.
#[derive(Clone, Copy)]
pub struct Nearest<const D: usize> {
    pub point: [f64; D],
    pub squared: f64,
}

/// Both halves, the one whose box is nearer to `point` first, each with its squared distance.
#[inline]
fn nearer_first<'a, const D: usize>(
    halves: &'a [Node<'a, D>; 2],
    point: &[f64; D],
) -> [(f64, &'a Node<'a, D>); 2] {
    // TODO 2: here the lower half is always first. If the upper one is nearer, swap the two.
    halves
        .each_ref()
        .map(|half| (half.bounds.squared_distance(point), half))
}

impl<const D: usize> Node<'_, D> {
    /// Replace `nearest` if a point in this box is nearer; call `enter` for each box on the way.
    pub fn search(
        &self,
        point: &[f64; D],
        nearest: &mut Nearest<D>,
        enter: &mut impl FnMut(&Node<'_, D>, f64),
    ) {
        enter(self, nearest.squared);
        match &self.inside {
            Inside::Points(others) => {
                for other in *others {
                    let squared = squared_distance(point, other);
                    if squared < nearest.squared {
                        *nearest = Nearest {
                            point: *other,
                            squared,
                        };
                    }
                }
            }
            Inside::Halves(halves) => {
                for (squared, half) in nearer_first(halves, point) {
                    // TODO 3: skip a half whose box is farther away than the nearest point so far.
                    half.search(point, nearest, enter);
                }
            }
        }
    }
}

/// The squared distance of two points.
pub fn squared_distance<const D: usize>(a: &[f64; D], b: &[f64; D]) -> f64 {
    (0..D).map(|axis| (b[axis] - a[axis]).powi(2)).sum()
}
