"""Nearest distances with pykdtree, on all cores, with settings of your choice."""

from pykdtree.kdtree import KDTree


def nearest_distances(points, references, **settings):
    tree = KDTree(references, **settings)
    distances, _index = tree.query(points)
    return distances
