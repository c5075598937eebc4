"""The engines compared, each in a module of its own behind one small protocol (base.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from math import inf

from bench.peers.base import Peer

MODULES = ("searchkit", "tantivy", "fts5", "whoosh_stock", "whoosh_forms", "lucene")


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to how many paragraphs a module's peers are indexed, and are asked something."""

    indexed: float = inf
    asked: float = inf


# Beyond these stock Whoosh takes many minutes.
LIMITS = {"whoosh_stock": Limit(100_000, 10_000), "whoosh_forms": Limit(10_000, 0)}


def limit(module: str) -> Limit:
    """The limit of a module's peers."""
    return LIMITS.get(module, Limit())


def asked(modules: Sequence[str], size: int) -> list[str]:
    """Those modules whose peers are asked something at this size."""
    return [module for module in modules if size <= limit(module).asked]


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
