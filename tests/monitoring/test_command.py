from __future__ import annotations

import argparse
import json
from datetime import date

import pytest

from placement.errors import InputError
from placement.monitor_commands import add_monitor

from .conftest import EXAMPLE

TODAY = date(2026, 11, 21)


def run(*given):
    parser = argparse.ArgumentParser()
    add_monitor(parser.add_subparsers(), lambda: TODAY)
    options = parser.parse_args(["monitor", str(EXAMPLE), *given])
    return options.run(options)


def test_the_example_is_reported_with_nothing_else_loaded(capsys):
    assert run("--as-of", "2026-11-21") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Peterborough: 3 people are counted." in said
    assert "within what chance gives" in said
    assert "too few to tell" in said
    assert "agreed by no SMB" in said


def test_json_is_one_document(capsys):
    run("--as-of", "2026-11-21", "--json")
    data = json.loads(capsys.readouterr().out)
    assert (data["as_of"], data["audience"]) == ("2026-11-21", "internal")
    rows = data["sections"][0]["tables"][1]["rows"]
    assert {r["label"] for r in rows} == {"within what chance gives", "too few to tell"}


def test_where_no_day_is_given_it_is_today(capsys):
    run("--json")
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-11-21"


def test_every_output_is_written_to_a_folder(tmp_path, capsys):
    run("--out", str(tmp_path), "--json")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"report.html", "report.xlsx", "report.docx", "csv"}
    assert "wrote" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--audience", "lha"], "goes with --audience lha"),
        (["--lha", "E07000010"], "goes with --audience lha"),
        (["--equality", "x.csv"], "goes with --referrals"),
        (["--release-on", "2026-11-21"], "goes with --history"),
        (["--audience", "lha", "--lha", "Nowhere"], "is not one of"),
    ],
)
def test_what_does_not_go_together_is_refused_in_words(given, said):
    with pytest.raises(InputError, match=said):
        run(*given)
