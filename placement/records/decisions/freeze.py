"""
Freeze what a decision rested on, so that it can be run again in years, and nobody found with it.

A ``Frozen`` holds what was measured of one case (``measured``), the numbers of the protocol as they
stood with their sources, the profile, the editions of the data, the version of the engine, and the
rankings as they were shown. It is plain data under a digest. Before it is handed out it is thawed
and run: what is kept is what the rules say on what is kept, and it must say what was said live.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import placement
from placement.assess import Setting, assess_measured, measure
from placement.cases.model import Case, Service
from placement.errors import RecordError
from placement.parameters import Dated, Number, Parameters
from placement.profile_model import Profile
from placement.records.canonical import digest_of
from placement.records.decisions.coarse import without_places
from placement.records.decisions.codec import from_plain, to_plain
from placement.records.decisions.frozen_facts import FrozenFacts, FrozenPlaces, Reached
from placement.records.decisions.measured import Noted, case_without_places, measurements_of
from placement.rules.contributions import SpocWord
from placement.view import Reader, ranking_as_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geodata.places import Places
    from placement.parameters import Numbers
    from placement.results import Ranking

FORMAT = 1
COORDINATOR = Reader("coordinator")
FAULT = (
    "The facts of this decision could not be frozen so that they give the same answer again. This "
    "is a fault of the product: the decision is kept as a draft; report it."
)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a decision rested on, as plain data; ``digest`` is over all of it."""

    body: Mapping[str, Any]
    digest: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Frozen:
        """
        Read what was frozen.

        Raises ``RecordError`` where it is not whole, was changed since, or was made by a later
        version.
        """
        body, digest = data.get("body"), data.get("digest")
        if not isinstance(body, dict) or not isinstance(digest, str):
            raise RecordError("This is no frozen decision: it lacks its body or its digest.")
        if digest_of(body).hex() != digest:
            raise RecordError(
                "What this decision froze has been changed since: its digest does not fit. It is "
                "not run. Compare it with a backup, and run `placement audit verify`."
            )
        if body.get("format") != FORMAT:
            raise RecordError(
                f"What this decision froze is of format {body.get('format')!r}, and this version "
                f"reads format {FORMAT}. Use the version that recorded it, or a later one."
            )
        return cls(body, digest)

    def to_data(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {"digest": self.digest, "body": self.body}

    @property
    def case(self) -> str:
        """The reference of the case."""
        return str(self.body["case"]["reference"])

    @property
    def as_of(self) -> date:
        """The day that the ranking was for."""
        return date.fromisoformat(self.body["as_of"])

    @property
    def engine(self) -> str:
        """The version of the engine that made the rankings."""
        return str(self.body["engine"])

    @property
    def readers(self) -> tuple[Reader, ...]:
        """Those for whom the ranking is kept as shown."""
        return tuple(Reader(**each["reader"]) for each in self.body["rankings"])

    def shown_to(self, reader: Reader) -> dict[str, Any] | None:
        """Return the ranking as it was shown to a reader; None where it was not."""
        for each in self.body["rankings"]:
            if Reader(**each["reader"]) == reader:
                return dict(each["ranking"])
        return None

    @property
    def ranking(self) -> dict[str, Any]:
        """The coordinator's ranking, or the first that is kept, as plain data."""
        return dict(self.body["rankings"][0]["ranking"])

    @property
    def plan(self) -> tuple[str, ...]:
        """The items of the risk management plan that a home was said to need."""
        items = self.body["case"].get("risk_plan") or ()
        return tuple(each["item"] for each in items if each.get("needed"))

    @property
    def weights_moved(self) -> dict[str, int]:
        """How far each weight stood from the agreed one: whole units, none where it did not."""
        moved = {}
        for name, one in self.body["numbers"].items():
            part = name.removeprefix("ranking.weight_")
            if part != name and "agreed" in one:
                moved[part] = one["value"] - one["agreed"]
        return moved


def freeze(case: Case, setting: Setting, readers: Iterable[Reader] = ()) -> Frozen:
    """
    Freeze a case as it stands on the day of a setting, with the rankings shown.

    ``readers`` are those it was shown to; the coordinator's ranking is always kept. Raises
    ``RecordError`` where what is kept would not give the same answer again.
    """
    noted = Noted(setting.numbers)
    under = replace(setting, numbers=cast("Numbers", noted))
    facts = measure(case, under)
    measured = measurements_of(facts, setting.numbers)
    plain, withheld = case_without_places(facts, setting.numbers)
    body: dict[str, Any] = {
        "format": FORMAT,
        "as_of": setting.as_of.isoformat(),
        "case": to_plain(plain),
        "measured": measured,
        "measured_with": {name: noted.read[name] for name in sorted(noted.read)},
        "numbers": _numbers(setting.numbers),
        "parameters": setting.numbers.register.digest,
        "profile": to_plain(setting.profile),
        "places": {
            "edition": setting.places.edition,
            "digest": setting.places.digest,
            "ended_included": setting.places.ended_included,
        },
        "engine": placement.__version__,
        "heard": [to_plain(_spoken(word)) for word in setting.heard],
        "words_withheld": withheld or bool(facts.sectors_elsewhere) or _reworded(setting),
        "rankings": [],
    }
    for reader in dict.fromkeys((COORDINATOR, *readers)):
        said = ranking_as_data(run(body, housing=reader.housing), reader)
        live = replace(setting, housing=reader.housing)
        _check_same(assess_measured(measure(case, live), live), reader, said, body)
        kept = {"role": reader.role, "lha": reader.lha}
        body["rankings"].append({"reader": kept, "ranking": said})
    return Frozen(body, digest_of(body).hex())


def _spoken(word: SpocWord) -> SpocWord:
    return replace(word, ask=word.ask and without_places(word.ask))


def _reworded(setting: Setting) -> bool:
    return any(_spoken(word) != word for word in setting.heard)


def _numbers(numbers: Numbers) -> dict[str, Any]:
    """Return every number as it stood, its source, and what was agreed where it was changed."""
    kept: dict[str, Any] = {}
    for number in numbers.register:
        dated = number.on(numbers.day)
        if number.name not in numbers:
            continue
        one = {"value": numbers[number.name], "clause": number.clause, "label": number.label}
        one["unit"] = number.unit
        if dated is not None:
            one |= {"from": dated.start.isoformat(), "source": dated.source}
        if dated is None or dated.value != one["value"]:
            one["agreed"] = None if dated is None else dated.value
        kept[number.name] = one
    return kept


def run(
    body: Mapping[str, Any],
    *,
    housing: bool,
    numbers: Numbers | None = None,
    profile: Profile | None = None,
) -> Ranking:
    """
    Run the rules on what was frozen, under the numbers and the profile frozen with it or others.

    What was measured stays as it was measured.
    """
    as_of = date.fromisoformat(body["as_of"])
    numbers = numbers or thawed_numbers(body)
    profile = profile or from_plain(Profile, body["profile"])
    places = FrozenPlaces(body["places"], body["measured"]["lhas"])
    facts = FrozenFacts(
        thawed_case(body),
        body["measured"],
        places=places,
        profile=profile,
        numbers=numbers,
        as_of=as_of,
        housing=housing,
    )
    setting = Setting(
        profile=profile,
        places=cast("Places", places),
        numbers=numbers,
        as_of=as_of,
        placements=None if body["measured"]["counted"] is None else (),
        housing=housing,
        heard=tuple(from_plain(SpocWord, word) for word in body["heard"]),
    )
    return assess_measured(facts, setting)


def thawed_case(body: Mapping[str, Any]) -> Case:
    """Return the case as it was frozen: without a place finer than an LHA."""
    plain = dict(body["case"])
    services = plain.pop("services", None)
    case = from_plain(Case, plain)
    if services is None:
        return case
    return replace(case, services=tuple(_service(each) for each in services))


def _service(kept: Mapping[str, Any]) -> Service:
    place = kept.get("place")
    minutes = None if place is None else Reached(minutes=tuple(place.get("minutes", ())))
    return replace(from_plain(Service, {**kept, "place": None}), place=minutes)


def thawed_numbers(body: Mapping[str, Any]) -> Numbers:
    """Return the numbers of the protocol as they stood, under the digest they had."""
    day = date.fromisoformat(body["as_of"])
    register = {
        name: Number(
            name=name,
            clause=one["clause"],
            label=one["label"],
            unit=one["unit"],
            checked=None,
            values=(Dated(start=day, value=one["value"], source=one.get("source", "")),),
            file="what was frozen with a decision",
        )
        for name, one in body["numbers"].items()
    }
    return Parameters(register, body["parameters"]).on(day)


def _check_same(
    live: Ranking, reader: Reader, said: Mapping[str, Any], body: Mapping[str, Any]
) -> None:
    """Refuse to keep what does not say again what was said live."""
    worded = not body["words_withheld"]
    told = ranking_as_data(live, reader)
    if _essence(told, worded=worded) != _essence(said, worded=worded):
        raise RecordError(FAULT)


def _essence(data: Any, *, worded: bool) -> Any:  # noqa: ANN401 - any part of a ranking
    """Return a ranking without its evidence, and without its words where some were withheld."""
    aside = {"evidence"} if worded else {"evidence", "sentence", "notes"}
    if isinstance(data, dict):
        return {k: _essence(v, worded=worded) for k, v in data.items() if k not in aside}
    if isinstance(data, list):
        return [_essence(each, worded=worded) for each in data]
    return data
