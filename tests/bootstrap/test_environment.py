from __future__ import annotations

import os
from pathlib import Path

from workshop.base.console import COMMAND_NAME
from workshop.bootstrap.environment import (
    SHELL_CONDA,
    SHELL_VENV,
    Installation,
    own_environment,
)

FOREIGN = {
    "VIRTUAL_ENV": "/other/venv",
    "VIRTUAL_ENV_PROMPT": "other",
    "CONDA_PREFIX": "/opt/conda",
    "CONDA_PREFIX_1": "/opt/conda/one",
    "CONDA_DEFAULT_ENV": "base",
    "PYTHONHOME": "/other",
    "PYTHONPATH": "/other/src",
    "PIP_TARGET": "/other/site",
    "UV_SYSTEM_PYTHON": "1",
}


def test_nothing_of_another_python_reaches_what_we_start(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    values = own_environment(installation, {"PATH": "/bin", "HOME": "/home/me", **FOREIGN})
    assert values["VIRTUAL_ENV"] == str(installation.venv)
    assert not (FOREIGN.keys() - {"VIRTUAL_ENV"}) & values.keys()
    assert values["HOME"] == "/home/me"


def test_what_the_network_needs_stays(tmp_path: Path) -> None:
    network = {"HTTPS_PROXY": "http://proxy", "PIP_INDEX_URL": "u", "SSL_CERT_FILE": "c"}
    values = own_environment(
        Installation(tmp_path), {"PATH": "/bin", **network, "UV_DEFAULT_INDEX": "u"}
    )
    assert network.items() <= values.items()
    assert values["UV_DEFAULT_INDEX"] == "u"


def test_our_programs_come_first_and_cargo_is_found(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    old = os.pathsep.join(["/usr/bin", str(installation.bin)])
    values = own_environment(installation, {"PATH": old, "CARGO_HOME": "/some/cargo"})
    folders = values["PATH"].split(os.pathsep)
    assert folders == [str(installation.bin), "/usr/bin", str(Path("/some/cargo/bin"))]


def test_maturin_never_downloads_a_rust(tmp_path: Path) -> None:
    for own in ({}, {"MATURIN_NO_INSTALL_RUST": ""}):
        values = own_environment(Installation(tmp_path), {"PATH": "/bin", **own})
        assert values["MATURIN_NO_INSTALL_RUST"] == "1"


def test_it_can_be_applied_twice(tmp_path: Path) -> None:
    once = own_environment(Installation(tmp_path), {"PATH": "/bin", **FOREIGN})
    again = own_environment(Installation(tmp_path), once)
    assert {**again, COMMAND_NAME: once[COMMAND_NAME]} == once


def test_the_shells_own_environments_are_remembered_for_doctor(tmp_path: Path) -> None:
    values = own_environment(Installation(tmp_path), {"PATH": "/bin", **FOREIGN})
    assert values[SHELL_CONDA] == "/opt/conda"
    assert values[SHELL_VENV] == "/other/venv"
    assert SHELL_VENV not in own_environment(
        Installation(tmp_path), {"VIRTUAL_ENV": str(Installation(tmp_path).venv)}
    )
