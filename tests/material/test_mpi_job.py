"""The script of the page on MPI that starts a job under Slurm, with a stand-in for `srun`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from documents import ROOT

JOB = ROOT / "lessons" / "code" / "mpi" / "job.sh"
SRUN = """\
#!/bin/sh
echo "$RAYON_NUM_THREADS: $*"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="this system has no bash")
def test_job_passes_the_cores_of_a_rank_to_rust(tmp_path: Path) -> None:
    srun = tmp_path / "srun"
    srun.write_text(SRUN)
    srun.chmod(0o755)
    subprocess.run(["bash", "-n", JOB], check=True)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SLURM_CPUS_PER_TASK": "16"}
    done = subprocess.run(
        ["bash", JOB], env=environment, capture_output=True, text=True, check=True
    )
    command = "--cpus-per-task=16 python -m mpi4py nearest_mpi.py 1000000 10000"
    assert done.stdout == f"16: {command}\n"
