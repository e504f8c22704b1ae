"""What is known of one run of an exercise's tests, whichever program ran them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TestResult:
    """How one test ended: `passed`, `failed`, `skipped`, or `running` when the program stopped.

    `awaited` are the exceptions of which the test expects one at this place. `printed` is what the
    learner's code wrote meanwhile, without the words of a panic.
    """

    __test__ = False  # the name tells pytest otherwise

    name: str
    outcome: str
    call: str | None = None
    must: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    op: str | None = None
    returned: str | None = None
    expected: str | None = None
    raised: str | None = None
    message: str | None = None
    awaited: str | None = None
    where: str | None = None
    panicked_at: str | None = None
    printed: str = ""

    @property
    def panicked(self) -> bool:
        """Whether it ended with a panic in the learner's own code."""
        return self.raised == "PanicException" or (self.raised == "panic" and self.where is None)

    @property
    def words(self) -> str:
        """What it returned, raised and said: hints may ask for these words."""
        return "\n".join(filter(None, (self.returned, self.raised, self.message)))


@dataclass(frozen=True)
class RunResult:
    """All that is known of one run; `complete`: the test runner itself got to its end.

    `output` is what was written before a program stopped; `errors` is its standard error alone.
    """

    tests: tuple[TestResult, ...]
    collected: int
    complete: bool
    status: int | None
    output: str = ""
    errors: str = ""
    trouble: str | None = None

    @property
    def passed(self) -> bool:
        """Whether every test ran and passed; one that its author skips does not count."""
        whole = self.complete and self.status == 0 and self.trouble is None
        return whole and self.reported and bool(self.of("passed")) and not self.of("failed")

    @property
    def reported(self) -> bool:
        """Whether every test that was collected has said how it ended."""
        return 0 < self.collected == len(self.tests) and self.running is None

    @property
    def running(self) -> str | None:
        """The test that was running when the program stopped."""
        return next((test.name for test in self.of("running")), None)

    def of(self, outcome: str) -> tuple[TestResult, ...]:
        """The tests that ended so, in their order."""
        return tuple(test for test in self.tests if test.outcome == outcome)
