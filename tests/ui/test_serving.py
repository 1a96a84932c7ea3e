import socket
from datetime import date

import pytest

from placement.errors import InputError, PlacementError
from placement.ui import serve
from placement.ui.intake import WORKED_PLACEMENTS


def test_nothing_is_sent_anywhere_and_no_other_door_is_open():
    options = serve.configuration()
    assert options["server_address"] == "127.0.0.1"
    assert options["browser_gatherUsageStats"] is False
    assert options["server_enableAgentApi"] is False
    assert options["client_showErrorDetails"] == "none"
    assert options["client_disableDataExport"] is True


def test_the_script_is_found_and_only_sets_up_the_pages():
    assert serve.script().name in ("app.py", "_app.py")
    assert len(serve.script().read_text().splitlines()) < 25


def test_a_case_that_cannot_be_read_is_said_before_anything_is_served(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        serve.serve(port=8599, case=tmp_path / "none.toml")


def test_placements_without_a_case_are_refused():
    with pytest.raises(InputError, match="Give --case FILE too"):
        serve.serve(port=8599, placements=WORKED_PLACEMENTS)


def test_a_port_in_use_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InputError, match="another program uses it"):
            serve.serve(port=taken.getsockname()[1])


def test_an_address_that_this_machine_does_not_have_is_refused():
    with pytest.raises(InputError, match="no address of this machine"):
        serve.serve(port=8599, listen="203.0.113.9")


def test_the_environment_names_the_record_where_it_says_how_people_sign_in(monkeypatch, tmp_path):
    monkeypatch.setenv("PLACEMENT_RECORD", "sqlite:///elsewhere.db")
    monkeypatch.setenv("PLACEMENT_KEYS", str(tmp_path))
    monkeypatch.delenv("PLACEMENT_SIGN_IN", raising=False)
    assert serve.the_record(None, None, None, "cambridgeshire") is None
    monkeypatch.setenv("PLACEMENT_SIGN_IN", str(tmp_path / "sign-in.toml"))
    with pytest.raises(InputError, match="no such file"):
        serve.the_record(None, None, None, "cambridgeshire")


@pytest.mark.parametrize(
    ("name", "said"),
    [("nowhere", "no profile called 'nowhere'"), ("england-and-wales", "geodata build england")],
)
def test_an_area_that_cannot_be_served_is_said_before_anything_is(name, said):
    with pytest.raises(PlacementError, match=said):
        serve.served_profile(name, date(2026, 11, 29))


def test_the_area_served_is_the_one_named_else_the_environments(monkeypatch):
    monkeypatch.setenv(serve.PROFILE_VARIABLE, "london")
    assert serve.served_profile(None, date(2026, 11, 29)) == "london"
    assert serve.served_profile("bedfordshire", date(2026, 11, 29)) == "bedfordshire"
