"""`distances-crate` is `distances-tree` with another search: same tests, same given code."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from documents import ROOT
from replica import EXERCISES, solution_module

TREE, CRATE = (EXERCISES[f"distances-{stage}"] for stage in ("tree", "crate"))
LARGEST = np.finfo(np.float64).max
Array = npt.NDArray[np.float64]


def test_both_have_the_same_tests() -> None:
    file = "tests/test_nearest.py"
    assert (CRATE.folder / file).read_bytes() == (TREE.folder / file).read_bytes()
    assert [test.name for test in CRATE.tests] == ["test_nearest.py"]


def test_both_have_the_same_given_code_except_the_search() -> None:
    names = {file.name for file in (CRATE.folder / "src").iterdir()} - {"lib.rs", "with_kiddo.rs"}
    for name in sorted(names):
        ours, tree = (ROOT / "solutions" / x.path / "src" / name for x in (CRATE, TREE))
        assert ours.read_bytes() == tree.read_bytes(), name
    assert set(CRATE.revised) == {*TREE.revised} | {"src/lib.rs"}
    # In lib.rs only the module that searches has another name.
    our_lines, tree_lines = (
        set((ROOT / "solutions" / x.path / "src" / "lib.rs").read_text("utf-8").splitlines())
        for x in (CRATE, TREE)
    )
    assert our_lines - tree_lines == {
        "mod with_kiddo;",
        "    use crate::with_kiddo;",
        '        let references = coordinates::<D>("references", references)?;',
        "        Ok(py.detach(|| with_kiddo::nearest_distances(&points, &references)))",
    }


def random_points(seed: int, n: int, columns: int, scale: float = 1.0) -> Array:
    return np.random.default_rng(seed).normal(scale=scale, size=(n, columns))


@pytest.mark.cargo
@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1e-3, 1.0, 1e6, 1e150])
def test_both_find_the_same_distances(columns: int, scale: float) -> None:
    tree, crate = solution_module("distances-tree"), solution_module("distances-crate")
    for n in (1, 31, 32, 33, 2000):
        points = random_points(1, 500, columns, scale)
        for references in (
            random_points(2, n, columns, scale),
            np.round(random_points(3, n, columns) * 3) * scale,  # with many equal ones
            random_points(4, n, columns, scale) * np.eye(columns)[0],  # on a line
        ):
            expected = tree.nearest_distances(points, references)
            found = crate.nearest_distances(points, references)
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0.0)


@pytest.mark.cargo
def test_far_apart_the_tree_says_infinity_and_the_crate_a_large_float() -> None:
    """Squares overflow at 1.3e154; the stretch of the exercise asks what is returned then."""
    tree, crate = solution_module("distances-tree"), solution_module("distances-crate")
    points, references = np.array([[-1e300, 0.0]]), np.array([[1e300, 0.0]])
    assert tree.nearest_distances(points, references).tolist() == [np.inf]
    assert crate.nearest_distances(points, references).tolist() == [np.sqrt(LARGEST)]
