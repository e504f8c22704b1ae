"""Load what an order names: a module, or one function of a script, an extension or a C library."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from importlib.machinery import ExtensionFileLoader, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workshop.bench.datasets import Array


def load(function: Mapping[str, str]) -> Callable[..., Any]:
    """The function that an order names: of a script, an extension, or a library in C."""
    if function["kind"] == "library":
        return _library_function(function["path"], function["name"])
    found: Callable[..., Any] = getattr(load_module(function), function["name"])
    return found


def load_module(place: Mapping[str, str]) -> ModuleType:
    """The module at a path, a script or an extension, under its own name."""
    name, path = place["module"], place["path"]
    loader: ExtensionFileLoader | SourceFileLoader
    if place["kind"] == "extension":
        loader = ExtensionFileLoader(name, path)
    else:
        loader = SourceFileLoader(name, path)
    spec = spec_from_file_location(name, path, loader=loader)
    assert spec is not None  # noqa: S101
    module = module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module


def _library_function(path: str, name: str) -> Callable[..., Any]:
    """A C function of two arrays and their lengths that writes the distances into a third."""
    import numpy as np

    function = getattr(ctypes.CDLL(path), name)
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    function.argtypes, function.restype = [pointer, size, pointer, size, pointer], None

    def call(points: Array, references: Array) -> Any:
        found = np.empty(len(points))
        given = (points.ctypes.data, len(points), references.ctypes.data, len(references))
        function(*given, found.ctypes.data)
        return found

    return call
