//! What is inside the tree, for the tests and the picture.

use numpy::{PyReadonlyArray2, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::coordinates::coordinates;
use crate::search::Nearest;
use crate::tree::{Inside, Node};

/// A box as Python sees it: how often its points were halved, two corners, how many points.
type PyBox = (usize, Vec<f64>, Vec<f64>, usize);

/// Return the boxes of the tree: each before its halves, and the lower half before the upper.
///
/// A box is (depth, lowest corner, highest corner, points); the depth of the whole tree is 0, and
/// a box of equal points holds one. `references` has the shape (n, 2) or (n, 3), with n > 0.
#[pyfunction]
pub fn boxes(references: PyReadonlyArray2<'_, f64>) -> PyResult<Vec<PyBox>> {
    match references.shape()[1] {
        3 => boxes_in::<3>(&references),
        _ => boxes_in::<2>(&references),
    }
}

fn boxes_in<const D: usize>(references: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<PyBox>> {
    let mut references = read::<D>(references)?;
    let tree = Node::build(&mut references);
    let shown = |(depth, node): (usize, &Node<'_, D>)| {
        let (low, high) = (node.bounds.low.to_vec(), node.bounds.high.to_vec());
        (depth, low, high, count(node))
    };
    Ok(in_order(&tree).into_iter().map(shown).collect())
}

/// Return the boxes that the search for the reference nearest to `point` enters, in its order.
///
/// Each is (index in `boxes(references)`, distance of the nearest reference so far). Raises
/// ValueError as `nearest_distances` does, also for the point, and for the shape (n, 3).
#[pyfunction]
pub fn entered(
    point: [f64; 2],
    references: PyReadonlyArray2<'_, f64>,
) -> PyResult<Vec<(usize, f64)>> {
    if !point.iter().all(|coordinate| coordinate.is_finite()) {
        let problem = format!("point has a coordinate that is NaN or infinite: {point:?}");
        return Err(PyValueError::new_err(problem));
    }
    let mut references = read(&references)?;
    let tree = Node::build(&mut references);
    let (nodes, mut found) = (in_order(&tree), Vec::new());
    let mut nearest = Nearest {
        point: [f64::INFINITY; 2],
        squared: f64::INFINITY,
    };
    tree.search(&point, &mut nearest, &mut |node, squared| {
        let is_it = |(_, other): &(usize, &Node<'_, 2>)| std::ptr::eq(*other, node);
        let index = nodes.iter().position(is_it);
        found.extend(index.map(|index| (index, squared.sqrt())));
    });
    Ok(found)
}

fn read<const D: usize>(references: &PyReadonlyArray2<'_, f64>) -> PyResult<Vec<[f64; D]>> {
    let references = coordinates("references", references)?;
    if references.is_empty() {
        return Err(PyValueError::new_err("references must not be empty"));
    }
    Ok(references)
}

/// Each node with its depth, before those inside it.
fn in_order<'a, const D: usize>(tree: &'a Node<'a, D>) -> Vec<(usize, &'a Node<'a, D>)> {
    let mut found = Vec::new();
    let mut waiting = vec![(0, tree)];
    while let Some((depth, node)) = waiting.pop() {
        found.push((depth, node));
        if let Inside::Halves(halves) = &node.inside {
            waiting.extend(halves.iter().rev().map(|half| (depth + 1, half)));
        }
    }
    found
}

fn count<const D: usize>(node: &Node<'_, D>) -> usize {
    match &node.inside {
        Inside::Points(points) => points.len(),
        Inside::Halves(halves) => halves.iter().map(count).sum(),
    }
}
