"""Each rank appends its number to a list; rank 0 prints its own."""

from mpi4py import MPI

comm = MPI.COMM_WORLD
found = []
found.append(comm.rank)
if comm.rank == 0:
    print(f"{comm.size} ranks, and rank 0 holds {found}")
