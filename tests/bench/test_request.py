from __future__ import annotations

from pathlib import Path

import pytest

from workshop.base.errors import UsageError
from workshop.bench.datasets import DATASETS, make
from workshop.bench.request import SIZES, Request, read_request
from workshop.bench.steps import STEPS


def test_without_options_everything_is_measured() -> None:
    request = read_request()
    assert request == Request()
    assert request.sizes == SIZES
    assert request.steps == tuple(STEPS)
    assert request.command == "./workshop bench distances"


def test_options_choose_and_the_command_repeats_them() -> None:
    request = read_request(n="300,100", steps="scipy, python", data="clusters", output="a/b.json")
    assert request.sizes == (100, 300)
    assert request.steps == ("python", "scipy")
    assert request.data == "clusters"
    assert request.output == Path("a/b.json")
    expected = "--n 300,100 --data clusters --steps 'scipy, python' --output a/b.json"
    assert request.command == f"./workshop bench distances {expected}"
    assert read_request(with_numba=True).command == "./workshop bench distances --with-numba"


@pytest.mark.parametrize("n", ["", "0", "-5", "many", "1e3", "100,", "1000001"])
def test_a_wrong_size_is_named(n: str) -> None:
    with pytest.raises(UsageError, match=r"--n takes integers.*'"):
        read_request(n=n)


def test_a_wrong_step_is_named_with_the_one_that_is_meant() -> None:
    with pytest.raises(
        UsageError, match=r"no step 'list'\. Did you mean lists\? There are: python,"
    ):
        read_request(steps="python,list")
    with pytest.raises(UsageError, match=r"no step ''"):
        read_request(steps="")


def test_a_wrong_data_set_is_named() -> None:
    with pytest.raises(UsageError, match=r"no data set 'uniforn'\. Did you mean uniform\?"):
        read_request(data="uniforn")


@pytest.mark.parametrize("minutes", [0.0, -1.0, float("nan")])
def test_no_time_is_no_request(minutes: float) -> None:
    with pytest.raises(UsageError, match="--minutes"):
        read_request(minutes=minutes)


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_the_same_each_time(name: str) -> None:
    import numpy as np

    points, references = make(name, 500)
    again, _ = make(name, 500)
    assert points.shape == references.shape == (500, 2)
    assert points.dtype == np.float64
    assert np.isfinite(points).all()
    assert (points == again).all()
    assert not (points == references).all()


def test_clusters_are_closer_together_than_uniform_points() -> None:
    import numpy as np

    spans = {}
    for name in DATASETS:
        points, references = make(name, 400)
        distances = np.hypot(*(points[:, None] - references).T)
        spans[name] = float(np.median(distances.min(axis=0)))
    assert spans["clusters"] < spans["uniform"]


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_has_three_dimensions_too(name: str) -> None:
    import numpy as np

    points, references = make(name, 2_000, 3)
    assert points.shape == references.shape == (2_000, 3)
    assert (np.ptp(points, axis=0) > 0.5).all()
    distinct = len(np.unique(references, axis=0))
    assert distinct == 2_000 or (name == "duplicates" and 700 < distinct <= 900)
    on_a_line = (points[:, :1] == points).all() and (references[:, :1] == references).all()
    assert on_a_line == (name == "line")


def test_the_data_of_the_published_numbers_stays() -> None:
    import hashlib

    data = b"".join(array.tobytes() for array in make("uniform", 100))
    assert hashlib.sha256(data).hexdigest()[:12] == "922d425b09d5"
