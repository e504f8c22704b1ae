"""The C library as the tests of `bridges-ctypes` load it."""

import ctypes
from typing import Any


def call_function(function: Any, *arguments: Any) -> Any:
    """Call a function of the library; an error of an argument says of which function."""
    try:
        return super(type(function), function).__call__(*arguments)
    except ctypes.ArgumentError as error:
        error.add_note(f"in the call of the library's `{function.__name__}`")
        raise


class Library(ctypes.CDLL):
    """The library, without a path in what is shown of it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        base: Any = self._FuncPtr
        parts = {"_flags_": base._flags_, "_restype_": base._restype_, "__call__": call_function}
        self._FuncPtr = type("Function", (base,), parts)

    def __repr__(self) -> str:
        return "<the C library>"
