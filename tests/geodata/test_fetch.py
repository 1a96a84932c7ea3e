"""Fetching from a feature service: a local server plays ONS's, with every fault it may have."""

import http.server
import json
import socket
import threading
import time
from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from boundary_files import CAMBRIDGE, EAST_CAMBS, cambridgeshire, district, wards

from geodata import fetch, official
from geodata.services import Limits
from placement.errors import PlacesError

QUICK = Limits(answer_s=0.5, total_s=5, tries=3, pause_s=0.01)


class Service(http.server.BaseHTTPRequestHandler):
    """Answers counts and pages; ``server.faults`` are given first, one a request."""

    def do_GET(self):
        parts = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.server.asked.append((parts.path, asked))
        if self.server.faults and (fault := self.server.faults.pop(0)):
            fault(self)
            return
        if asked.get("returnCountOnly"):
            self.answer({"count": self.server.count or len(self.server.features)})
            return
        start = int(asked["resultOffset"])
        page = self.server.features[start : start + self.server.page]
        more = start + len(page) < len(self.server.features)
        word = {"exceededTransferLimit": True} if more else {}
        where = {"properties": word} if self.server.inside else word
        self.answer({"type": "FeatureCollection", "features": page, **where})

    def answer(self, document, status=200, kind="application/json"):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("PLACEMENT_DATA", str(tmp_path / "data"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    found = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
    found.daemon_threads = True
    found.features = [feature({"LAD24CD": c}, district(c)) for c in (CAMBRIDGE, EAST_CAMBS)]
    found.faults, found.asked, found.page, found.count, found.inside = [], [], 1, None, True
    found.url = f"http://127.0.0.1:{found.server_address[1]}/arcgis/rest/services"
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


def feature(properties, shape):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(shape),
    }


def get(server, level="lad", **options):
    options = {"base": server.url, "limits": QUICK, **options}
    return fetch.fetch(level, cambridgeshire(), **options)


def failure(server, **options):
    with pytest.raises(PlacesError) as failed:
        get(server, **options)
    assert official.load("lad") is None
    return str(failed.value)


@pytest.mark.parametrize("inside", [True, False])
def test_every_page_is_fetched_wherever_the_server_says_that_there_is_more(server, inside):
    server.inside = inside
    steps = []
    report = get(server, progress=lambda done, total: steps.append((done, total)))
    assert report.lhas("covered") == (CAMBRIDGE, EAST_CAMBS)
    assert steps == [(1, 2), (2, 2)]
    assert official.load("lad").codes == (CAMBRIDGE, EAST_CAMBS)


def test_districts_are_asked_for_by_code_and_in_metres_of_the_national_grid(server):
    get(server)
    path, first = server.asked[0]
    assert path.endswith(
        "/Local_Authority_Districts_December_2024_Boundaries_UK_BGC/FeatureServer/0/query"
    )
    assert first["returnCountOnly"] == "true"
    for _, asked in server.asked:
        assert asked["where"].startswith("LAD24CD IN ('E06000031','E07000008',")
    assert {asked.get("outSR") for _, asked in server.asked[1:]} == {"27700"}
    assert [asked["resultOffset"] for _, asked in server.asked[1:]] == ["0", "1"]


def test_finer_areas_are_asked_for_by_the_box_round_the_postcodes(server):
    strips = wards(CAMBRIDGE).items()
    server.features = [feature({"WD24CD": code}, shape) for code, shape in strips]
    assert get(server, level="ward").lhas("covered") == (CAMBRIDGE,)
    asked = server.asked[0][1]
    left, bottom, right, top = map(int, asked["geometry"].split(","))
    assert (left, top) == (cambridgeshire().easting.min(), cambridgeshire().northing.max())
    assert (right, bottom) == (cambridgeshire().easting.max(), cambridgeshire().northing.min())
    assert (asked["inSR"], asked["geometryType"]) == ("27700", "esriGeometryEnvelope")


def test_the_source_is_remembered_with_its_vintage_and_credit(server):
    get(server)
    (source,) = official.sources()["lad"]
    name = "Local_Authority_Districts_December_2024_Boundaries_UK_BGC.geojson"
    assert (source.file, source.vintage) == (name, 2024)
    assert "Open Government Licence" in source.credit


def broken(handler):
    handler.answer(b"oops", status=500, kind="text/plain")


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"count": 2')


def cut_short_unannounced(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"count": 2')


def dropped(handler):
    handler.connection.shutdown(socket.SHUT_RDWR)


def slow(handler):
    time.sleep(0.7)


def busy_in_json(handler):
    handler.answer({"error": {"code": 504, "message": "busy", "details": []}})


def web_page(handler):
    handler.answer(b"<!DOCTYPE html><title>Access denied</title>", kind="text/html")


def missing(handler):
    handler.answer(b"not here", status=404, kind="text/plain")


def refused_in_json(handler):
    error = {"code": 400, "message": "Invalid query", "details": ["'LAD24CD' is no field"]}
    handler.answer({"error": error})


STUMBLES = [broken, cut_short, cut_short_unannounced, dropped, slow, busy_in_json]


@pytest.mark.parametrize("fault", STUMBLES)
def test_a_server_that_stumbles_is_asked_again_and_nothing_is_lost(server, fault):
    server.faults = [fault, None, fault, fault]
    assert get(server).lhas("covered") == (CAMBRIDGE, EAST_CAMBS)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (broken, "asked 3 times; at last it answered 500"),
        (cut_short, "cut short (11 of 5,000 bytes)"),
        (slow, "no answer within 0.5 seconds"),
        (dropped, "asked 3 times"),
    ],
)
def test_a_server_that_goes_on_stumbling_gives_one_message_with_the_way_out(server, fault, words):
    server.faults = [None, None, *[fault] * 9]
    message = failure(server)
    assert words in message
    assert server.url in message
    assert "placement geodata import FILE" in message
    assert "ONS Open Geography Portal" in message
    assert "Nothing was changed" in message


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (web_page, "a web page and not with data"),
        (missing, "it answered 404"),
        (refused_in_json, "error 400: Invalid query 'LAD24CD' is no field"),
    ],
)
def test_a_clear_no_is_not_asked_again(server, fault, words):
    server.faults = [fault]
    assert words in failure(server)
    assert len(server.asked) == 1


