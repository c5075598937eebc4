"""Words that show who speaks, in the languages of the rules: en, ru, uk, de, es, fr.

All lists are our own.  They are joined over languages: a word of another language does no harm, and an
article's language is often not known.
"""

from __future__ import annotations

import re

from searchkit.patterns import lazy

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

# --- verbs of saying -------------------------------------------------------------------------------

SAID = {
    "en": """
        said says say told tells asked asks added adds replied replies answered answers explained
        explains noted notes stated states stressed stresses emphasized emphasised emphasizes
        emphasises argued argues claimed claims declared declares announced announces warned warns
        insisted insists admitted admits acknowledged acknowledges believes believed thinks concluded
        concludes continued continues recalled recalls remarked remarks commented comments observed
        observes suggested suggests agreed agrees denied denies confirmed confirms promised promises
        wrote writes tweeted tweets posted quipped joked complained lamented urged vowed pledged
        reiterated clarified predicted conceded maintained contended asserted alleged retorted
        shared proposed reminded mentioned responded testified boasted shouted whispered assured
        considers estimated disclosed revealed reported recounted objected countered demanded
        """,
    "ru": """
        сказал сказала сказали говорит говорил говорила заявил заявила заявили заявляет отметил
        отметила отметили отмечает подчеркнул подчеркнула подчеркнули подчеркивает подчёркивает
        добавил добавила добавили объяснил объяснила объясняет пояснил пояснила пояснили поясняет
        считает полагает уверен уверена убежден убеждена убеждён сообщил сообщила сообщили сообщает
        рассказал рассказала рассказали рассказывает ответил ответила отвечает спросил спросила
        напомнил напомнила признал признала признался призналась утверждает утверждал утверждала
        написал написала пишет указал указала указывает предупредил предупредила продолжил продолжила
        продолжает заключил заключила резюмировал резюмировала прокомментировал прокомментировала
        согласен согласна возразил возразила предположил предположила заверил заверила пообещал
        пообещала констатировал констатировала поделился поделилась призвал призвала думает
        """,
    "uk": """
        сказав сказала сказали каже говорить заявив заявила заявили заявляє зазначив зазначила
        зазначили зазначає наголосив наголосила наголосили наголошує підкреслив підкреслила додав
        додала додали пояснив пояснила пояснює вважає переконаний переконана повідомив повідомила
        повідомили повідомляє розповів розповіла розповідає відповів відповіла відповідає запитав
        запитала нагадав нагадала визнав визнала стверджує написав написала пише вказав вказала
        попередив попередила продовжив продовжила підсумував підсумувала прокоментував пообіцяв
        пообіцяла запевнив запевнила закликав закликала
        """,
    "de": """
        sagte sagt sagten erklärte erklärt erklärten betonte betont betonten meinte meint fügte fügt
        antwortete antwortet fragte fragt berichtete berichtet warnte warnt forderte fordert
        behauptete behauptet kritisierte kritisiert erläuterte erläutert teilte schrieb schreibt
        räumte kündigte versprach verspricht bestätigte bestätigt unterstrich ergänzte ergänzt
        erwiderte erwidert entgegnete entgegnet mahnte mahnt glaubt befand findet bemerkte
        """,
    "es": """
        dijo dice dijeron afirmó afirma afirmaron declaró declara declararon aseguró asegura señaló
        señala señalaron añadió añade explicó explica explicaron indicó indica indicaron subrayó
        subraya manifestó manifiesta expresó expresa respondió responde contestó contesta preguntó
        pregunta advirtió advierte sostuvo sostiene reconoció reconoce admitió admite anunció anuncia
        recordó recuerda insistió insiste cree opina considera escribió escribe comentó comenta
        destacó destaca reiteró prometió concluyó
        """,
    "fr": """
        dit disait déclaré déclare affirmé affirme expliqué explique ajouté ajoute souligné souligne
        indiqué indique répondu répond demandé demande assuré assure estimé estime précisé précise
        rappelé rappelle annoncé annonce averti avertit écrit reconnu reconnaît admis admet confié
        confie insisté insiste lancé lance promis promet conclu conclut commenté commente juge
        """,
}
SAID_WORDS = frozenset(word for words in SAID.values() for word in words.split())

# "according to X", in each language; the source follows.
ACCORDING = lazy(
    r"\b(?:according to|in the (?:words|opinion|view) of|по словам|по мнению|согласно|за словами|"
    r"на думку|відповідно до|nach (?:Angaben|Worten|Ansicht) (?:von|des|der)|laut|según|de acuerdo con|"
    r"a juicio de|selon|d['’]après)\s+",
    re.IGNORECASE,
)

MALE = frozenset("he him his он его ему ним він його йому er ihm sein él il lui".split())
FEMALE = frozenset("she her hers она ее её ей ней вона її їй sie ihr ihre ella elle".split())
PRONOUNS = MALE | FEMALE

# Nouns by which a person is called again: "the minister said".
ROLE_NOUNS = frozenset(
    """
    president minister premier chancellor senator governor mayor secretary chairman chairwoman
    spokesman spokeswoman spokesperson professor expert analyst politician diplomat ambassador
    general judge lawmaker deputy congressman congresswoman leader candidate nominee economist
    scientist historian director head interlocutor speaker interviewee author official commissioner
    президент министр премьер канцлер сенатор губернатор мэр секретарь председатель пресс-секретарь
    профессор эксперт аналитик политик дипломат посол депутат лидер кандидат экономист политолог
    историк директор глава собеседник спикер
    міністр прем'єр губернатор мер секретар голова речник речниця професор експерт аналітик політик
    лідер кандидат економіст політолог історик очільник спікер
    präsident präsidentin minister ministerin kanzler kanzlerin senatorin abgeordnete abgeordneter
    sprecher sprecherin expertin politiker politikerin botschafter botschafterin vorsitzende
    vorsitzender ministerpräsident ministerpräsidentin
    presidente presidenta ministro ministra canciller senador senadora gobernador gobernadora alcalde
    alcaldesa portavoz profesor profesora experto experta analista diputado diputada líder
    président présidente ministre chancelier chancelière sénateur sénatrice gouverneur maire porte-parole
    professeur experte analyste député députée chef
    """.split()
)

