"""Make what `bench trees` compares; the crate of one step is fetched and compiled for it alone."""

from __future__ import annotations

from workshop.base.errors import EnvironmentBroken
from workshop.bench.building import LeftOut
from workshop.bench.making import Function, Workbench
from workshop.bench.steps import Source
from workshop.bench.tree_steps import TREES


class TreeWorkbench(Workbench):
    """Makes the functions of the steps; where kiddo can't be had, the others are measured."""

    def make(self, source: Source) -> Function:
        """Make the function of a step, or raise LeftOut."""
        if source != TREES["kiddo"].source:
            return super().make(source)
        self.notify("compiling the crate kiddo, once; this takes about a minute")
        try:
            return super().make(source)
        except EnvironmentBroken as error:
            raise LeftOut(
                "It could not be built. If its sources are not on this machine yet, connect to the "
                f"network once.\n{error}"
            ) from error
