"""The engines compared, each in a module of its own behind one small protocol (base.py)."""

from __future__ import annotations

from importlib import import_module

from bench.peers.base import Peer

MODULES = ("searchkit", "tantivy", "fts5", "whoosh_stock", "whoosh_forms", "lucene")
INDEXED_ONLY = frozenset({"whoosh_forms"})  # they are not asked anything


def peers(module: str) -> tuple[Peer, ...]:
    """The peers of a module, first the one that builds; its package is imported now."""
    found: tuple[Peer, ...] = import_module(f"bench.peers.{module}").PEERS
    return found


def missing(module: str) -> str:
    """Why a module's peers cannot run here; "" if they can."""
    try:
        return peers(module)[0].missing()
    except ModuleNotFoundError as problem:
        return f"{problem.name or problem} is not installed"
