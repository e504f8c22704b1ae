//! Build the tree: halve the references again and again, and keep the box of each part.

use crate::bounds::Bounds;

/// Fewer points than this are not halved.
const SMALL: usize = 17;
/// Fewer points than this are halved by one thread.
const FOR_ONE_THREAD: usize = 4096;

/// A part of the references: the box around them, and what is inside it.
pub struct Node<'a, const D: usize> {
    pub bounds: Bounds<D>,
    pub inside: Inside<'a, D>,
}

/// A few points, or two boxes with half of the points each.
pub enum Inside<'a, const D: usize> {
    Points(&'a [[f64; D]]),
    // this Box is Rust's pointer to the heap
    Halves(Box<[Node<'a, D>; 2]>),
}

/// Put the points that are lower along the axis into the first half; return both halves.
fn split<const D: usize>(
    points: &mut [[f64; D]],
    axis: usize,
) -> (&mut [[f64; D]], &mut [[f64; D]]) {
    // TODO 1: only `split_at_mut` is here, which moves nothing. Put the lower half of the points
    // first, by the coordinate `point[axis]`: sort them, or use `select_nth_unstable_by`, which
    // does less work.
    points.split_at_mut(points.len() / 2)
}

impl<'a, const D: usize> Node<'a, D> {
    /// Build the tree of the points, on all cores if they are many.
    pub fn build(points: &'a mut [[f64; D]]) -> Self {
        let bounds = Bounds::around(points);
        if bounds.low == bounds.high {
            let inside = Inside::Points(&points[..1]); // all are equal: one is enough
            return Node { bounds, inside };
        }
        if points.len() < SMALL {
            let inside = Inside::Points(points);
            return Node { bounds, inside };
        }
        let by_all_threads = points.len() >= FOR_ONE_THREAD;
        let (lower, upper) = split(points, bounds.widest_axis());
        assert!(!lower.is_empty() && !upper.is_empty(), "a half is empty");
        let (lower, upper) = if by_all_threads {
            rayon::join(|| Node::build(lower), || Node::build(upper))
        } else {
            (Node::build(lower), Node::build(upper))
        };
        let inside = Inside::Halves(Box::new([lower, upper]));
        Node { bounds, inside }
    }
}
