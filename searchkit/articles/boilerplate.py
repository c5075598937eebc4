"""Lines that a page adds to an article: captions, counters, invitations, notices.

Each pattern is a line or the beginning of one; what it matches is nobody's words and is not indexed.
The list is ours, from the layouts of news sites; it errs towards keeping a line.  The patterns are in
small letters, tried on the line in small letters: where case counts, `re` skips most branches at once.
"""

from __future__ import annotations

import re

from searchkit.patterns import lazy

# Label, colon, anything: captions, sources, tags, notices. Up to 400 characters, so that a long
# paragraph that happens to begin so is not lost.
_LABELS = r"""(?:
      (?:lead\ |cover\ |header\ )?(?:image|photo|photograph|picture|video|graphic)s?
        (?:\ (?:by|credit|caption))?
    | pictured | caption | illustration | cartoon
    | fotos? | bild(?:er|quelle)? | grafik | fotograf(?:ía)? | crédits?(?:\ photo)? | imag[ei][nm]
    | фото | изображение | видео | иллюстрация | світлина
    | original(?:\ (?:article|source|text|url|link))? | sources? | quellen? | fuente
    | оригинал | источник | джерело
    | disclaimer | haftungsausschluss | aviso\ legal
    | (?:article\ )?(?:categor(?:y|ies)|tags?|topics?|keywords?) | filed\ under | posted\ in | section
    | rubrik | schlagworte | themen | etiquetas | теги | рубрика | метки
    | (?:read|see|watch)\ (?:also|more|next|too) | also\ read | more\ on\ this(?:\ story|\ topic)?
    | related(?:\ (?:articles?|stories|content|links|news|posts|topics))? | recommended(?:\ for\ you)?
    | lesen\ sie\ auch | mehr\ zum\ thema | (?:à\ )?lire\ aussi | lea\ también | leia\ também
    | читайте\ также | читайте\ також | по\ теме
    | share\ (?:this|on|via)(?:\ \w+){0,2} | follow\ us(?:\ on)? | tweet | print\ this(?:\ page)?
    | copyright(?:\ notice)? | translated\ by | translation
    )\s*[:：]"""

_BUTTON = r"""(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|telegram|linkedin|reddit|save|comments?
    |copy\ link|bookmark|listen|teilen|drucken|kommentare|поделиться|распечатать|комментарии
    |partager|imprimer|compartir)"""

# The whole line, give or take a final dot.
_WHOLE = rf"""(?:
      (?:{_BUTTON}[\s|·•/,]*)+(?<![\s|·•/,])
    | advertisements? | sponsored | anzeige | werbung | реклама | publicidad
    | menu | home | search | subscribe | (?:sign|log)\ (?:in|up|out) | loading\.*
    | skip\ to\ (?:main\ )?content | (?:back\ to\ )?top
    | \d+\s+(?:comments?|shares?|views?|likes?|reads?|kommentare|просмотр\w*|комментари\w*)
    | (?:no|leave\ a|post\ a|add\ a|write\ a)\ (?:comments?|reply) | cancel\ reply
    | join\ the\ (?:conversation|discussion) | your\ e-?mail\ address\ will\ not\ be\ published.*
    | \d+\s*(?:-|\ )?min(?:ute)?s?(?:\ read|\ lesezeit)? | reading\ time:?\ .{{1,20}}
    | (?:see|read)\ also | \d{{1,2}}[:.]\d\d(?:\ ?[ap]\.?m\.?)?(?:\ [a-z]{{2,4}})?
    | article\ categories:? | (?:next|previous)\ (?:article|post|story)(?::.*)?
    | read\ (?:more|the\ (?:rest|full\ (?:story|article))(?:\ here)?)(?:\ [»→])?
    | (?:related|more|latest|popular|trending|recommended|most\ read)\ (?:articles?|stories|news|posts|topics)
    | (?:click|tap)\ (?:here|to)\b.{{0,80}}
    )[.:]?"""

# Counters of a page, and lines of signs: the whole line too.
_COUNTER = r"(?:\d[\d.,]*(?:\s?[km])?|[+|•·/-])"
_SIGNS = rf"{_COUNTER}(?:\s+{_COUNTER})*|[\W_]+"

# The beginning of a line; the rest may be anything up to 400 characters.
_BEGINS = r"""(?:
      (?:subscribe|sign\ up)\ (?:to|for|now|today)\b.*(?:newsletter|channel|updates|briefing|inbox|telegram)
    | (?:get|receive)\ (?:our|the)\ (?:\w+\ ){0,3}(?:newsletter|briefing)\b
    | (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies
    | by\ (?:continuing|using)\b.{0,60}\bcookies | accept\ (?:all\ )?cookies
    | wir\ verwenden\ cookies | мы\ используем\ (?:файлы\ )?cookie | nous\ utilisons\ des\ cookies
    | privacy\ policy\b.{0,60}$ | terms\ of\ (?:use|service)\b.{0,60}$
    | ©|\(c\)\s*(?:19|20)\d\d | copyright\ (?:©|\(c\)|(?:19|20)\d\d) | all\ rights\ reserved
    | follow\ (?:us|me|@|our\ \w+)\b.{0,80}$ | (?:join|подписывайтесь\ на)\ (?:our|наш)\b.{0,80}$
    | (?:this\ (?:article|story|post)|the\ (?:article|original|post))\ (?:was\ )?(?:first\ |originally\ )+
      (?:appeared|published)\b
    | (?:first|originally)\ published\ (?:in|by|on|at)\b
    | \((?:additional\ )?(?:reporting|writing|editing)\ by\b
    | (?:the\ )?(?:views|opinions)\ expressed\ (?:in\ this|here|are)\b
    )"""

_FURNITURE = lazy(rf"{_LABELS} | (?:{_WHOLE} | {_SIGNS})\Z | {_BEGINS}", re.VERBOSE)

# "Published: …" and "Updated: …": the date of the first counts (dating.py), the line is no text.
PUBLISHED = lazy(
    r"(?:(?:first )?published(?: on| at)?|posted(?: on| at)?|publication date|date|veröffentlicht(?: am)?"
    r"|stand|erschienen(?: am)?|publié le|publicado(?: el)?|fecha|опубликовано|дата(?: публикации)?"
    r"|опубліковано)\s*[:：]?\s*",
    re.IGNORECASE,
)
UPDATED = lazy(
    r"(?:last )?(?:updated?|modified|edited|aktualisiert|обновлено|оновлено|mis à jour|actualizado)\b",
    re.IGNORECASE,
)

# After one of these the readers speak.
_COMMENTS = lazy(
    r"(?:leave a (?:reply|comment)|post a comment|add a comment|\d+ (?:comments?|replies|responses)|comments?"
    r"|reader comments|kommentare(?: \(\d+\))?|комментарии(?: \(\d+\))?|comentarios)\s*(?:\(\d+\))?[:.]?",
    re.IGNORECASE,
)

_LONGEST = 400
_LONGEST_HEADING = 60  # of comments


def is_boilerplate(text: str) -> bool:
    """Whether a line or block is no part of the article."""
    return 0 < len(text) <= _LONGEST and _FURNITURE.match(text.lower()) is not None


def opens_comments(text: str) -> bool:
    """Whether a line is the heading of the readers' comments."""
    return len(text) <= _LONGEST_HEADING and _COMMENTS.fullmatch(text) is not None
