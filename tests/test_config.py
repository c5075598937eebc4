"""searchkit.toml."""

import pytest

from searchkit import config
from searchkit.config import Config
from searchkit.errors import ConfigError


def load(tmp_path, text):
    path = tmp_path / "searchkit.toml"
    path.write_text(text)
    return config.load(path)


def test_every_setting_is_read(tmp_path):
    loaded = load(
        tmp_path,
        """
        date-order = "DMY"
        columns = ["party", "topic"]
        exclude = ["drafts/*"]
        source = "The Tarvin Courier"
        lang = "en"
        encoding = "Windows-1251"
        [fields]
        text = "body"
        author = ["written_by", "editor"]
        """,
    )
    assert loaded == Config(
        date_order="DMY",
        columns=("party", "topic"),
        exclude=("drafts/*",),
        source="The Tarvin Courier",
        lang="en",
        encoding="cp1251",
        fields={"text": ("body",), "author": ("written_by", "editor")},
        path=tmp_path / "searchkit.toml",
    )
    assert loaded.schema.columns == ("party", "topic")


def test_no_file_means_the_defaults():
    assert config.load(None) == Config()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('date_order = "DMY"', "no setting “date_order”", "did you mean date-order?"),
        ('colums = ["a"]', "no setting “colums”", "did you mean columns?"),
        ("zzz = 1", "no setting “zzz”", "known are columns, date-order"),
        ('date-order = "YMD"', "must be one of DMY, MDY", ""),
        ("columns = 3", "must be a list of texts", "columns = "),
        ('columns = ["Party Name"]', "cannot be a column", "small letters"),
        ('columns = ["speaker"]', "exists already", "otherwise"),
        ('columns = ["a", "a"]', "exists already", "otherwise"),
        ('lang = "English"', "is not a language code", ""),
        ('encoding = "utf-9"', "no encoding “utf-9”", ""),
        ('[fields]\ntekst = "body"', "no field “tekst”", "did you mean text?"),
        ('fields = "body"', "must be a table", "[fields]"),
        ("source = 5", "must be a text", ""),
        ("date-order = ", "not TOML", ""),
    ],
)
def test_a_slip_is_an_error_that_names_the_remedy(tmp_path, text, message, hint):
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert message in error.value.message
    assert hint in error.value.hint
    assert "searchkit.toml" in error.value.message


def test_a_missing_file_that_was_named_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        config.load(tmp_path / "none.toml")


def test_the_file_is_found_in_the_corpus_or_beside_it(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    assert config.find(corpus) is None
    (tmp_path / "searchkit.toml").touch()
    assert config.find(corpus) == tmp_path / "searchkit.toml"
    (corpus / "searchkit.toml").touch()
    assert config.find(corpus) == corpus / "searchkit.toml"


def test_a_mapped_key_replaces_the_known_spellings_of_its_field():
    keys = Config(fields={"text": ("article",)}).keys
    assert keys["article"] == "text"
    assert "body" not in keys
    assert keys["articleid"] == "id"
