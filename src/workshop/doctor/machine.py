"""The machine and the clone, as the checks see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.bootstrap.environment import Installation


@dataclass(frozen=True)
class Machine:
    """The clone, and the variables that reach its programs."""

    installation: Installation
    environment: Mapping[str, str]

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.installation.root
