"""A YAML loader that makes texts, lists and tables of texts, and nothing else."""

from __future__ import annotations

from typing import Any

import yaml

_DEEPEST = 20  # levels; the front matter of articles has two or three


class TextLoader(yaml.loader.BaseLoader):
    """Every scalar stays the text it is; aliases and deep nesting are errors.

    An alias is how a few lines of YAML become gigabytes; no front matter needs one.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """One node, as in the base class, with both refusals."""
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "aliases are not read", None)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise yaml.constructor.ConstructorError(None, None, "nested too deeply", None)
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node
