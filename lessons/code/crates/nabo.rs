//! nabo: a tree of points whose coordinates can't be NaN.

use nabo::{KDTree, NotNan, Point as Coordinates};

use crate::{Found, Point};

#[derive(Clone, Copy, Default)]
struct Plane([NotNan<f64>; 2]);

impl Coordinates<f64> for Plane {
    const DIM: u32 = 2;

    fn set(&mut self, index: u32, value: NotNan<f64>) {
        self.0[index as usize] = value;
    }

    fn get(&self, index: u32) -> NotNan<f64> {
        self.0[index as usize]
    }
}

fn checked(points: &[Point]) -> Result<Vec<Plane>, String> {
    let plane = |p: &Point| Ok(Plane([NotNan::new(p[0])?, NotNan::new(p[1])?]));
    let checked = points.iter().map(plane);
    checked
        .collect::<Result<_, nabo::FloatIsNan>>()
        .map_err(|error| error.to_string())
}

pub fn search(references: &[Point], points: &[Point]) -> Result<Vec<Found>, String> {
    let (references, points) = (checked(references)?, checked(points)?);
    let tree = KDTree::new(&references);
    let nearest = |p: &Plane| {
        let found = tree.knn(1, p).into_iter().next()?;
        Some((found.dist2.into_inner(), Some(found.index as usize)))
    };
    Ok(points.iter().map(nearest).collect())
}
