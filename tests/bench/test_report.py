"""What is shown of a run is what was measured."""

import pytest

from bench import readme, report


def answers(*milliseconds):
    return {
        "asks": len(milliseconds),
        "first_us": [9e9] * len(milliseconds),
        "later_us": [[ms * 1e3, ms * 1e3, 9e9] for ms in milliseconds],
        "totals": [1] * len(milliseconds),
    }


def built(cpu):
    return {"rows": 1_000, "cpu": cpu, "wall": 1.0, "peak": 50e6, "idle": 1, "size": 2_000, "commit": "abc"}


@pytest.fixture
def sized():
    return {
        "size": 1_000,
        "commit": "abc",
        "collection": "real",
        "text_bytes": 1_000,
        "left_out": {"lucene": "no Java compiler"},
        "versions": {"searchkit": "1", "tantivy": "2", "fts5": "3"},
        "load": [0.1, 0.2],
        "build": {"searchkit": built(0.5), "tantivy": built(1.0), "fts5": built(2.0)},
        "open": {},
        "queries": {
            "word": {"searchkit": answers(1, 1, 9), "tantivy": answers(2, 2, 2), "fts5": answers(0.5)},
            "phrase": {"searchkit": answers(3), "tantivy": answers(2)},
            "said": {"searchkit": answers(1)},
        },
    }


def test_the_table_in_the_readme_is_that_of_the_run_and_the_rest_stays(sized, tmp_path):
    page = tmp_path / "README.md"
    begin, end = readme.marks("engines")
    page.write_text(f"before\n{begin}\nold\n{end}\nafter\n")
    readme.update(page, tmp_path / "runs" / "today", [sized], [])
    text = page.read_text()
    assert text.startswith(f"before\n{begin}\n")
    assert text.endswith(f"{end}\nafter\n")
    assert "old" not in text
    assert "ahead of tantivy in 1 of 2, of SQLite FTS5 in 0 of 1 classes" in text
    assert "| word | 1 | 2 | **0.5** |" in text
    assert "| phrase | 3 | **2** | – |" in text
    assert "| indexing, paragraphs a CPU second | **2,000** | 1,000 | 500 |" in text
    assert "at commit abc: [runs/today](runs/today/README.md)" in text
    assert "said" not in text
    assert "Whoosh, with" not in text


def test_the_readme_compares_indexing_with_stock_whoosh_at_the_largest_size_it_was_given(sized, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("\nold\n".join(readme.marks("engines")))
    small = sized | {"build": {"searchkit": built(0.5), "whoosh_stock": built(10.0)}}
    readme.update(page, tmp_path, [small, sized | {"size": 9_000}], [])
    text = page.read_text()
    assert "Of 1,000 paragraphs stock Whoosh" in text
    assert "indexes 100 a CPU second; searchkit 2,000: 20 times as many." in text


def test_a_readme_without_a_place_for_the_table_is_left_alone(sized, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("nothing\n")
    with pytest.raises(ValueError, match="no place"):
        readme.update(page, tmp_path, [sized], [])
    assert page.read_text() == "nothing\n"


def test_the_scores_of_attribution_are_written_too(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("\nold\n".join(readme.marks("attribution")))
    scores = [{"set": name, "who": {"F1": f1}} for name, f1 in (("interviews", 97.25), ("polnear_dev", 84.4))]
    readme.update(page, tmp_path, [], scores)
    assert "97.2 on interviews, 84.4 on campaign\nnews" in page.read_text()


def test_p95_and_the_asks_that_an_engine_did_not_answer_are_shown(sized):
    page = report.engines(sized)
    assert "| word | 1 (8.2) | 2 (2) | **0.5** (0.5, 1 asks) | 0.50 |" in page
    assert "Lucene did not run: no Java compiler." in page


def test_an_engine_that_was_only_indexed_is_shown_as_such(sized):
    sized["build"]["whoosh_stock"], sized["versions"]["whoosh_stock"] = built(20.0), "4"
    page = report.engines(sized)
    assert "| stock Whoosh 4 | 50 |" in page
    assert "stock Whoosh was indexed, not asked." in page


def test_the_page_says_where_searchkit_is_ahead_and_where_behind(sized):
    page = report.engines(sized)
    assert "Against tantivy: ahead in 1 of 2 classes; behind (times its p50): phrase (1.5)." in page
    assert "Against SQLite FTS5: ahead in 0 of 1 classes; behind (times its p50): word (2.0)." in page
