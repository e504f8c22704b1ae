#!/bin/bash
# Starts the script of this lesson under Slurm: `sbatch job.sh`.
#SBATCH --job-name=nearest
#SBATCH --time=00:10:00
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16

set -euo pipefail

# One rank per node, and as many Rust threads in each as Slurm gives it cores.
export RAYON_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"

# Since version 22.05, `srun` doesn't take this number from the lines above by itself.
srun --cpus-per-task="$RAYON_NUM_THREADS" python -m mpi4py nearest_mpi.py 1000000 10000
