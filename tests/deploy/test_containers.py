"""The image and the compose file: what they name is there, and they agree with the service."""

from __future__ import annotations

import re
import shlex
import tomllib

import pytest
import yaml

from placement.cli import _parser
from placement.records import service
from placement.records.service import IN_A_FILE
from tests.deploy.test_files import DEPLOY, environment

HEALTH = "/_stcore/health"
# the stand-in of a name in compose: ${NAME:-what stands there unless it is given}
STANDS = re.compile(r"\$\{\w+:-([^}]*)\}")


def instructions():
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.strip().partition(" ")
            yield word, " ".join(rest.split())


@pytest.fixture(scope="module")
def compose():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(STANDS.sub(r"\1", text))


# --- the image --------------------------------------------------------------------------------


def test_the_image_takes_what_the_bundle_holds_and_asks_no_index():
    made = ("placement-*.whl", "wheels")  # `make bundle` makes them
    copied = installed = 0
    for word, rest in instructions():
        if word == "COPY" and not rest.startswith("--from=build "):
            source = rest.split()[0]
            assert source in made or (DEPLOY / source).exists()
            copied += 1
        for part in rest.split("&&") if word == "RUN" else ():
            assert "pip install" not in part or "--no-index" in part
            installed += "pip install" in part
    assert (copied, installed) == (3, 2)


def test_the_base_of_the_image_is_named_by_whoever_builds_it():
    base = [rest for word, rest in instructions() if word == "ARG"]
    assert base == ["BASE=docker.io/library/python:3.11-slim-bookworm"]
    assert [rest.split()[0] for word, rest in instructions() if word == "FROM"] == ["${BASE}"] * 2


def test_the_image_runs_as_nobody_in_particular_and_serves_the_app():
    found = dict(instructions())  # the last of each, which is the image's
    number, _ = found["USER"].split(":")
    assert number.isdigit()
    assert int(number) > 0
    assert any(f"useradd --uid {number} " in rest for word, rest in instructions())
    words = tomllib.loads(f"w = {found['CMD']}")["w"]
    options = _parser(words).parse_args(words)
    assert (options.listen, str(options.port)) == ("0.0.0.0", found["EXPOSE"])
    assert f"http://127.0.0.1:{options.port}{HEALTH}" in found["HEALTHCHECK"]


# --- compose ----------------------------------------------------------------------------------


def test_compose_gives_the_app_the_settings_of_the_service_and_its_secrets_as_files(compose):
    given = compose["services"]["app"]["environment"]
    secret = {service.CLIENT_SECRET, service.COOKIE_SECRET}
    files = {f"{name}{IN_A_FILE}" for name in secret}
    assert set(given) == set(environment()) - secret | files | {"PGPASSFILE"}
    same = ("PLACEMENT_KEYS", "PLACEMENT_SIGN_IN", "PLACEMENT_PROFILE", "PLACEMENT_USER")
    assert {name: given[name] for name in same} == {name: environment()[name] for name in same}
    for name, each in compose["services"].items():
        values = [str(value) for value in each.get("environment", {}).values()]
        places = {value for value in values if value.startswith("/run/secrets/")}
        assert places == {f"/run/secrets/{one}" for one in each.get("secrets", ())}, name
    used = {name for each in compose["services"].values() for name in each.get("secrets", ())}
    assert used == set(compose["secrets"])


def test_compose_publishes_no_port_but_the_proxys_and_the_database_reaches_nobody(compose):
    services = compose["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert list(services["database"]["networks"]) == ["inner"]
    assert compose["networks"]["inner"]["internal"] is True
    database = services["app"]["environment"]["PLACEMENT_RECORD"]
    assert database.startswith("postgresql://placement@database/")
    assert ":" not in database.removeprefix("postgresql:")  # no password in it


def test_in_compose_nothing_can_be_written_but_its_volumes_and_nothing_has_rights_to_spare(compose):
    needed = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID", "NET_BIND_SERVICE"}
    for name, each in compose["services"].items():
        assert each["read_only"] is True, name
        assert each["cap_drop"] == ["ALL"], name
        assert set(each.get("cap_add", ())) <= needed, name
        assert "no-new-privileges:true" in each["security_opt"], name
        assert each["logging"]["options"]["max-size"], name
        for volume in each["volumes"]:
            place, _, rest = volume.partition(":")
            assert rest.endswith(":ro") if place.startswith(".") else place in compose["volumes"]
    ours = {name for name, each in compose["services"].items() if "cap_add" not in each}
    assert ours == {"app", "backup"}


def test_each_service_of_compose_says_whether_it_is_well_and_waits_for_what_it_needs(compose):
    services = compose["services"]
    running = {name for name, each in services.items() if "profiles" not in each}
    assert running == {"database", "app", "proxy"}
    assert all(services[name]["healthcheck"]["test"][0] == "CMD" for name in running)
    assert dict(instructions())["HEALTHCHECK"].count(HEALTH) == 1
    assert HEALTH in services["app"]["healthcheck"]["test"][-1]
    assert services["proxy"]["depends_on"] == {"app": {"condition": "service_healthy"}}
    assert services["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    words = services["backup"]["command"]
    assert _parser(words).parse_args(words).file.as_posix() in str(services["backup"]["volumes"])


def test_the_page_makes_the_proxys_file_and_every_file_that_compose_takes(compose):
    page = (DEPLOY.parent / "docs" / "install.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^sed (.*?) nginx\.conf > proxy\.conf", page, re.MULTILINE | re.DOTALL)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for rule in shlex.split(line.replace("\\\n", " "))[1::2]:
        _, old, new, _ = rule.split(rule[1])
        assert old in text, rule
        text = text.replace(old, new)
    app = compose["services"]["app"]["networks"]["outer"]["ipv4_address"]
    assert f"proxy_pass http://{app}:8501;" in text
    assert app.rpartition(".")[0] in compose["networks"]["outer"]["ipam"]["config"][0]["subnet"]
    assert "/var/log" not in text
    assert f"chown {dict(instructions())['USER'].split(':')[0]} secrets/pgpass" in page
    for each in compose["secrets"].values():
        assert re.search(rf"> {each['file'].removeprefix('./')}\s", page)
