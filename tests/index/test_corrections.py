"""Corrections by hand in an index: they hold through every build, and say where they fit nothing."""

VARGA = ("Anna Varga", "We yield nothing.")
HALE = ("Tom Hale", "The harbour tax must fall.")


def test_a_correction_by_hand_changes_only_its_article(desk, ids):
    desk.write("a", VARGA, HALE)
    desk.write("b", HALE)
    desk.update()
    (desk.corpus / "corrections.toml").write_text(
        '[[speaker]]\narticle = "a"\nparagraph = "The harbour tax"\nis = "Mira Holm"\n'
    )
    report = desk.update()
    assert (report.read, report.changed, report.unchanged) == (2, 1, 1)
    assert (report.applied, report.unfit) == (1, ())
    assert ids(desk.open(), "speaker:holm") == ["a#1"]
    again = desk.update()
    assert (again.changed, again.applied) == (0, 1)


def test_a_correction_that_fits_nothing_any_more_is_reported(desk):
    desk.write("a", VARGA)
    (desk.corpus / "corrections.toml").write_text(
        '[[speaker]]\narticle = "a"\nparagraph = "Words long gone"\nis = "Mira Holm"\n'
    )
    report = desk.update()
    assert report.applied == 0
    assert len(report.unfit) == 1
    assert "Words long gone" in report.unfit[0]


def test_names_declared_one_person_are_found_together(desk, ids):
    desk.write("a", VARGA)
    desk.write("b", ("Anna Holm", "I married."))
    desk.update()
    (desk.corpus / "corrections.toml").write_text('[[same]]\nnames = ["Anna Varga", "Anna Holm"]\n')
    desk.update()
    assert ids(desk.open(), 'speaker:"Anna Holm"') == ["a#0", "b#0"]