# Words that the name of an organisation ends or begins with.
ORGANISATION_WORDS = frozenset(
    """
    ministry government committee commission council party agency department service office bank
    channel newspaper magazine university institute academy federation union association company
    corporation group foundation court police parliament duma congress senate embassy board press
    kremlin house bureau administration coalition alliance league fund centre center society
    report statement study survey campaign network times post forum summit organization organisation
    министерство правительство комитет комиссия совет партия агентство департамент служба банк канал
    газета журнал университет институт академия федерация союз ассоциация компания корпорация группа
    фонд суд полиция парламент дума посольство кремль центр организация
    міністерство уряд комітет комісія рада партія агенція служба банк канал газета університет
    інститут академія спілка компанія група фонд суд поліція парламент посольство центр
    ministerium regierung ausschuss kommission rat partei behörde amt bank sender zeitung universität
    institut verband unternehmen gericht polizei bundestag bundesrat botschaft
    ministerio gobierno comité comisión consejo partido agencia oficina banco canal periódico
    universidad instituto federación unión asociación empresa tribunal policía parlamento embajada
    ministère gouvernement comité conseil parti agence banque chaîne journal université union
    association entreprise cour police parlement ambassade
    """.split()
)

UNNAMED_PLURALS = frozenset(
    """
    experts analysts critics official officer source aide adviser spokesperson insider
    analysts critics supporters opponents observers diplomats lawmakers politicians economists
    scientists journalists people residents activists officials sources aides advisers voters insiders
    expert analyst insider adviser источник источники эксперты аналитики политологи чиновники жители
    критики джерело джерела експерти аналітики посадовці experten analysten kritiker beobachter
    diplomaten quellen expertos analistas críticos fuentes observadores experts analystes critiques
    observateurs
    """.split()
)

# A verb of saying behind one of these says nothing: negated, asked for, imagined.
UNSAID = frozenset(
    """
    not n't never nor cannot would could should might may must if whether to didn doesn don won wouldn
    нет не ни бы чтобы если ні б би щоб якщо nicht nie würde könnte sollte zu no nunca si para
    jamais pas pour
    """.split()
)
# Passives without a source: "it is said", "was reported".
PASSIVE = frozenset("is are was were be been being gets got wird wurde worden fue être été".split())

# Verbs and prepositions that report without "that": "said he would", "proposed to discuss".
REPORTS = frozenset(
    """
    said says say told tells believes thinks proposed proposes promised promises asked asks wrote writes
    argues argued claims claimed insists insisted urged vowed pledged suggested warned assured
    считает полагает уверен уверена убежден убеждена заявил заявила сказал сказала обещал предложил
    вважає переконаний переконана заявив заявила сказав сказала
    sagte sagt meinte meint glaubt erklärte erklärt dijo dice cree dit estime
    """.split()
)

# Between a quotation and its verb: « ... », a déclaré la ministre.
AUXILIARIES = frozenset("a ont avait has have had hat haben hatte ha han había also then auch так и".split())
# A sentence that begins so imagines what it says.
IMAGINED = frozenset("if unless whether suppose imagine had если бы якщо якби wenn falls si".split())

# Sources that are nobody, or the author: as a whole, and as their first word.
NOBODY = frozenset(["i", "we", "you", "one", "no one", "anybody", "i should", "one could"])
NONE = frozenset(["nobody", "none", "no"])

# Verbs of saying that say nothing: "declared war", "as they say", "wrote the bill".
IDIOM = lazy(
    r"\bdeclar\w+ (?:war|victory|bankruptcy|independence)\b|\bas they say\b"
    r"|\bwr(?:ote|ites|itten) (?:it|them|(?:the|a|an|his|her|their|its|this|that) (?:\w+ )?"
    r"(?:act|amendment|bill|book|budget|code|law|legislation|novel|play|script|songs?))\b",
    re.IGNORECASE,
)

# Verbs of saying behind "did not".
SAY = frozenset(
    "say tell ask answer reply respond comment confirm explain mention claim argue admit promise".split()
)
VERBS = SAID_WORDS | SAY
# Verbs that name a subject, and not what was said of it.
TOPIC = lazy(r"\bdiscuss|\b(?:dis)?agree\w* (?:about|on|over)\b|\bargu\w+ (?:about|over)\b", re.IGNORECASE)
# Said of somebody, not by him: "is said to be ill".
HEARSAY = lazy(r"^(?:is|are|was|were) (?:said|reported|believed|thought|rumou?red|alleged)$", re.IGNORECASE)
# Others speak of somebody: "was widely ridiculed for".
SPOKEN_OF = lazy(
    r"\b(?:is|are|was|were|been|being) (?:\w+ly )?(?:accused|appointed|blamed|charged|condemned|convicted|"
    r"criti[cs]i[sz]ed|crowned|described|elected|fired|mocked|named|nominated|praised|rebuked|ridiculed|"
    r"sentenced)\b",
    re.IGNORECASE,
)
