"""PDF, an extra."""

import sys
import textwrap
import zlib

import pytest

PROSE = (
    "The coalition had promised that the terminal would open before the winter, and it kept the "
    "promise in the way that coalitions keep promises: the terminal was opened, the winter came, and "
    "no ship did. Anna Varga said that ships were a matter for shipowners."
)


def pdf(pages: list[list[str]]) -> bytes:
    """The smallest PDF with these lines on its pages (ISO 32000-1, 7.5)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    ]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(%s) Tj T*" % line.encode("latin-1") for line in lines)
        stream = b"BT /F1 11 Tf 72 760 Td 14 TL " + shown + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + tail


def test_without_the_extra_a_pdf_is_reported_with_the_command_that_helps(corpus, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdf", None)
    corpus.write("a.pdf", b"%PDF-1.4")
    (skipped,) = corpus.read()
    assert (skipped.reason, skipped.hint) == (
        "PDF needs the package pypdf",
        "pip install 'searchkit[pdf]'",
    )


def test_lines_are_put_together_and_running_heads_left_out(corpus):
    pytest.importorskip("pypdf", reason="the extra searchkit[pdf] is not installed")
    lines = textwrap.wrap(PROSE, 64)
    head = ["No allies left", "By Ilse Brandt", "15 September 2021"]
    pages = [["The Courier 1", *head, *lines, *lines], ["The Courier 2", *lines], ["The Courier 3", *lines]]
    article = corpus.one("a.pdf", pdf(pages))
    assert (article.title, article.authors) == ("No allies left", ("Ilse Brandt",))
    assert str(article.date) == "2021-09-15"
    texts = [" ".join(p.text.split()) for p in article.paragraphs if p.role == "narration"]
    assert texts == [PROSE] * 4


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\nnothing", b"no pdf at all", pdf([["x"]])[:200], pdf([[]])])
def test_a_damaged_or_empty_pdf_is_reported(corpus, data):
    pytest.importorskip("pypdf", reason="the extra searchkit[pdf] is not installed")
    corpus.write("a.pdf", data)
    assert set(corpus.skipped()) == {"a.pdf"}


def _packed(content: bytes) -> bytes:
    """A PDF of one page whose drawing is packed."""
    stream = zlib.compress(content, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
    ]
    return _file(objects)


@pytest.mark.parametrize(
    "content", [b"BT /F1 9 Tf (tide) Tj ET\n" * 1_000_000, b"(" + b"x" * 20_000_000 + b") Tj"]
)
def test_a_page_that_unpacks_to_more_than_a_file_may_hold_is_refused(corpus, content):
    pytest.importorskip("pypdf", reason="the extra searchkit[pdf] is not installed")
    data = _packed(content)
    assert len(data) < 200_000
    corpus.write("bomb.pdf", data)
    assert corpus.skipped() == {"bomb.pdf": "unpacks to more than 16 MB"}


def test_an_encryption_nobody_knows_is_a_reason_and_no_crash(corpus):
    pytest.importorskip("pypdf", reason="the extra searchkit[pdf] is not installed")
    locked = b"/Root 1 0 R /Encrypt << /Filter /Standard /V 99 /R 99 >>"
    corpus.write("locked.pdf", pdf([["The tide turns."]]).replace(b"/Root 1 0 R", locked))
    assert "is damaged: NotImplementedError" in corpus.skipped()["locked.pdf"]
