"""
Random case files: valid ones, and ones that somebody or something has spoilt.

Everybody in them is made up; the postcodes are real. The same ``random.Random`` seed gives the
same text on any machine.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from placement.cases import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from random import Random

POSTCODES = (
    "PE13 1AB",
    "PE15 8AA",
    "CB7 4AA",
    "CB7 4EA",
    "PE1 1AB",
    "CB1 1AA",
    "PE13 2AA",
    "CB6 1AA",
    "PE29 3AA",
    "CB4 2AA",
)
SECTORS = ("PE13 1", "PE15 8", "PE15 9", "CB7 4", "PE1 2", "CB1 3", "PE29 3", "CB24 4")
LHAS = ("E07000008", "E07000009", "E07000010", "E07000011", "E07000012", "E06000031")
OUTSIDE = ("E06000055", "E07000245", "E09000007", "W06000015")

Table = dict[str, Any]


class Written(str):
    """A piece of TOML that is already written out, such as an inline table."""

    __slots__ = ()


def case_text(
    rng: Random,
    *,
    leave_out: Collection[str] = (),
    zones: bool = True,
    reference: str | None = None,
) -> str:
    """
    Return the text of a random case that ``read_case_text`` reads.

    Parameters
    ----------
    rng
        The source of chance; nothing else is.
    leave_out
        Top-level keys never to write, such as ``"networks"`` or ``"victims"``.
    zones
        Whether conditions may draw zones.
    reference
        The case's reference; a random one where it is left out.
    """
    victims = _some(rng, _victim, 3)
    case: Table = {
        "reference": reference or f"RAND-{rng.randrange(10_000):04}",
        "assessed_on": _day(rng, 2026, 2026),
        "accommodation_need": rng.choice(words.ACCOMMODATION_NEED),
        "homelessness_duty": rng.choice(words.HOMELESSNESS_DUTY),
        "non_association": sorted({f"OTHER-{rng.randrange(9)}" for _ in range(rng.randrange(3))}),
        "mappa": _mappa(rng),
        "status": {"kind": rng.choice(words.STATUS), **_maybe(rng, "release", _release)},
        "first_options": _first_options(rng),
        "origin": _origin(rng),
        "victim_check": _victim_check(rng, victims),
        "property_interest": {"held": rng.choice(words.YES_NO)},
        "history": _some(rng, _stay, 5),
        "employment": _some(rng, _employment, 2),
        "family": _some(rng, _relative, 3),
        "networks": _some(rng, _network, 3),
        "services": _some(rng, _service, 3),
        "management_view": _views(rng),
        "conditions": _some(rng, _zone if zones else _condition, 3) + _some(rng, _condition, 1),
        "victims": [victim | {"reference": f"V{n}"} for n, victim in enumerate(victims, 1)],
        "risk_plan": _some(rng, _risk_plan_item, 2),
        "preference": {"lhas": rng.sample(LHAS, rng.randrange(3))},
        "needs": {"bedrooms": rng.randrange(5), "supported": rng.random() < 0.5},
        "household": [
            member | {"reference": f"H{n}"} for n, member in enumerate(_some(rng, _member, 2), 1)
        ],
        "special_circumstances": _some(rng, _special, 2),
        "risk_to_applicant": _some(rng, _risk, 2),
        "equality": {"sex": rng.choice(("male", "female")), "age": rng.randrange(18, 90)},
    }
    needed = {"reference", "assessed_on"}
    kept = {
        key: value
        for key, value in case.items()
        if key in needed or (key not in leave_out and rng.random() < 0.85)
    }
    return write(kept)


def spoil(rng: Random, text: str) -> bytes:
    """Return the text as bytes after one to three random faults; it may still be readable."""
    raw = text.encode()
    for _ in range(rng.randint(1, 3)):
        raw = rng.choice(FAULTS)(rng, raw)
    return raw


def write(case: Table) -> str:
    """Return the TOML of a case: values first, then each table."""
    lines: list[str] = []
    _write_table(case, "", lines)
    return "\n".join(lines) + "\n"


def _write_table(table: Table, path: str, lines: list[str]) -> None:
    later: list[tuple[str, Any, bool]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            later.append((key, value, False))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            later.extend((key, item, True) for item in value)
        else:
            lines.append(f"{key} = {literal(value)}")
    for key, value, listed in later:
        inner = f"{path}{key}"
        lines += ["", f"[[{inner}]]" if listed else f"[{inner}]"]
        _write_table(value, f"{inner}.", lines)


def literal(value: object) -> str:
    """Return one value as TOML."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return str(value)


def _some(rng: Random, make: Callable[[Random], Table], most: int) -> list[Table]:
    return [make(rng) for _ in range(rng.randint(0, most))]


def _maybe(rng: Random, key: str, make: Callable[[Random], Any]) -> Table:
    return {key: make(rng)} if rng.random() < 0.7 else {}


