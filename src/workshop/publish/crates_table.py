"""The crates that were tried, as two tables in Markdown: what each costs, and what each does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.bench.measure import human_time
from workshop.bench.tables import cells, machine_of

WORDS = {
    "right": "right",
    "wrong": "a wrong distance",
    "none": "says none",
    "NaN": "NaN",
    "error": "an error",
    "panic": "panics",
    "crash": "crashes",
    "too long": "no end",
}
"""What a page says for each word of the measurement."""
TIES = {
    "first": "the first",
    "last": "the last",
    "another": "another",
    "no index": "no index",
}
"""Which reference is the nearest of several that are equally near."""
RETURNS = {"distance": "the distance", "square": "its square"}
_COSTS = (
    "| crate | published | license | needs Rust | crates | CPU to compile | uses `unsafe` "
    "| 100,000 points |"
)
_DOES = "| crate | no references | NaN | infinite | many equal | on a line | returns; of a tie |"
_LEGEND = """\
Each cell says what comes back. \
No references: the right result is that there is none. \
NaN: first in one of 2 to 130 references, where the nearest of the others is right; \
then in the point, where an error or NaN is right. \
Infinite: in one of 2 to 130 references. \
Many equal: 100,000 equal references. \
On a line: a million references. \
No end: ended after {seconds} seconds. \
Of a tie: which one is returned if four references are equally near. \
On 1,000 random points, {random}."""


def crates_table(facts: Mapping[str, Any]) -> str:
    """Both tables, with what they mean and what they were measured on below them."""
    tried = facts["crates"]
    costs = [_COSTS, "|---|---|---|---:|---:|---:|---|---:|", *map(_cost, tried)]
    does = [_DOES, "|---|---|---|---|---|---|---|", *map(_what_it_does, tried)]
    wrong = [_name(crate) for crate in tried if crate["found"]["random"] != "right"]
    random = f"all but {', '.join(wrong)} are right" if wrong else "all of them are right"
    legend = _LEGEND.format(seconds=facts["seconds_of_a_case"], random=random)
    rust = f"rustc {facts['versions']['rustc']}"
    source = f"Tried on {facts['date']}: {machine_of(facts)}; {rust}; with `{facts['command']}`."
    unit = f"{facts['unit']}; their number includes the crate itself. "
    unit += f"Of 100,000 points: {facts['search_unit'][0].lower()}{facts['search_unit'][1:]}."
    return "\n".join([*costs, "", unit, "", *does, "", legend, source])


def _name(crate: Mapping[str, Any]) -> str:
    return f"`{crate['crate']}` {crate['version']}"


def _cost(crate: Mapping[str, Any]) -> str:
    texts = (
        _name(crate),
        crate["published"] or "not known",
        crate["license"],
        crate["rust_version"] or "does not say",
        str(crate["crates"]),
        f"{crate['seconds']:.1f} s",
        "yes" if crate["unsafe"] else "no",
        human_time(crate["search"]),
    )
    return cells(texts)


def _what_it_does(crate: Mapping[str, Any]) -> str:
    found = crate["found"]
    texts = (
        _name(crate),
        WORDS[found["none"]],
        f"{WORDS[found['nan_reference']]}; {WORDS[found['nan_point']]}",
        WORDS[found["infinite"]],
        WORDS[found["equal"]],
        WORDS[found["line"]],
        f"{RETURNS[found['returned']]}; {TIES[found['ties']]}",
    )
    return cells(texts)
