"""YAML as the material has it: keys that are given once, or a sentence that names the line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from workshop.base.errors import MaterialError

_ADVICE = {
    "mapping values are not allowed here": "put a string that contains `: ` in quotes",
    "found character '\\t' that cannot start any token": "indent with spaces, not with a tab",
    "that cannot start any token": "put this string in quotes",
}
"""What to do about a problem that ends so; the first that fits."""


def parse_yaml(text: str, file: Path) -> dict[str, Any]:
    """The keys and values of YAML that stands in `file`, from its first line on."""
    import yaml

    try:
        content = yaml.load(text, _loader(fast=yaml.__with_libyaml__))  # noqa: S506 (it is safe)
    except yaml.YAMLError as error:
        raise _mistake(text, file, error) from error
    except RecursionError as error:
        raise MaterialError(f"{file}:1: it is nested too deeply.") from error
    if not isinstance(content, dict):
        found = "it is empty" if content is None else "it has no keys"
        raise MaterialError(f"{file}:1: {found}; it must have keys, such as `title: …`.")
    return content


def _mistake(text: str, file: Path, error: Exception) -> MaterialError:
    """What is wrong, in the words of the loader in Python: they name the character."""
    import yaml

    try:
        yaml.load(text, _loader(fast=False))  # noqa: S506 (it is safe)
    except yaml.YAMLError as same:
        error = same
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        line, problem = error.problem_mark.line + 1, str(error.problem)
        began = error.context_mark.line + 1 if error.context and error.context_mark else line
        if began != line:
            problem += f", {error.context} that begins in line {began}"
    else:  # a control character
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        problem = str(error).partition("\n")[0]
    advice = next((f"; {what}" for end, what in _ADVICE.items() if problem.endswith(end)), "")
    return MaterialError(f"{file}:{line}: this isn't YAML: {problem}{advice}.")


@cache
def _loader(*, fast: bool) -> Any:
    """A safe loader that rejects a key given twice, and marks the line of what it can't read."""
    import yaml
    from yaml.constructor import ConstructorError

    def rejected(problem: str, node: yaml.Node) -> ConstructorError:
        return ConstructorError(None, None, problem, node.start_mark)

    # The signatures are those of PyYAML.
    class Loader(yaml.CSafeLoader if fast else yaml.SafeLoader):  # type: ignore[misc]
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
            seen = set[str]()
            for key, _value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.value in seen:
                    raise rejected(f"the key `{key.value}` is given twice", key)
                seen.add(str(key.value))
            return super().construct_mapping(node, deep=deep)

        def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
            try:
                return super().construct_object(node, deep=deep)
            except (ValueError, AttributeError) as error:  # a date such as 2026-13-45
                raise rejected(f"`{node.value}` is no value: {error}", node) from error

    return Loader
