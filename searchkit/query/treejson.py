"""Query tree -> JSON, as `explain --json` gives it.

Every node is an object with `type` (the node's name in lower case, words joined by "-"), `start` and
`end` (its place in the query as typed) and the attributes of its class in `searchkit.query.nodes`:

    {"type": "and", "start": 0, "end": 7, "children": [{"type": "word", "text": "tax", ...}, ...]}

Dates are ISO days or null.  What only an index knows (the values a name stands for) is left out.
"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import Any

from searchkit.query.nodes import Query

_LEFT_OUT = frozenset({"span", "values", "overlap"})


def to_json(tree: Query) -> dict[str, Any]:
    """The tree as what `json.dumps` takes."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(tree).__name__).lower()
    start, end = tree.span
    attributes = {f.name: _value(getattr(tree, f.name)) for f in fields(tree) if f.name not in _LEFT_OUT}
    return {"type": kind, "start": start, "end": end, **attributes}


def _value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    return to_json(value)
