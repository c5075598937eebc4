from __future__ import annotations

import re

import pytest

from searchkit.patterns import lazy


def test_a_lazy_pattern_answers_as_the_compiled_one() -> None:
    pattern = lazy(r"(?P<name>varga):", re.IGNORECASE)
    match = pattern.match("VARGA: Yes.")
    assert match
    assert match["name"] == "VARGA"
    assert pattern.sub("-", "Varga: Varga:") == "- -"
    assert pattern.pattern == r"(?P<name>varga):"
    assert pattern.search("nobody") is None


def test_a_lazy_pattern_is_compiled_once_and_only_when_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile

    def counting(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_(source, flags)

    monkeypatch.setattr(re, "compile", counting)
    pattern = lazy("a+")
    assert compiled == []
    assert pattern.match("aa")
    assert pattern.match("b") is None
    assert compiled == ["a+"]


def test_a_faulty_lazy_pattern_is_an_error_at_its_first_use() -> None:
    with pytest.raises(re.error):
        lazy("(").match("")
