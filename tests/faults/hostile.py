"""Files that might hurt whoever reads them: what each tries is its name."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import pickle
from functools import cache

from history import LONG

GOOD = "The harbour talks\n\n“We yield nothing,” said Anna Varga on Monday.\n\nThe tide turns at noon.\n"
PARAGRAPH = "The tide turns at noon, and nobody in the harbour asks why. "

YAML_CODE = '---\ntitle: !!python/object/%s:os.system ["touch pwned"]\n---\n\nThe tide turns.\n'

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><u who='#a'>%s</u></body></text></TEI>"
YAML_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

_BOMB = 200 << 20 if LONG else 40 << 20  # bytes that a small packed file unpacks to


@cache
def hostile() -> dict[str, bytes]:
    """File name -> bytes. What becomes of each is the reader's to say; it must say it and go on."""
    return {
        "nul.txt": b"Title\n\nThe tide\0turns.\n" * 20,
        "not-utf8.txt": b"Title\n\n" + bytes(range(128, 256)) * 50,
        "half-utf8.txt": ("Title\n\nThe tide turns, “so” it is. " * 50).encode() + b"\xff\xfe\xfa",
        "surrogates.jsonl": b'{"id": "s", "title": "t", "text": "The tide \\ud800 turns."}\n' * 3,
        "surrogate-id.jsonl": b'{"id": "\\udc80", "title": "t", "text": "The tide turns."}\n',
        "surrogate-speaker.jsonl": b'{"article": "x", "n": 1, "speaker": "A \\ud800", "text": "The tide."}\n',
        "deep.json": b"[" * 200_000 + b"]" * 200_000,
        "deep.jsonl": b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"\n",
        "deep.html": b"<div>" * 100_000 + b"<p>The tide turns.</p>" + b"</div>" * 100_000,
        "deep.xml": b"<TEI>" + b"<div>" * 100_000 + b"</div>" * 100_000 + b"</TEI>",
        "deep.md": b">" * 50_000 + b" The tide turns.\n\n" + b"[" * 50_000 + b"*" * 50_000,
        "deep-yaml.md": b"---\ntitle: " + b"[" * 20_000 + b"\n---\n\nThe tide turns.\n",
        "yaml-bomb.md": f"---\n{YAML_BOMB}---\n\nThe tide turns.\n".encode(),
        "yaml-code.md": (YAML_CODE % "apply").encode(),
        "yaml-new.md": (YAML_CODE % "new").encode(),
        "entities.xml": (LAUGHS + TEI % "&k;").encode(),
        "entities.html": (LAUGHS + "<html><body><p>&k; The tide turns.</p></body></html>").encode(),
        "entities.xhtml": (LAUGHS + "<html><body><p>&k;</p></body></html>").encode(),
        "outside.xml": (OUTSIDE + TEI % "&e;").encode(),
        "pickle.txt": pickle.dumps({"os": "system"}),
        "pickle.json": b"cos\nsystem\n(S'touch pwned'\ntR.",
        "up.jsonl": b'{"id": "../../../up", "title": "t", "text": "The tide turns."}\n',
        "absolute.jsonl": b'{"id": "/etc/passwd", "title": "t", "text": "The tide turns."}\n',
        "long-id.jsonl": json.dumps({"id": "x" * 10**6, "title": "t", "text": "The tide."}).encode() + b"\n",
        "many-keys.jsonl": json.dumps({f"k{n}": n for n in range(10**5)} | {"text": "The tide."}).encode(),
        "number.jsonl": b'{"id": "n", "title": "t", "text": "The tide.", "date": 1' + b"0" * 10_000 + b"}\n",
        "field.csv": b'id,title,text\na,b,"' + b"x" * 20_000_000 + b'"\n',
        "open.csv": b'id,title,text\na,b,"' + b"The tide turns.\n" * 10_000,
        "no-end.pdf": b"%PDF-1.7\n1 0 obj << /Length 99999999999 /Type /Page >> stream\n" + b"x" * 1000,
        "empty.txt": b"",
        "empty.jsonl": b"",
        "marks.txt": b"\xff\xfe" + b"\0\xd8" * 1000,
        "bomb.txt.gz": gzip.compress(bytes(_BOMB), 9),
        "bomb.txt.bz2": bz2.compress(bytes(_BOMB)),
        "bomb.jsonl.xz": lzma.compress(b'{"id": "' + bytes(_BOMB)),
        "torn.txt.gz": gzip.compress(GOOD.encode() * 100)[:-50],
        "not-packed.txt.xz": GOOD.encode(),
        "one-paragraph.txt": b"Title\n\n" + PARAGRAPH.encode() * (50_000_000 // len(PARAGRAPH)),
        "one-word.txt": b"Title\n\n" + b"x" * 15_000_000,
        "lines.txt": b"a\n" * 5_000_000,
        "combining.txt": ("Title\n\nThe tide" + "\u0301" * 1_000_000 + " turns.\n").encode(),
        "signs.txt": ("Title\n\n" + "“" * 300_000 + "-" * 300_000 + "(" * 300_000).encode(),
        "colons.txt": ("Title\n\n" + "A: " * 300_000).encode(),
        "names.txt": ("Title\n\n" + "Anna Varga said Tom Orlo said " * 20_000).encode(),
        **_rows(),
        **_front_matter(),
        **_pages(),
        "inside.txt.gz.gz": gzip.compress(gzip.compress(GOOD.encode())),
        "slip.zip": b"PK\x03\x04" + bytes(26) + b"../../slip.txt" + GOOD.encode(),
        "wide.utf-32.txt": GOOD.encode("utf-32"),
    }


def _rows() -> dict[str, bytes]:
    """Tables and rows whose shape or values are nonsense."""
    numbers = [b"1e999", b"NaN", b"-1", b"true", b"1.5", b"9" * 30, b'"7"', b"{}", b"null"]
    days = ["9999-12-31", "0000-00-00", "0001-01-01", "2021-02-30", "9999", "2021-13", "Q4 9999", "9" * 9999]
    values = [["a"], {"a": 1}, None, 5, [["b", [None, True]]]]
    wide = ",".join(f"c{n}" for n in range(10_000))
    return {
        "columns.csv": f"id,title,text,{wide}\ncolumns,t,The tide turns.{',x' * 10_000}\n".encode(),
        "ragged.csv": b"id,title,text\nragged\nragged2,b,c,d,e,f\n,,\nragged3,y,The tide turns.\n",
        "twice.csv": b"id,text,text\ntwice,one,two\n",
        "numbers.jsonl": b"".join(
            b'{"article": "numbers", "n": %s, "text": "The tide."}\n' % number for number in numbers
        ),
        "infinite.jsonl": b'{"id": "infinite", "title": NaN, "text": "The tide.", "date": Infinity}\n',
        "days.jsonl": b"".join(
            json.dumps({"id": f"days{n}", "text": "The tide turns.", "date": day}).encode() + b"\n"
            for n, day in enumerate(days)
        ),
        "values.jsonl": b"".join(
            json.dumps({"id": f"values{key}{n}", "text": "The tide turns."} | {key: value}).encode() + b"\n"
            for n, value in enumerate(values)
            for key in ("title", "text", "date", "author", "speaker", "source", "lang", "url")
        ),
        "scalars.jsonl": b'[1, 2]\n"scalars"\nnull\ntrue\n1\n',
    }


def _front_matter() -> dict[str, bytes]:
    """What YAML can say that no article means."""
    anchors = "".join(f"b{n}: &b{n}\n  <<: [{', '.join(['*a'] * 50)}]\n" for n in range(200))
    said = {
        "itself": "title: &a [*a]",
        "digits": "title: " + "1" * 100_000,
        "hexadecimal": "title: 0x" + "f" * 50_000,
        "sixties": "title: 1:" + "00:" * 20_000 + "00",
        "merged": f"a: &a {{x: 1}}\n{anchors}",
        "kinds": "title: !!binary aGVsbG8=\ndate: !!set {a, b}\nauthor: !!omap [a: 1]",
        "late": "date: 9999-12-31 23:59:59.999999 +23:59",
        "early": "date: 0001-01-01T00:00:00+14:00",
        "no-day": "date: 2021-02-30",
        "keys": "? [a, b]\n: c\n? {x: y}\n: z",
        "not-a-number": "title: .nan\ndate: .inf\nauthor: {a: b}",
    }
    return {f"{name}.md": f"---\n{yaml}\n---\n\nThe tide turns.\n".encode() for name, yaml in said.items()}


def _pages() -> dict[str, bytes]:
    """HTML and XML that promise what they are not, or take a reader long."""
    page = "<html><head>%s</head><body><p>The tide turns, said Anna Varga.</p></body></html>"
    meta = '<script type="application/ld+json">%s</script>'
    sets = (
        "zlib_codec",
        "hex",
        "rot13",
        "idna",
        "punycode",
        "unicode_escape",
        "utf-7",
        "undefined",
        "x" * 9999,
    )
    return {
        **{f"set{n}.html": (page % f'<meta charset="{name}">').encode() for n, name in enumerate(sets)},
        "attributes.html": b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">The tide</p>",
        "comment.html": b"<html><body><p>The tide turns.</p><!--" + b"-" * 2_000_000,
        "tables.html": b"<html>" + b"<p><b><i><table><tr><td>" * 30_000 + b"The tide turns.",
        "signs.html": b"<" * 1_000_000,
        "references.html": b"<p>" + b"&#" * 300_000 + b"&#99999999999;&#xD800;&#0; The tide</p>",
        "data.html": (page % (meta % ("[" * 200_000))).encode(),
        "graph.html": (
            page % (meta % '{"@type": "Article", "headline": [{"b": 1}], "author": [[[5, null]]]}')
        ).encode(),
        "instructions.xml": b"<?xml version='1.0'?>" + b"<?a b?>" * 200_000 + b"<TEI/>",
        "squared.xml": (f"<!DOCTYPE x [<!ENTITY a '{'a' * 100_000}'>]>{TEI % ('&a;' * 100_000)}".encode()),
        "included.xml": (
            TEI % "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='/etc/passwd'/>"
        ).encode(),
        "parameter.xml": f"<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]>{TEI % 'x'}".encode(),
    }
