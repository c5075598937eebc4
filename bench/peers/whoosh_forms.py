"""Stock Whoosh with every word as written, folded and stemmed, as searchkit has it; it is only indexed."""

from __future__ import annotations

from bench.peers.whoosh_stock import Whoosh

PEERS = (Whoosh("whoosh_forms", forms=True),)
