"""Languages by their little words."""

import pytest

from searchkit.articles.language import detect, detect_in

SAMPLES = {
    "en": "The minister said that she had not read the treaty, and that it was not for her to say so.",
    "de": "Die Ministerin sagte, dass sie den Vertrag nicht gelesen habe und dass es auch nicht ihr obliege.",
    "fr": "La ministre a dit qu'elle n'avait pas lu le traité et que ce n'est pas à elle de le faire.",
    "es": "La ministra dijo que no había leído el tratado y que no era para ella, pero que lo haría.",
    "it": "La ministra ha detto che non aveva letto il trattato e che questo non è il suo compito.",
    "pt": "A ministra disse que não tinha lido o tratado e que isso não é para ela, mas para os outros.",
    "nl": "De minister zei dat zij het verdrag niet had gelezen en dat het ook niet aan haar was.",
    "pl": "Pani minister powiedziała, że nie czytała tego traktatu i że nie jest to jej sprawa, ale rządu.",
    "ru": "Министр сказала, что она не читала договор и что это не её дело, а дело тех, кто был в комиссии.",
    "uk": "Міністерка сказала, що вона не читала договір і що це не її справа, а комісії.",
    "el": "Η υπουργός είπε ότι δεν είχε διαβάσει τη συνθήκη.",
    "ar": "قالت الوزيرة إنها لم تقرأ المعاهدة",
    "he": "השרה אמרה שלא קראה את האמנה",
    "ja": "大臣は条約を読んでいないと述べた。",
    "zh": "部长说她没有读过条约",
    "ko": "장관은 조약을 읽지 않았다고 말했다",
}


@pytest.mark.parametrize(("code", "text"), SAMPLES.items())
def test_a_sentence_or_two_show_the_language(code, text):
    assert detect(text) == code


@pytest.mark.parametrize("text", ["", "12 345", "Varga Rehn Brandt Horvat Tarvin Oskovia", "NATO"])
def test_what_has_no_little_words_stays_undetermined(text):
    assert detect(text) == "und"


def test_an_article_is_in_the_language_of_most_of_its_long_paragraphs():
    english, german = SAMPLES["en"] * 3, SAMPLES["de"] * 3
    assert detect_in([*[english] * 9, *[german] * 3, "Teilen", "Drucken"]) == "en"
    assert detect_in([*[german] * 12, "Share", "Print", "The best of the week"]) == "de"
    assert detect_in([f"{SAMPLES['de'][:60]} {english}"] * 12) == "en"


def test_a_few_paragraphs_show_the_language_too():
    assert detect_in([SAMPLES["uk"], "Varga"]) == "uk"
    assert detect_in(["Varga", "Tarvin"] * 12) == "und"
    assert detect_in([]) == "und"