def _day(rng: Random, first: int = 2005, last: int = 2028) -> date:
    return date(first, 1, 1) + timedelta(days=rng.randrange(365 * (last - first + 1)))


def _span(rng: Random) -> Table:
    start = _day(rng)
    length = timedelta(days=rng.choice((1, 183, 365, 1096, 1826, 4000)))
    return {"from": start, **_maybe(rng, "to", lambda _: start + length)}


def _postcode(rng: Random) -> str:
    text = rng.choice(POSTCODES)
    return rng.choice((text, text.lower(), text.replace(" ", ""), text.replace(" ", "  ")))


def _place(rng: Random) -> Table:
    choice = rng.random()
    if choice < 0.1:
        return {}
    if choice < 0.7:
        return {"postcode": _postcode(rng)}
    return {"lha": rng.choice(LHAS + OUTSIDE)}


def _around(rng: Random) -> Written:
    return Written(f'{{ postcode = "{_postcode(rng)}", metres = {rng.randint(200, 9000)} }}')


def _mappa(rng: Random) -> Table:
    return {
        **_category_and_level(rng),
        "risk_of_serious_harm": rng.choice(words.RISK_OF_SERIOUS_HARM),
        "history": [
            {"from": date(2015 + n, 4, 1), **_category_and_level(rng)}
            for n in range(rng.randrange(3))
        ],
    }


def _category_and_level(rng: Random) -> Table:
    category = rng.randint(1, 4)
    return {"category": category, "level": rng.randint(2 if category == 3 else 1, 3)}


def _release(rng: Random) -> Written:
    return Written(f'{{ date = {_day(rng, 2026, 2028)}, kind = "conditional" }}')


def _first_options(rng: Random) -> Table:
    return {key: rng.choice(words.FIRST_OPTION) for key in ("previous_home", "family_or_network")}


def _origin(rng: Random) -> Table:
    lha = rng.choice((*LHAS, *OUTSIDE, "none"))
    return {
        "lha": lha,
        "can_return": rng.choice(("no", "unknown") if lha == "none" else words.YES_NO),
        **_maybe(rng, "reasons", lambda r: r.sample(("victim", "licence_condition", "risk"), 2)),
        **_maybe(rng, "reasons_for_housing", lambda _: ["licence_condition"]),
    }


def _victim_check(rng: Random, victims: list[Table]) -> Table:
    outcome = "listed" if victims else rng.choice(("none_known", "not_checked"))
    return {"outcome": outcome, **_maybe(rng, "by", lambda _: "victim liaison unit")}


def _stay(rng: Random) -> Table:
    return {
        **_span(rng),
        **_place(rng),
        "kind": rng.choice(words.SETTING),
        **({"provided_by": rng.choice(LHAS)} if rng.random() < 0.1 else {}),
    }


def _employment(rng: Random) -> Table:
    return {
        **_span(rng),
        **_place(rng),
        **_maybe(rng, "hours_per_week", lambda r: r.choice((4, 15.5, 16, 37.5, 40))),
        **_maybe(rng, "kind", lambda r: r.choice(words.EMPLOYMENT)),
    }


def _relative(rng: Random) -> Table:
    return {
        "relation": rng.choice(words.RELATION),
        **_place(rng),
        **_maybe(rng, "since", _day),
        **_maybe(rng, "wants_to_be_near", lambda r: r.random() < 0.7),
    }


def _network(rng: Random) -> Table:
    kind = rng.choice(("family", "peers", "faith_group", "mentor"))
    return {"kind": kind, "influence": rng.choice(words.INFLUENCE), **_place(rng)}


def _service(rng: Random) -> Table:
    return {
        "kind": rng.choice(words.SERVICE),
        **_place(rng),
        **_maybe(rng, "visits_per_week", lambda r: r.choice((0.5, 1, 2, 5))),
    }


def _views(rng: Random) -> list[Table]:
    return [
        {"lha": lha, "view": rng.choice(words.VIEW), **_maybe(rng, "reason", lambda _: "capacity")}
        for lha in rng.sample(LHAS, rng.randrange(len(LHAS)))
    ]


def _condition(rng: Random) -> Table:
    kind = rng.choice([kind for kind in words.CONDITION if kind not in words.ZONE])
    return {
        "kind": kind,
        "source": rng.choice(words.CONDITION_SOURCE),
        **_span(rng),
        **_maybe(rng, "share_with_housing", lambda r: r.random() < 0.5),
        **({"note": "as the order says"} if kind == "other" else {}),
    }


def _zone(rng: Random) -> Table:
    shape: tuple[str, Any] = rng.choice(
        (
            ("around", _around(rng)),
            ("areas", rng.sample(SECTORS, rng.randint(1, 3))),
            ("lhas", rng.sample(LHAS, rng.randint(1, 2))),
        )
    )
    kind = "exclusion_zone" if rng.random() < 0.8 else "restriction_zone"
    return _condition(rng) | {"kind": kind, shape[0]: shape[1]}


