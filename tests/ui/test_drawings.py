from itertools import combinations

import pytest
from shapely.geometry import Point, shape

from geodata.boundaries import load
from placement import charts, maps, view
from placement.ui import state, triangle_chart
from placement.ui.markup import Group, table
from placement.ui.triangle_chart import leading
from tests.ui.app import with_worked_case

CAMBRIDGESHIRE = load("cambridgeshire")


def standing(rank="1", word="open"):
    return tuple((each["code"], each["name"], rank, word) for each in CAMBRIDGESHIRE)


def test_every_lha_is_drawn_in_metres_as_it_is():
    drawn = maps.features(CAMBRIDGESHIRE, standing())
    assert [each["LHA"] for each in drawn] == [each["name"] for each in CAMBRIDGESHIRE]
    assert drawn[0]["geometry"] == CAMBRIDGESHIRE[0]["geometry"]
    assert all(500_000 < each["x"] < 600_000 and 200_000 < each["y"] < 330_000 for each in drawn)


def test_each_label_stands_inside_its_own_lha():
    for each in maps.features(CAMBRIDGESHIRE, standing()):
        assert shape(each["geometry"]).contains(Point(each["x"], each["y"])), each["LHA"]


def test_no_two_labels_stand_on_one_line_of_the_map():
    drawn = maps.features(CAMBRIDGESHIRE, standing())
    for one, other in combinations(drawn, 2):
        assert abs(one["x"] - other["x"]) > 8_000 or abs(one["y"] - other["y"]) > 4_000


def test_a_label_gives_the_rank_only_where_there_is_one():
    assert maps.features(CAMBRIDGESHIRE, standing("3"))[0]["label"].startswith("3 ")
    unranked = maps.features(CAMBRIDGESHIRE, standing("not ranked"))
    assert {each["label"].replace("\n", " ") for each in unranked} == {
        each["name"] for each in CAMBRIDGESHIRE
    }


def test_an_lha_without_an_outline_is_left_to_the_table():
    stranger = ("E09000001", "City of London", "7", "open")
    drawn = maps.features(CAMBRIDGESHIRE, (*standing(), stranger))
    assert len(drawn) == len(CAMBRIDGESHIRE)


def test_the_map_is_drawn_north_up_and_a_click_gives_the_code():
    spec = maps.standing_map(maps.features(CAMBRIDGESHIRE, standing()))
    assert all(
        layer["projection"] == {"type": "identity", "reflectY": True} for layer in spec["layer"]
    )
    pick = next(each for each in spec["params"] if each["name"] == "pick")
    assert pick["select"]["fields"] == ["code"]


def test_the_ring_goes_round_the_lha_chosen_without_drawing_again():
    spec = maps.standing_map(maps.features(CAMBRIDGESHIRE, standing()))
    ringed = maps.ringed(spec, "E07000010")
    values = {each["name"]: each.get("value") for each in ringed["params"]}
    assert values["chosen"] == "E07000010"
    assert ringed["layer"] is spec["layer"]
    assert ringed["layer"][1]["transform"] == [{"filter": "datum.code == chosen"}]


@pytest.mark.parametrize("word", list(maps.FILLS))
def test_each_standing_has_its_own_word_in_the_legend(word):
    spec = maps.standing_map(maps.features(CAMBRIDGESHIRE, standing(word=word)))
    assert spec["layer"][0]["encoding"]["color"]["scale"]["domain"] == [word]


def test_the_chart_shows_the_points_that_the_table_shows():
    app = with_worked_case()
    with_case = app.session_state[state.ANSWERS]["ranking", False, "cambridgeshire"]
    from placement.view import Reader, ranking_as_data

    rows = charts.consideration_rows(ranking_as_data(with_case, Reader())["options"])
    assert len(rows) == 18
    assert rows[0] == {
        "LHA": "East Cambridgeshire",
        "Consideration": "Connection 6(a)",
        "Points": 90,
        "Least": 90,
        "Most": 90,
    }


def test_what_is_shown_in_a_table_is_never_taken_for_markup():
    shown = table(caption="<b>", head=("a", "b"), groups=[Group(rows=[["<script>", "&"]])])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_lhas_that_are_level_everywhere_share_one_label_and_no_two_labels_meet():
    factors = {
        "A": (30, 100, 100),
        "B": (30, 100, 100),
        "C": (40, 50, 100),
    }
    options = [
        {
            "lha": name,
            "name": name,
            "rank": 1,
            "factors": {
                key: {"points": points}
                for key, points in zip(("connection", "management", "spread"), each, strict=True)
            },
        }
        for name, each in factors.items()
    ]
    labels = triangle_chart._labels(leading(options))
    assert [each["LHA"] for each in labels] == ["A and B", "C"]
    assert abs(labels[0]["y"] - labels[1]["y"]) >= triangle_chart.STEP


def test_the_triangle_shares_are_those_of_the_exact_regions_and_add_up():
    ranking = with_worked_case().session_state[state.ANSWERS]["ranking", False, "cambridgeshire"]
    data = view.ranking_as_data(ranking, view.Reader())
    for option in data["options"]:  # a made-up contest, so that several lead somewhere
        number = data["options"].index(option)
        option["factors"]["connection"]["points"] = 10 * number
        option["factors"]["spread"]["points"] = 100 - 10 * number
    rows = leading(data["options"])
    assert len(rows) > 1
    assert abs(sum(row["Share"] for row in rows) - 1) < 1e-9
    drawn = str(triangle_chart.triangle_chart(rows, (1, 1, 1), (3, 1, 1)))
    assert all(row["LHA"] in drawn for row in rows)
