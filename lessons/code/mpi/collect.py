"""Each rank sends its number to rank 0, which prints all of them."""

from mpi4py import MPI

comm = MPI.COMM_WORLD
found = comm.gather(comm.rank)
if comm.rank == 0:
    print(f"{comm.size} ranks, and rank 0 holds {found}")