def test_fewer_areas_than_the_service_counted_are_not_imported(server):
    server.count = 5
    assert "counted 5 areas and sent 2" in failure(server)


def test_a_service_that_never_ends_is_left(server):
    server.count = 1
    assert "counted 1 areas and sent 2" in failure(server)


def test_a_service_without_these_areas_is_said(server):
    server.faults = [lambda handler: handler.answer({"count": 0})]
    assert "has no areas for cambridgeshire" in failure(server)


def test_the_limit_for_all_answers_holds_over_every_retry(server):
    server.faults = [slow] * 50
    started = time.monotonic()
    failure(server, limits=Limits(answer_s=0.3, total_s=1, tries=50, pause_s=0.1))
    assert time.monotonic() - started < 2.5


def test_no_server_at_all_gives_the_same_one_message(server):
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    message = failure(server, base=f"http://127.0.0.1:{port}/services")
    assert "no connection" in message
    assert "placement geodata import FILE" in message


def test_what_arrives_is_checked_like_any_import(server):
    server.features = [feature({"LAD24CD": EAST_CAMBS}, district(CAMBRIDGE))]
    assert "codes do not fit its shapes" in failure(server)


def test_a_failed_fetch_leaves_earlier_boundaries_as_they_were(server, tmp_path):
    get(server)
    before = {path: path.read_bytes() for path in (tmp_path / "data/boundaries").iterdir()}
    server.faults = [None, None, *[cut_short] * 9]
    with pytest.raises(PlacesError):
        get(server)
    assert {path: path.read_bytes() for path in (tmp_path / "data/boundaries").iterdir()} == before


@pytest.mark.parametrize("base", ["ftp://example.org", "file:///etc", "services"])
def test_only_web_addresses_are_asked(server, base):
    with pytest.raises(PlacesError, match="must begin with http"):
        get(server, base=base)


def test_every_level_has_a_layer_in_both_details():
    _, _, listed = fetch.services()
    assert {(one.level, one.detail) for one in listed} == {
        (level, detail) for level in official.LEVELS for detail in ("generalised", "full")
    }
