"""A coach gives a file, sees what was understood, imports it, replaces it, takes it back."""

from bot.demo.exports import map_growth_export
from tests.coach import EXPORT, Coach, acts, figures, on_disk, uploads
from tests.people import Clock, Slack, Stage


def test_nothing_is_stored_before_the_coach_says_so(dana: Coach, stage: Stage) -> None:
    """She sees what was understood, with ids masked; discarding leaves nothing."""
    dana.gives(EXPORT)

    assert "450 of 450 rows" in dana.last
    assert "Grades: 2, 3, 4, 5" in dana.last
    assert "Student id | StudentID | ••••00, ••••00, ••••01" in dana.last
    assert on_disk(stage) == []

    dana.clicks("Discard")

    assert [each.state for each in uploads(stage)] == ["discarded"]
    assert uploads(stage)[0].understood is None
    assert (figures(stage), on_disk(stage)) == ([], [])


def test_an_older_slack_shows_the_review_in_words(dana: Coach) -> None:
    """A workspace that has no tables yet reads the same facts as text."""
    dana.slack.workspace.lacks("data_table")
    dana.gives(EXPORT)

    assert "Score = TestRITScore" in dana.last
    assert "• Student id ••••00 · " in dana.last
    assert "School year or term 2026–27" in dana.last
    dana.clicks("Import")
    assert "The scores of AssessmentResults.csv are in" in dana.last


def test_an_import_shows_in_the_digest_and_can_be_undone(dana: Coach, stage: Stage, clock: Clock) -> None:
    """Figures and one Parquet file appear; undo takes both away; the digest is empty again."""
    dana.imports(EXPORT, cut="61")

    assert "The scores of AssessmentResults.csv are in: 450 rows of NWEA MAP Growth." in dana.last
    assert len(figures(stage)) == 8
    assert [path.suffix for path in on_disk(stage)] == [".parquet"]

    clock.passes(days=30)
    dana.clicks("Undo this import")

    assert (figures(stage), on_disk(stage)) == ([], [])
    assert uploads(stage)[0].state == "undone"
    assert acts(stage)[-1] == "import undone"


def test_slack_keeps_its_copy_and_the_coach_hears_how_to_delete_it(dana: Coach) -> None:
    """A bot may not delete a person's file: it tries, and says so."""
    dana.imports(EXPORT)

    assert [call.error for call in dana.slack.calls if call.method == "files.delete"] == ["cant_delete_file"]
    assert "please do it there, under _⋯ → Delete file_" in dana.last


def test_the_same_file_twice_counts_once(dana: Coach, stage: Stage) -> None:
    """The second time a kind sentence, and the figures stay as they are."""
    dana.imports(EXPORT)
    before = [(each.grade, each.window, each.rated) for each in figures(stage)]

    dana.gives(EXPORT, "again.csv")

    assert "This very file was imported on 2026-09-14 already; nothing was imported twice." in dana.last
    assert [(each.grade, each.window, each.rated) for each in figures(stage)] == before
    assert len(on_disk(stage)) == 1


def test_the_same_file_confirmed_twice_at_once_counts_once(dana: Coach, stage: Stage) -> None:
    """Two reviews of the same file stand open; whoever confirms second is told, kindly."""
    dana.gives(EXPORT, "one.csv")
    dana.gives(EXPORT, "two.csv")
    one, two = (f"{each.id} {each.round}" for each in uploads(stage))

    dana.clicks("upload.confirm", value=one)
    dana.clicks("upload.confirm", value=two)

    assert sorted(each.state for each in uploads(stage)) == ["imported", "understood"]
    assert len(figures(stage)) == 8
    assert "nothing was imported twice" in dana.last


def test_a_newer_file_replaces_with_the_difference_shown(dana: Coach, stage: Stage, clock: Clock) -> None:
    """Before importing and after; undoing it brings the older figures back."""
    dana.imports(EXPORT)
    older = sorted((each.grade, each.window, each.compared, each.median_gain) for each in figures(stage))
    clock.passes(days=1)

    dana.gives(map_growth_export(seed=7, pupils_a_grade=80), "newer.csv")

    assert "*Importing replaces what is there already:*" in dana.last
    assert "• grade 5 math, fall 2026–27 (from 2026-09-14): " in dana.last

    dana.clicks("upload.confirm")

    assert "It replaced:" in dana.last
    assert [each.state for each in uploads(stage)] == ["replaced", "imported"]
    assert len(figures(stage)) == 8
    newer = sorted((each.grade, each.window, each.compared, each.median_gain) for each in figures(stage))
    assert newer != older

    dana.clicks("Undo this import")

    assert [each.state for each in uploads(stage)] == ["imported", "undone"]
    assert sorted((each.grade, each.window, each.compared, each.median_gain) for each in figures(stage)) == older


def test_a_file_in_the_channel_is_offered_and_not_read(dana: Coach, stage: Stage) -> None:
    """Only the person who put it there is asked; nothing happens by itself."""
    dana.slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv", in_=dana.teacher.home))

    assert "Shall I read this file? Nothing is imported by that" in dana.last
    assert uploads(stage) == []

    dana.clicks("Read it")

    assert "450 of 450 rows" in dana.last
    assert [each.state for each in uploads(stage)] == ["understood"]


def test_a_picture_in_the_channel_or_a_file_elsewhere_is_nobodys_business(dana: Coach, stage: Stage) -> None:
    """The bot says nothing to what isn't a table, or isn't in the leadership team's channel."""
    seen = len(dana.teacher.sees)
    dana.slack.does(dana.teacher.person.uploads(b"\x89PNG", "cake.png", in_=dana.teacher.home))
    staff = dana.slack.channel("staff", dana.teacher.person)
    dana.slack.does(dana.teacher.person.uploads(EXPORT, "scores.csv", in_=staff))

    assert len(dana.teacher.sees) == seen
    assert uploads(stage) == []


def test_only_a_steward_sees_the_files(dana: Coach, stage: Stage, slack: Slack) -> None:
    """Somebody else hears who keeps the school's data, and nothing changes."""
    dana.imports(EXPORT)
    eve = slack.teacher("Eve Moss", dana.teacher.home)
    eve.types("/brightspots files")

    assert eve.last == "This is for the data steward of Lakeside Elementary. @Dana Lee can help."
    assert [each.state for each in uploads(stage)] == ["imported"]
