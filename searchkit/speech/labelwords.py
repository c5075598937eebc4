"""Words that tell labels and what looks like them, in the languages of the rules: en, ru, uk, de, es, fr.

All lists are our own.  They are joined over languages: a word of another language does no harm, and an
article's language is often not known.
"""

from __future__ import annotations

# Labels of somebody who asks and has no name.
QUESTION_LABELS = frozenset(
    """
    q question questions reporter reporters interviewer journalist journalists correspondent press
    moderator host anchor presenter remark audience operator voice voices host
    вопрос вопросы корр корреспондент журналист журналистка ведущий ведущая интервьюер реплика
    модератор питання запитання журналіст журналістка кореспондент ведуча ведучий
    frage fragen zwischenfrage journalistin moderatorin reporterin interviewerin zuruf
    pregunta preguntas periodista periodistas entrevistador entrevistadora moderador moderadora
    frage intervieweur intervieweuse journaliste journalistes animateur animatrice présentateur
    présentatrice modérateur modératrice réplique
    domanda domande giornalista pergunta perguntas jornalista pytanie vraag interviewster otázka soru
    въпрос водещ питање pitanje novinar ερώτηση δημοσιογράφος
    记者 问 主持人 記者 問 質問 司会 질문 기자 שאלה מראיין سؤال السؤال المذيع الصحفي پرسش
    """.split()
)
ANSWER_LABELS = frozenset(
    """
    a answer ответ відповідь antwort respuesta réponse risposta resposta odpowiedź antwoord odpověď cevap
    отговор одговор odgovor απάντηση 答 回答 답변 תשובה جواب الجواب پاسخ
    """.split()
)

# Pairs of letters before questions and answers.
LETTER_PAIRS = (
    ("q", "a"),
    ("q", "r"),
    ("в", "о"),
    ("п", "в"),
    ("f", "a"),
    ("p", "r"),
    ("d", "r"),
    ("ש", "ת"),
    ("س", "ج"),
)

# Words that make a label an outlet's or a role's, not a person's.
OUTLET_WORDS = frozenset(
    """
    newspaper magazine agency channel website portal radio television tv news journal weekly daily
    газета журнал агентство канал портал радио газета телеканал сайт видання видання агенція
    zeitung magazin sender agentur periódico diario revista cadena agencia journal chaîne agence
    """.split()
)
# Names of papers end so, and surnames hardly ever: Tagblatt, Morning Herald.
OUTLET_ENDINGS = (
    "blatt", "zeitung", "rundschau", "anzeiger", "nachrichten", "kurier", "courier", "courrier", "herald",
    "gazette", "tribune", "chronicle", "times", "gazeta", "газета", "новости", "известия", "ведомости",
    "вісті",
)  # fmt: skip
# Speakers without a name: "SENIOR ADMINISTRATION OFFICIAL:".
UNNAMED_WORDS = frozenset(
    """
    official officials participant participants speaker unidentified unknown male female man woman
    member members source sources panelist panellist aide spokesperson translator interpreter
    staff crowd student students observer observers witness resident attendee child children boy
    girl announcer narrator clerk operator protester protesters worker nurse veteran guest guests caller
    passenger driver
    участник участница голос учасник учасниця teilnehmer teilnehmerin participante participant
    """.split()
)

# With these, and an office, whoever speaks turns to somebody.
VOCATIVES = frozenset("mr mr. mister madam madame m. monsieur herr frau señor señora".split())

# Before these and a colon stand the names of those who speak below.
PARTICIPANTS = frozenset(
    """
    participants panelists panellists attendees guests members present speakers участники учасники
    teilnehmer teilnehmende participantes
    """.split()
)

# Labels of things, not of speakers.
THING_LABELS = frozenset(
    """
    image photo photos picture video author authors editor editors source sources original note notes
    update updated read also see tags category categories related topics topic caption date published
    publication place location time subject from to cc re by copyright warning disclaimer correction
    contact contacts example fact facts tip summary background context section sections link links
    http https www share comments comment more watch listen credit keywords email phone
    фото автор источник теги дата читайте текст видео подробнее примечание справка ссылка
    джерело фото відео примітка довідка foto bild quelle autor autorin datum hinweis mehr thema
    bericht antrag beratung erklärung anlage
    fuente autor imagen fecha nota auteur légende lire voir
    first second third fourth fifth firstly secondly thirdly finally also however remember
    gentlemen ladies excellencies excellency fellow dear colleagues señorías senores damen kolleginnen
    mesdames messieurs
    abgegebene stimmen davon enthalten enthaltungen überweisungsvorschlag drucksache anlage
    tagesordnungspunkt zusatzpunkt beschlussempfehlung endgültiges ergebnis
    во-первых во-вторых в-третьих erstens zweitens drittens primero segundo premièrement
    """.split()
)

# Words that a sentence has and a label has not.
SENTENCE_WORDS = frozenset(
    """
    i we you he she it they me us him her them my our your his its their this that these those there
    is are was were be been being am has have had do does did will would can could should may might
    must said says say said, tell told ask asked what which who why how when if because so but or not
    here just now very let want like going one thing as than then only even about into into by
    я мы ты вы он она оно они это этот эта эти как что который когда если потому но или не есть был
    была было были будет так вот тоже только уже можно нужно ми ти ви він вона воно вони це цей ця
    який коли якщо тому але або є був була було були буде
    ich wir ihr er sie es ist sind war waren hat haben hatte wird werden würde kann muss nicht oder
    aber wenn dass weil wie was warum dies diese dieser zum zur beim vom
    yo nosotros usted ustedes él ella ellos es son era fue ha han había será puede no pero si porque
    como que qué este esta esto
    je nous vous il elle ils elles ce cette est sont était a ont avait sera peut ne pas mais si parce
    comme que qui quoi
    """.split()
)

_APPLAUSE = """
applause laughter laughs laughing crosstalk inaudible cheers booing boos pause break silence music
ovation video clip begins ends recess
аплодисменты смех шум реплика неразборчиво оплески сміх
beifall heiterkeit zuruf unruhe lachen widerspruch zwischenruf aplausos risas rumores protestas
applaudissements rires exclamations sourires
"""
APPLAUSE = frozenset(_APPLAUSE.split())
