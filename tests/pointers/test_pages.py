"""The room as a page: the switches are for who presents, the line under the poster for everybody."""

from pathlib import Path

from tests.posters.made import make_scene, stashed_pdf
from tests.visit import Site


def test_only_presenters_get_the_switches_and_everybody_the_line(site: Site, tmp_path: Path) -> None:
    scene = make_scene(site.store, stashed=stashed_pdf(tmp_path))
    path = f"/tides/posters/{scene.poster_id}"

    presenter, attendee, organizer = (
        site.signed_in(one.known_id).get(path).text
        for one in (scene.presenter, scene.attendee, scene.organizer)
    )

    for page in (presenter, attendee, organizer):
        assert f'data-module="pointers/bar" data-thread="{scene.thread_id}"' in page
        assert "Follow the presenter" in page
    assert "Show my pointer" in presenter
    assert "Lead the view" in presenter
    for page in (attendee, organizer):
        assert "data-share" not in page
        assert "data-may-point" not in page


def test_without_a_file_there_is_nothing_to_point_at(site: Site) -> None:
    scene = make_scene(site.store)

    page = site.signed_in(scene.presenter.known_id).get(f"/tides/posters/{scene.poster_id}").text

    assert "pointers/bar" not in page
