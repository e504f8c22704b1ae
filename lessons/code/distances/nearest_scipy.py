"""Nearest distances with SciPy's k-d tree, on all cores, with settings of your choice."""

from scipy.spatial import cKDTree


def nearest_distances(points, references, **settings):
    tree = cKDTree(references, **settings)
    distances, _index = tree.query(points, workers=-1)
    return distances
