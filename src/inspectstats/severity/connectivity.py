"""Which inspectors and bodies can be compared at all: those linked by chains of shared judging."""

from __future__ import annotations

import numpy as np

from inspectstats.agreement.ratings import Ints


def components(force: Ints, inspector: Ints, n_forces: int, n_inspectors: int) -> tuple[Ints, Ints]:
    """Label the connected parts of the force-inspector graph by union-find: (n_forces,),
    (n_inspectors,).

    Two inspectors in different parts never judged bodies that anything ties together; adding a
    constant to the severity of one part and to the measures of its bodies changes no prediction, so
    the difference between parts is unknowable.
    """
    parent = np.arange(n_forces + n_inspectors)

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = int(parent[node])
        return node

    edges = np.unique(force * n_inspectors + inspector)
    for edge in edges.tolist():
        one, other = root(edge // n_inspectors), root(n_forces + edge % n_inspectors)
        if one != other:
            # The smaller number is the root, so that labels do not depend on the order of the
            # ratings.
            parent[max(one, other)] = min(one, other)
    roots = np.array([root(node) for node in range(len(parent))], dtype=np.int64)
    _, labels = np.unique(roots, return_inverse=True)
    labels = labels.reshape(-1).astype(np.int64)
    return labels[:n_forces], labels[n_forces:]
