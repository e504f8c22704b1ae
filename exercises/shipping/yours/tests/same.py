"""Whether two values are the same: floats within a tolerance, NaN equal to NaN, in any nesting."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Iterable, Iterator, Mapping
from numbers import Number
from typing import Any

import numpy as np

TOLERANCE = {8: 1e-9, 4: 1e-5, 2: 1e-2}
"""Relative, by the bytes of a float."""
_short = reprlib.Repr()
_short.maxother = _short.maxstring = 60


def difference(new: Any, old: Any, what: str = "the result") -> str:
    """Where and how a new value differs from the old one, or nothing."""
    sizes = [abs(number) for number in numbers_in(old) if isinstance(number, float)]
    largest = max((size for size in sizes if math.isfinite(size)), default=0.0)
    return _difference(new, old, what, largest)


def _difference(new: Any, old: Any, place: str, largest: float) -> str:
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        return _of_arrays(new, old, place, largest)
    if _kind(new) != _kind(old):
        return f"{place} is {_a(new)}, {_text(new)}, and was {_a(old)}, {_text(old)}"
    if isinstance(old, Number):
        return "" if _close(new, old, largest) else _differs(new, old, place)
    if fault := _of_sizes(new, old, place):
        return fault
    parts = _parts(new, old, place)
    if parts is None:
        return "" if new == old else _differs(new, old, place)
    return next(filter(None, (_difference(*part, largest) for part in parts)), "")


def _of_sizes(new: Any, old: Any, place: str) -> str:
    if isinstance(old, (list, tuple)) and len(new) != len(old):
        return f"{place} has {len(new)} elements, and had {len(old)}"
    if not isinstance(old, Mapping):
        return ""
    missing, more = [k for k in old if k not in new], [k for k in new if k not in old]
    if missing:
        return f"{place} has no key {missing[0]!r}"
    return f"{place} has the key {more[0]!r}, which it had not" if more else ""


def _parts(new: Any, old: Any, place: str) -> Iterable[tuple[Any, Any, str]] | None:
    """The values inside, each with its old one and its place; None for what has no parts."""
    if isinstance(old, (list, tuple)):
        pairs = enumerate(zip(new, old, strict=True))
        return ((one, other, f"{place}[{index}]") for index, (one, other) in pairs)
    if isinstance(old, Mapping):
        return ((new[name], value, f"{place}[{name!r}]") for name, value in old.items())
    if type(old).__eq__ is object.__eq__ and hasattr(old, "__dict__"):
        return [(vars(new), vars(old), f"vars of {place}")]
    return None


def _of_arrays(new: Any, old: Any, place: str, largest: float) -> str:
    if not (isinstance(new, np.ndarray) and isinstance(old, np.ndarray)):
        return f"{place} is {_a(new)}, and was {_a(old)}"
    if new.shape != old.shape:
        return f"{place} has the shape {new.shape}, and had {old.shape}"
    if new.dtype != old.dtype:
        return f"{place} has the dtype {new.dtype}, and had {old.dtype}"
    if old.dtype.kind in "fc":
        relative = TOLERANCE.get(old.dtype.itemsize // (2 if old.dtype.kind == "c" else 1), 1e-9)
        same = np.isclose(new, old, relative, largest * relative / 1000, equal_nan=True)
    elif old.dtype.kind in "iubSUmM":
        same = (new == old) | ((new != new) & (old != old))  # noqa: PLR0124 - NaT
    else:
        return _difference(new.tolist(), old.tolist(), place, largest)
    if same.all():
        return ""
    index = tuple(np.argwhere(~same)[0].tolist())
    return _differs(new[index].item(), old[index].item(), f"{place}[{', '.join(map(str, index))}]")


def _close(new: Any, old: Any, largest: float) -> bool:
    if _is_integer(new) and _is_integer(old):
        return int(new) == int(old)
    relative = TOLERANCE.get(old.itemsize if isinstance(old, np.floating) else 8, 1e-9)
    if isinstance(old, complex) or isinstance(new, complex):
        return bool(np.isclose(new, old, relative, largest * relative / 1000, equal_nan=True))
    try:
        one, other = float(new), float(old)
    except OverflowError:
        return bool(new == old)
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=relative, abs_tol=largest * relative / 1000)


def _is_integer(value: Any) -> bool:
    return isinstance(value, (int, np.integer))


def _kind(value: Any) -> object:
    """What two values must have in common: 1 and 1.0 are the same, a list and a tuple are not."""
    if isinstance(value, (bool, np.bool_)):
        return bool
    for kind in (Number, str, list, tuple, Mapping):
        if isinstance(value, kind):
            return kind
    return type(value)


def key(value: Any) -> str:
    """A text that only the same value has."""
    if isinstance(value, np.ndarray):
        data = value.tolist() if value.dtype.hasobject else value.tobytes()
        return f"{value.dtype}{value.shape}{data!r}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(map(key, value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{k!r}: {key(v)}' for k, v in value.items())}}}"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(map(key, value)))}}}"
    if type(value).__repr__ is object.__repr__ and hasattr(value, "__dict__"):
        return f"{type(value).__name__}{key(vars(value))}"
    return repr(value)


def values_in(value: Any) -> Iterator[Any]:
    """All the values inside, at any depth; an array is one."""
    inner: Any = ()
    if isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = value
    for each in inner:
        yield each
        yield from values_in(each)


def numbers_in(value: Any) -> Iterator[float | int]:
    """All the integers and floats that can have a sign, also in arrays."""
    for each in (value, *values_in(value)):
        if isinstance(each, np.ndarray) and each.dtype.kind in "if":
            yield from map(float if each.dtype.kind == "f" else int, each.ravel())
        elif isinstance(each, (int, np.signedinteger)) and not isinstance(each, bool):
            yield int(each)
        elif isinstance(each, (float, np.floating)):
            yield float(each)


def _a(value: Any) -> str:
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _differs(new: Any, old: Any, place: str) -> str:
    return f"{place} is {_text(new)}, and was {_text(old)}"


def _text(value: Any) -> str:
    return " ".join(_short.repr(value).split())
