"""Compile `_bridges`, which `with_cffi_api.py` imports, in the folder of this file."""

from pathlib import Path

from cffi import FFI

folder = Path(__file__).parent
builder = FFI()
builder.cdef((folder / "bridges.h").read_text(encoding="utf-8"))
builder.set_source(
    "_bridges",
    '#include <stddef.h>\n#include <stdint.h>\n#include "bridges.h"',
    include_dirs=[str(folder)],
    library_dirs=[str(folder)],
    libraries=["bridges_calls"],
    extra_link_args=["-Wl,-rpath,$ORIGIN"],
)

if __name__ == "__main__":
    builder.compile(tmpdir=str(folder))
