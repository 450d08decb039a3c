"""Reading the sections of a year scenario, each mistake with its file, line and column; all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError

from innosprint_rules.dossier.cells.names import did_you_mean, quoted
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.simulation.scenario.locating import key_at, place_at
from innosprint_rules.simulation.scenario.sections import YearSections
from innosprint_rules.simulation.scenario.signed import AMENDMENTS, read_signed
from innosprint_rules.simulation.scenario.ties import TIES, read_ties
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text

SECTIONS: tuple[str, ...] = tuple(YearSections.model_fields)
"""The keys of a scenario file that describe a year."""

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
_SIGN = Text(
    "clés : « renewal » et « signed » ; une autre dotation ou un autre dernier jour s'écrit sous « signed » :"
    " « - dotation=40000@2019-06-15 »",
    "keys: “renewal” and “signed”; another endowment or another last day is written under “signed”:"
    " “- dotation=40000@2019-06-15”",
)

_KEY = "[key]"
"""How pydantic ends the path of a key that is wrong itself."""
_EXTEND = Text("l'écrire, ou reprendre tout d'un autre scénario avec « extends: baseline »",
               "write it, or take all of another scenario with “extends: baseline”")  # fmt: skip


def merged(own: Fields, base: Fields, path: tuple[str, ...] = ()) -> Fields:
    """Return all of ``base`` with what ``own`` says instead, section by section.

    What is not a section is taken whole: a distribution over another one is the first alone, and so is a list.
    """
    values: dict[str, Value] = dict(base.values)
    for key, value in own.values.items():
        before = values.get(key)
        here = (*path, key)
        by_name = here == ("missing",) or here[0] == TIES
        if isinstance(value, Fields) and isinstance(before, Fields) and (_model_of(here) or by_name):
            values[key] = merged(value, before, here)
        else:
            values[key] = value
    return Fields(values, {**base.keys, **own.keys}, own.mark, own.document)


def read_sections(
    fields: Mapping[str, Value], where: Location, problems: ProblemList, whole: bool = True
) -> YearSections | None:
    """Read the sections of a year, mistakes to ``problems``; ``where`` is the place of what is missing.

    Unless they are the ``whole``, because what they extend could not be read, what is missing is no mistake.
    """
    given = {key: fields[key] for key in SECTIONS if key in fields and key != TIES}
    ties = fields.get(TIES)
    drawn, signed = read_signed(given.get(AMENDMENTS), problems)
    if drawn is not None:
        given[AMENDMENTS] = drawn
    try:
        read = YearSections.model_validate({key: _plain(value) for key, value in given.items()})
        amendments = read.amendments.model_copy(update={"signed": signed})
        return read.model_copy(update={TIES: read_ties(ties, read, problems), AMENDMENTS: amendments})
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        lacking = [str(each["loc"][0]) for each in details if each["type"] == "missing" and len(each["loc"]) == 1]
        if lacking and whole:
            names = quoted(lacking)
            message = Text(f"il manque {names.fr}", f"missing: {names.en}")
            problems.add("missing-key", message, _EXTEND, where)
        read_ties(ties, None, problems)
        inside = {each["loc"][:depth] for each in details for depth in range(len(each["loc"]))}
        for detail in details:
            if detail["type"] == "missing" and (len(detail["loc"]) == 1 or not whole):
                continue
            if detail["type"] == "too_short" and detail["loc"] in inside:
                continue  # its items are wrong, and are told
            _tell(detail, given, where, problems)
    return None


def _tell(detail: Mapping[str, Any], given: Mapping[str, Value], where: Location, problems: ProblemList) -> None:
    path = tuple(detail["loc"])
    of_key = path[-1:] == (_KEY,)
    path = path[:-1] if of_key else path
    name = str(path[-1]) if path else ""
    kind = detail["type"]
    if kind == "missing":
        problems.add(
            "missing-key",
            Text(f"il manque « {_dotted(path)} »", f"“{_dotted(path)}” is missing"),
            _EXTEND,
            place_at(path[:-1], given, where),
        )  # fmt: skip
        return
    place = place_at(path, given, where)
    if kind == "extra_forbidden" or of_key:
        place = key_at(path, given) or place
    if kind == "extra_forbidden":
        if path[:-1] == (AMENDMENTS,):
            message = Text(f"« {name} » n'est pas modélisé", f"“{name}” is not modelled")
            problems.add("not-modelled", message, _SIGN, place)
            return
        known = _keys_of(path[:-1])
        listed = quoted(known)
        problems.add(
            "unknown-key",
            Text(f"clé inconnue « {name} »", f"unknown key “{name}”"),
            did_you_mean(name, known, Text(f"clés : {listed.fr}", f"keys: {listed.en}")),
            place,
        )
        return
    told = detail.get("ctx", {})
    if "message_fr" in told:
        message = Text(f"{_dotted(path)} : {told['message_fr']}", f"{_dotted(path)}: {told['message_en']}")
        problems.add(kind, message, Text(told["hint_fr"], told["hint_en"]), place)
    elif kind == "literal_error":
        words = get_args(_field_of(path))
        listed = quoted(map(str, words))
        problems.add(
            "unknown-word",
            Text(f"« {_dotted(path)} » n'a pas cette valeur", f"“{_dotted(path)}” has no such value"),
            Text(f"valeurs : {listed.fr}", f"values: {listed.en}"),
            place,
        )
    else:
        keys = quoted(_keys_of(path)) if _keys_of(path) else None
        hint = Text(f"clés : {keys.fr}", f"keys: {keys.en}") if keys else None
        if kind in ("too_short", "too_long"):
            hint = Text("en écrire de 1 à 12", "write 1 to 12 of them")
        problems.add(
            "wrong-shape",
            Text(f"« {_dotted(path)} » n'a pas la forme attendue", f"“{_dotted(path)}” is not of the expected shape"),
            hint,
            place,
        )


def _plain(value: Value) -> Plain:
    if isinstance(value, Scalar):
        return value.text.strip()
    if isinstance(value, Items):
        return [_plain(each) for each in value]
    return {key: _plain(each) for key, each in value.values.items()}


def _dotted(path: Iterable[object]) -> str:
    steps = [each for each in path if each != "[key]"]  # pydantic's word for the key of a mapping
    return ".".join(str(each + 1) if isinstance(each, int) else str(each) for each in steps)


def _model_of(path: Iterable[object]) -> type[BaseModel] | None:
    """Return the section that stands at ``path``, if one does."""
    kind: Any = YearSections
    for step in path:
        if isinstance(step, int):
            kind = get_args(kind)[0]
            continue
        if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or step not in kind.model_fields:
            return None
        kind = kind.model_fields[str(step)].annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _field_of(path: tuple[object, ...]) -> Any:
    section = _model_of(path[:-1])
    return None if section is None else section.model_fields[str(path[-1])].annotation


def _keys_of(path: tuple[object, ...]) -> list[str]:
    section = _model_of(path)
    return [] if section is None else list(section.model_fields)
