"""`searchkit correct ARTICLE#N`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli.exits import Exit
from searchkit.cli.options import color_option, index_option, open_index
from searchkit.cli.screen import Screen
from searchkit.errors import ConfigError
from searchkit.harmless import clean

if TYPE_CHECKING:
    from searchkit.index import Index

_WHOLE_ARTICLE = 1 << 30  # neighbours on each side
_OFFERED = 3  # names, for one that is not there


@click.command()
@click.argument("id", metavar="[ARTICLE#N]", required=False)
@click.option("--speaker", metavar="NAME", help="In this paragraph it is NAME who speaks.")
@click.option("--nobody", is_flag=True, help="In this paragraph nobody speaks but the author.")
@click.option("--not", "instead_of", metavar="NAME", help="It is not NAME; who it is, with --speaker.")
@click.option("--same", nargs=2, metavar="NAME NAME", help="Two names of one person, everywhere.")
@click.option("--apart", nargs=2, metavar="NAME NAME", help="Two persons, though their names agree.")
@click.option(
    "--corpus", type=click.Path(path_type=Path), help="Whose corrections; needed where the index has several."
)
@index_option
@color_option
def command(
    id: str | None,
    speaker: str | None,
    nobody: bool,
    instead_of: str | None,
    same: tuple[str, str] | None,
    apart: tuple[str, str] | None,
    corpus: Path | None,
    index_path: Path,
    color: str,
) -> int:
    """Say who speaks, where the index is wrong: kept beside the corpus, through every rebuild.

    \b
      searchkit correct 'interviews/varga-2021#7' --speaker "Mira Holt"
      searchkit correct --same "Anna Varga" "A. V. Varga-Holm"

    Writes corrections.toml; the next `searchkit index` applies it.
    """
    _check_usage(id, (speaker, nobody or None, instead_of), (same, apart))
    screen = Screen.of(color)
    with open_index(index_path) as index:
        if id is not None:
            path = _correct_paragraph(index, id, "" if nobody else speaker, instead_of, corpus)
        else:
            path = _correct_names(index, same, apart, corpus)
        doubts = list(_doubts(index, id, instead_of, same or apart or ()))
    screen.out.line(clean(f"written to {path}"))
    for doubt in doubts:
        screen.note(doubt)
    screen.note("searchkit index applies it")
    return Exit.DONE


def _doubts(index: Index, id: str | None, instead_of: str | None, names: tuple[str, ...]) -> Iterator[str]:
    """Names that the correction holds and the index does not."""
    if id is not None and instead_of is not None:
        from searchkit.names import same_person

        rows = index.show(id, 0).paragraph.attributions
        speaking = list(dict.fromkeys(row.speaker.name for row in rows))
        if not any(same_person(name, instead_of) for name in speaking):
            yield f"“{instead_of}” does not speak in it, but {' and '.join(speaking) or 'nobody known'}"
    for name in names:
        found = index.speakers(name)
        spelled = [spelling for person in found for spelling in (person.name, *person.aliases)]
        if name not in spelled:
            near = " or ".join((spelled or list(found.nearest))[:_OFFERED])
            meant = f"; did you mean {near} ?" if near else ""
            yield f"no speaker in this index is spelled “{name}”{meant}"


def _check_usage(id: str | None, paragraph: tuple[object, ...], names: tuple[object, ...]) -> None:
    speaker, nobody, instead_of = paragraph
    if id is None and not any(names):
        raise click.UsageError("Name a paragraph, or two names with --same or --apart.")
    if id is None and any(paragraph):
        raise click.UsageError("--speaker, --nobody and --not need a paragraph.")
    if id is not None and any(names):
        raise click.UsageError("--same and --apart hold everywhere: leave out the paragraph.")
    if all(names):
        raise click.UsageError("--same and --apart cannot be had at once.")
    if id is not None and not any(paragraph):
        raise click.UsageError("Say who it is: --speaker NAME, --nobody, or --not NAME.")
    if nobody and (speaker or instead_of):
        raise click.UsageError("--nobody stands alone.")


def _correct_paragraph(
    index: Index, id: str, speaker: str | None, instead_of: str | None, corpus: Path | None
) -> Path:
    from searchkit.speech import corrections

    shown = index.show(id, _WHOLE_ARTICLE)
    hit = shown.paragraph
    others = [other.text for other in (*shown.before, *shown.after)]
    path = _file(index, corpus)
    correction = corrections.SpeakerCorrection(
        hit.article, corrections.prefix_of(hit.text, others), speaker or "", instead_of
    )
    corrections.add(path, correction)
    return path


def _correct_names(
    index: Index, same: tuple[str, str] | None, apart: tuple[str, str] | None, corpus: Path | None
) -> Path:
    from searchkit.speech import corrections

    path = _file(index, corpus)
    corrections.add_names(path, same or apart or (), same is not None)
    return path


def _file(index: Index, corpus: Path | None) -> Path:
    """The corrections of the corpus named, or of the only one."""
    from searchkit.index.corpora import corrections_file

    known = [Path(path) for path in index.status().corpora]
    if corpus is not None:
        if corpus.resolve() not in known:
            listed = ", ".join(map(str, known))
            raise ConfigError(f"the index was not built from {corpus}", f"it was built from {listed}")
        return corrections_file(corpus.resolve())
    if len(known) != 1:
        listed = ", ".join(map(str, known))
        raise ConfigError(f"the index was built from several paths: {listed}", "name one with --corpus")
    return corrections_file(known[0])
