"""remark-cli reads all Markdown of lessons, book and slides, in its two configurations."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

COMMANDS = {"lessons": ["lessons", "book"], "slides": ["slides"]}
WRONG = {
    "lessons": "# One\n\n### Three\n\nSee [nothing][nowhere].\n",
    "slides": "name: one\nminutes: 1\n\n# One\n\n### Three\n\n```\nno language\n```\n",
}


def lint(name: str, folders: list[str], root: Path, node: Path) -> subprocess.CompletedProcess[str]:
    """Run remark-cli as the npm script does; it writes nothing."""
    script = root / "node_modules" / "remark-cli" / "cli.js"
    options = ["--rc-path", f".remarkrc.{name}.mjs", "--frail", "--no-stdout", "--no-color"]
    return subprocess.run(
        [str(node), str(script), *options, *folders],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.usefixtures("npm_packages")
@pytest.mark.parametrize("name", COMMANDS)
def test_markdown_is_clean(name: str, root: Path, node: Path) -> None:
    done = lint(name, COMMANDS[name], root, node)
    assert done.returncode == 0, done.stderr
    assert "no issues found" in done.stderr


@pytest.mark.usefixtures("npm_packages")
@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_markdown_is_found(name: str, root: Path, node: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text(WRONG[name], encoding="utf-8")
    done = lint(name, [str(tmp_path)], root, node)
    assert done.returncode == 1
    assert "heading-increment" in done.stderr
    assert "warnings" in done.stderr


def test_scripts_never_write(root: Path) -> None:
    """`remark -o` destroys MyST and slides alike."""
    scripts = json.loads((root / "package.json").read_text(encoding="utf-8"))["scripts"]
    remark = [script.split() for script in scripts.values() if script.startswith("remark")]
    assert len(remark) == len(COMMANDS)
    for words in remark:
        assert {"--frail", "--no-stdout"} <= set(words)
        assert not {"-o", "--output"} & set(words)