def _victim(rng: Random) -> Table:
    return {
        **_maybe(rng, "home", lambda r: Written(f'{{ postcode = "{_postcode(r)}" }}')),
        **_maybe(rng, "avoid_metres", lambda r: r.randint(500, 8000)),
        **_maybe(rng, "asks_to_avoid", lambda r: r.sample(LHAS, r.randrange(3))),
        **_maybe(rng, "contact_scheme", lambda r: r.choice(words.YES_NO)),
        **_maybe(rng, "views", lambda r: r.choice(words.VICTIM_VIEWS)),
    }


def _risk_plan_item(rng: Random) -> Table:
    item = rng.choice(("electronic monitoring", "weekly supervision", "programme"))
    return {"item": item, **_maybe(rng, "needed", lambda r: r.random() < 0.5)}


def _member(rng: Random) -> Table:
    return {
        "relation": rng.choice(words.RELATION),
        **_maybe(rng, "history", lambda r: _some(r, _stay, 2)),
        **_maybe(rng, "employment", lambda r: _some(r, _employment, 1)),
        **_maybe(rng, "family", lambda r: _some(r, _relative, 1)),
    }


def _special(rng: Random) -> Table:
    if rng.random() < 0.4:
        return {"kind": "care_leaver", "authority": "E10000003", "age": rng.randint(16, 25)}
    kind = rng.choice(("armed_forces", "medical", "other"))
    return {"kind": kind, "lha": rng.choice(LHAS), "note": "see the file"}


def _risk(rng: Random) -> Table:
    return {"lha": rng.choice(LHAS), "kind": rng.choice(words.RISK_TO_APPLICANT)}


STRANGE = (
    b"nan",
    b"-inf",
    b"99999999999999999999999999",
    b"0x" + b"f" * 5000,
    b"1" * 5000,
    b"-1",
    b"1e400",
    b"true",
    b'""',
    b'"\\u0000"',
    b'"\\u202e\\U0001F600"',
    '"Ｐ\u200bE13 ２AA é"'.encode(),
    b"2026-02-30",
    b"0001-01-01",
    b"2026-11-21T09:00:00Z",
    b"07:32:00",
    b"[]",
    b"{}",
    b"[[[[1]]]]",
    b"[" * 3000 + b"]" * 3000,
    b'{ a = { b = [ { c = "x" } ] } }',
    b'"' + b"x" * 5000 + b'"',
    b"'''\nmany\nlines'''",
)


def _lines(raw: bytes) -> list[bytes]:
    return raw.split(b"\n")


def drop_line(rng: Random, raw: bytes) -> bytes:
    """Leave out one line."""
    lines = _lines(raw)
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def double_line(rng: Random, raw: bytes) -> bytes:
    """Write one line twice."""
    lines = _lines(raw)
    place = rng.randrange(len(lines))
    lines.insert(rng.randint(0, len(lines)), lines[place])
    return b"\n".join(lines)


def swap_lines(rng: Random, raw: bytes) -> bytes:
    """Exchange two lines."""
    lines = _lines(raw)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def garble_key(rng: Random, raw: bytes) -> bytes:
    """Change a letter of a line's key, or the brackets of its table."""
    lines = _lines(raw)
    place = rng.randrange(len(lines))
    key, equals, value = lines[place].partition(b"=")
    if not equals:
        lines[place] = rng.choice((key.replace(b"[[", b"[").replace(b"]]", b"]"), b"[" + key))
    elif key:
        at = rng.randrange(len(key))
        lines[place] = key[:at] + bytes([rng.randrange(32, 127)]) + key[at + 1 :] + b"=" + value
    return b"\n".join(lines)


def strange_value(rng: Random, raw: bytes) -> bytes:
    """Give a key a value of another sort."""
    lines = _lines(raw)
    with_value = [place for place, line in enumerate(lines) if b"=" in line]
    if with_value:
        place = rng.choice(with_value)
        lines[place] = lines[place].partition(b"=")[0] + b"= " + rng.choice(STRANGE)
    return b"\n".join(lines)


def flip_bytes(rng: Random, raw: bytes) -> bytes:
    """Change up to eight bytes to any others."""
    changed = bytearray(raw)
    for _ in range(rng.randint(1, 8) if raw else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut_short(rng: Random, raw: bytes) -> bytes:
    """Keep only the beginning."""
    return raw[: rng.randrange(len(raw) + 1)]


def other_encoding(rng: Random, raw: bytes) -> bytes:
    """Save the file as some other program would."""
    text = raw.decode("utf-8", "replace")
    ends = raw.replace(b"\n", rng.choice((b"\r\n", b"\r")))
    return rng.choice((b"\xef\xbb\xbf" + raw, text.encode("utf-16"), ends, b"PK\x03\x04" + raw))


FAULTS: tuple[Callable[[Random, bytes], bytes], ...] = (
    drop_line,
    double_line,
    swap_lines,
    garble_key,
    strange_value,
    strange_value,
    flip_bytes,
    cut_short,
    other_encoding,
)
