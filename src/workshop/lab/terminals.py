"""Shells for JupyterLab's terminals that find this environment first, whatever their files say.

A login shell reads the learner's own files, and those may activate conda, which then comes before
`.venv` and makes `maturin develop` fail. So each shell cleans its environment after them.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

from workshop.base.atomic import write_atomically
from workshop.bootstrap.environment import cargo_home

_CLEAN = """\
# Made by the workshop: this environment first, nothing of conda. Read after the shell's own files.
_workshop_cleaned=1
if [ -n "${CONDA_PREFIX:-}" ]; then
    PATH=$(printf '%s' "$PATH" | tr ':' '\\n' | awk -v p="$CONDA_PREFIX/" 'index($0, p) != 1' \\
        | awk 'NR > 1 { printf ":" } { printf "%s", $0 }')
fi
PS1="${PS1#"${CONDA_PROMPT_MODIFIER:-}"}"
for _workshop_name in $(env | sed -n 's/^\\([A-Za-z0-9_]*CONDA[A-Za-z0-9_]*\\)=.*/\\1/p'); do
    unset "$_workshop_name"
done
unset _workshop_name _CE_M PYTHONHOME PYTHONPATH
case "$PATH" in
    @BIN@:*) ;;
    *) PATH=@BIN@:$PATH ;;
esac
command -v cargo > /dev/null || PATH=$PATH:@CARGO@
VIRTUAL_ENV=@VENV@
MATURIN_NO_INSTALL_RUST=1
export PATH VIRTUAL_ENV MATURIN_NO_INSTALL_RUST
hash -r
"""
_BASH = """\
# Made by the workshop: what a login shell reads, then the cleaning.
if [ -r /etc/profile ]; then . /etc/profile; fi
for _workshop_file in ~/.bash_profile ~/.bash_login ~/.profile ~/.bashrc; do
    if [ -r "$_workshop_file" ]; then . "$_workshop_file"; break; fi
done
unset _workshop_file
. @CLEAN@
# A shell that is started in this one cleans itself at its first prompt.
_workshop_check='[ -n "$_workshop_cleaned" ] || . '@CLEAN_QUOTED@
export PROMPT_COMMAND="$_workshop_check
${PROMPT_COMMAND:-}"
unset _workshop_check
"""
_ZSHENV = """\
# Made by the workshop: the learner's own files, then the cleaning before the first prompt.
if [ -n "$WORKSHOP_ZDOTDIR" ]; then ZDOTDIR=$WORKSHOP_ZDOTDIR; else unset ZDOTDIR; fi
if [ -r "${ZDOTDIR:-$HOME}/.zshenv" ]; then . "${ZDOTDIR:-$HOME}/.zshenv"; fi
_workshop_clean() {
    . @CLEAN@
    export WORKSHOP_ZDOTDIR="${ZDOTDIR:-}" ZDOTDIR=@FOLDER@
    precmd_functions=(${precmd_functions:#_workshop_clean})
}
precmd_functions+=(_workshop_clean)
"""
_FISH = """\
# Made by the workshop: this environment first, nothing of conda. Read after fish's own files.
if set -q CONDA_PREFIX
    set -gx PATH (string match -v -- "$CONDA_PREFIX/*" $PATH)
end
for name in (set -nx | string match -r '.*CONDA.*|_CE_M')
    set -e $name
end
set -e PYTHONHOME PYTHONPATH
set -gx VIRTUAL_ENV @VENV@
set -gx MATURIN_NO_INSTALL_RUST 1
set -gx PATH @BIN@ $PATH
type -q cargo; or set -gx PATH $PATH @CARGO@
"""


def shell_command(
    folder: Path, venv: Path, environment: Mapping[str, str] = os.environ
) -> list[str]:
    """Write the shells' files to `folder`; return the command that a terminal starts."""
    if os.name == "nt":
        return ["powershell.exe", "-NoExit", "-Command", _powershell(venv)]
    shell = environment.get("SHELL") or "/bin/sh"
    clean = folder / "clean.sh"
    names = {
        "BIN": shlex.quote(str(venv / "bin")),
        "VENV": shlex.quote(str(venv)),
        "CLEAN": shlex.quote(str(clean)),
        "CLEAN_QUOTED": shlex.quote(shlex.quote(str(clean))),
        "FOLDER": shlex.quote(str(folder)),
        "CARGO": shlex.quote(str(_cargo_folder(environment))),
    }
    _write(clean, _CLEAN, names)
    match Path(shell).name:
        case "bash":
            return [shell, "--rcfile", _write(folder / "bashrc", _BASH, names), "-i"]
        case "zsh":
            _write(folder / ".zshenv", _ZSHENV, names)
            own = environment.get("WORKSHOP_ZDOTDIR") or environment.get("ZDOTDIR", "")
            return ["env", f"ZDOTDIR={folder}", f"WORKSHOP_ZDOTDIR={own}", shell, "-l"]
        case "fish":
            source = f"source {shlex.quote(_write(folder / 'clean.fish', _FISH, names))}"
            return [shell, "-l", "-C", source]
        case _:
            return ["env", f"ENV={clean}", shell, "-l"]


def _cargo_folder(environment: Mapping[str, str]) -> Path:
    """Where cargo is now: a login shell may start with a shorter PATH."""
    found = shutil.which("cargo", path=environment.get("PATH"))
    return Path(found).parent if found else cargo_home(environment) / "bin"


def _write(file: Path, template: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        template = template.replace(f"@{name}@", value)
    write_atomically(file, template)
    return str(file)


def _powershell(venv: Path) -> str:
    """The same for Windows, as one command: script files may be forbidden there."""
    quoted = str(venv).replace("'", "''")
    return (
        "Get-ChildItem Env: | Where-Object Name -Like '*CONDA*' | Remove-Item; "
        "$env:MATURIN_NO_INSTALL_RUST = '1'; "
        f"$env:VIRTUAL_ENV = '{quoted}'; $env:PATH = '{quoted}\\Scripts;' + $env:PATH"
    )
