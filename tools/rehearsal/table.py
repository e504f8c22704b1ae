"""What a rehearsal has found: seconds and memory of each step, sizes, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

_PART = "part of the image"


@dataclass
class Table:
    """Rows of steps and of sizes, and faults."""

    rows: list[tuple[str, float | None, int | None]] = field(default_factory=list)
    sizes: list[tuple[str, int]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def add(self, step: str, seconds: float | None, memory: int | None = None) -> None:
        """A step, with its seconds and the most bytes that processes held meanwhile."""
        self.rows.append((step, seconds, memory))

    def size(self, part: str, megabytes: int) -> None:
        """A part of the image."""
        self.sizes.append((part, megabytes))

    def fault(self, text: str) -> None:
        """Something that went wrong; the rehearsal has failed."""
        self.faults.append(text)

    def text(self) -> str:
        """The whole table, to read and to copy."""
        names = [*(row[0] for row in self.rows), *(part for part, _ in self.sizes)]
        width = max(map(len, [*names, _PART]))
        lines = [f"{'step':<{width}}  seconds  peak MB"]
        for step, seconds, memory in self.rows:
            shown = "" if seconds is None else f"{seconds:.1f}"
            most = "" if memory is None else f"{memory / 1e6:.0f}"
            lines.append(f"{step:<{width}}  {shown:>7}  {most:>7}".rstrip())
        lines += ["", f"{_PART:<{width}}       MB"]
        lines += [f"{part:<{width}}  {size:>7}" for part, size in self.sizes]
        if self.faults:
            lines += ["", "What went wrong:", *(f"- {fault}" for fault in self.faults)]
        return "\n".join(lines)
