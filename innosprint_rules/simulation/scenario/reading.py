"""Reading the sections of a year scenario, each mistake with its file, line and column; all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from innosprint_rules.dossier.cells import CellError
from innosprint_rules.errors import Location, ProblemList
from innosprint_rules.nearest import did_you_mean, quoted
from innosprint_rules.rulebook.year.inputs import sections_of
from innosprint_rules.rulebook.year.plan import SECTIONS, YearPlan
from innosprint_rules.rulebook.year.shapes import MOST_INSTALMENTS, Entry, Place, Section
from innosprint_rules.simulation.distributions.quantities import MILLION, written
from innosprint_rules.simulation.scenario.fields import plain, read_place
from innosprint_rules.simulation.scenario.missing import MISSING, read_missing
from innosprint_rules.simulation.scenario.sections import Drawn, YearSections
from innosprint_rules.simulation.scenario.signed import AMENDMENTS, read_signed
from innosprint_rules.simulation.scenario.ties import TIES, read_ties
from innosprint_rules.strict_yaml import Fields, Items, Scalar, Value
from innosprint_rules.wording import Text

_SIGN = Text(
    "clés : « renewal » et « signed » ; une autre dotation ou un autre dernier jour s'écrit sous « signed » :"
    " « - dotation=40000@2019-06-15 »",
    "keys: “renewal” and “signed”; another endowment or another last day is written under “signed”:"
    " “- dotation=40000@2019-06-15”",
)
_EXTEND = Text("l'écrire, ou reprendre tout d'un autre scénario avec « extends: baseline »",
               "write it, or take all of another scenario with “extends: baseline”")  # fmt: skip


def section_names(plan: YearPlan | None) -> tuple[str, ...]:
    """Return the keys of a scenario file that describe a year, those of undeclared parts too."""
    return SECTIONS if plan is None else tuple(dict.fromkeys((*map(plan.section, SECTIONS), *SECTIONS)))


def merged(own: Fields, base: Fields, plan: YearPlan | None) -> Fields:
    """Return all of ``base`` with what ``own`` says instead, section by section.

    What is not a section is taken whole: a distribution over another one is the first alone, and so is a list.
    """
    if plan is None:
        return _merged(own, base, {})
    return _merged(own, base, {**sections_of(plan), plan.section(MISSING): Section(), plan.section(TIES): _TIED})


_TIED = Section({}, several=False, label=Text(TIES, TIES))
"""Inputs that go together: merged name by name, those of each too."""


def _merged(own: Fields, base: Fields, keys: Mapping[str, Entry], *, tied: bool = False) -> Fields:
    values: dict[str, Value] = dict(base.values)
    for key, value in own.values.items():
        before, entry = values.get(key), keys.get(key)
        section = entry if isinstance(entry, Section) and not entry.several else None
        if isinstance(value, Fields) and isinstance(before, Fields) and (section is not None or tied):
            values[key] = _merged(value, before, section.keys if section else {}, tied=tied or entry is _TIED)
        else:
            values[key] = value
    return Fields(values, {**base.keys, **own.keys}, own.mark, own.document)


def read_sections(
    fields: Mapping[str, Value], root: Fields, plan: YearPlan, problems: ProblemList, whole: bool = True
) -> YearSections | None:
    """Read the sections of a year, mistakes to ``problems``; ``root`` holds them, and is the place of what is missing.

    Unless they are the ``whole``, because what they extend could not be read, what is missing is no mistake.
    """
    before = len(problems.problems)
    reader = _SectionReader(plan, root.keys, problems, whole)
    amendments, ties, missing = (plan.section(name) for name in (AMENDMENTS, TIES, MISSING))
    drawn, signed = read_signed(fields.get(amendments), problems)
    given = {key: value for key, value in fields.items() if key not in (ties, missing)}
    if drawn is not None:
        given[amendments] = drawn
    sections = sections_of(plan)
    optional = () if missing in fields or not plan.missing else (missing,)
    declared = reader.sections(given, sections, root.location, optional)
    chances = read_missing(fields[missing], plan, problems) if missing in fields and declared else {}
    if len(problems.problems) > before:
        read_ties(fields.get(ties), None, problems)
        return None
    read = YearSections(plan, reader.inputs, reader.policy, reader.instalments, chances, {}, signed)
    return replace(read, correlate=read_ties(fields.get(ties), read, problems))


class _SectionReader:
    """Reads section after section; what it found stands in ``inputs``, in the order of the sections."""

    def __init__(self, plan: YearPlan, places: Mapping[str, Location], problems: ProblemList, whole: bool) -> None:
        self.places = places
        self.plan = plan
        self.problems = problems
        self.whole = whole
        self.inputs: dict[str, Drawn] = {}
        self.policy = ""
        self.instalments = 0

    def sections(
        self, given: Mapping[str, Value], sections: Mapping[str, Entry], where: Location, optional: tuple[str, ...]
    ) -> bool:
        """Read all of them and say whether the agreement has them; those that are not there are told in one line."""
        empty = [name for name, entry in sections.items() if isinstance(entry, Section) and not entry.keys]
        lacking = [name for name in (*sections, *optional) if name not in given and name not in empty]
        if lacking and self.whole:
            names = quoted(lacking)
            message = Text(f"il manque {names.fr}", f"missing: {names.en}")
            self.problems.add("missing-key", message, _EXTEND, where)
        undeclared = sorted(given.keys() - sections.keys(), key=lambda key: self.places[key].row or 0)
        if undeclared:
            names = quoted(undeclared)
            self.problems.add(
                "part-not-declared",
                Text(f"les années de cette convention n'ont pas {names.fr}",
                     f"the years of this agreement have no {names.en}"),
                Text("le déclarer dans year.yaml, ou prendre un scénario de cette convention",
                     "declare it in year.yaml, or take a scenario of this agreement"),
                self.places[undeclared[0]],
            )  # fmt: skip
            return False  # what else does not fit follows from it, most often
        for key, entry in sections.items():
            if key in given:
                self._entry(entry, given[key], key)
        return True

    def _entry(self, entry: Entry, value: Value, path: str, label: Text | None = None, number: int = 0) -> None:
        if isinstance(entry, Place):
            self._place(entry, value, path, label, number)
        elif entry.several:
            self._several(entry, value, path)
        elif not isinstance(value, Fields):
            self._misshapen(entry, value, path)
        else:
            self._section(entry, value, path, entry.label or label, number)

    def _section(self, section: Section, value: Fields, path: str, label: Text | None, number: int) -> None:
        for key in value.values:
            if key not in section.keys:
                self._unknown(section, key, path, value.keys.get(key, value.location))
        for key, entry in section.keys.items():
            if key in value.values:
                self._entry(entry, value.values[key], f"{path}.{key}", label, number)
            elif self.whole:
                told = Text(f"il manque « {path}.{key} »", f"“{path}.{key}” is missing")
                self.problems.add("missing-key", told, _EXTEND, value.location)

    def _place(self, place: Place, value: Value, path: str, label: Text | None, number: int) -> None:
        if place.unit == "policy":
            self._choose(place, value, path)
            return
        try:
            found = read_place(place, plain(value), self.plan.members)
        except CellError as error:
            told = Text(f"{path} : {error.message.fr}", f"{path}: {error.message.en}")
            self.problems.add(error.code, told, error.hint, value.location)
            return
        apart = label if label is not None else Text(str(number), str(number)) if number else None
        name = place.label
        if apart is not None:
            name = Text(f"{name.fr} ({apart.fr})", f"{name.en} ({apart.en})")
        self.inputs[path] = Drawn(name, found)

    def _choose(self, place: Place, value: Value, path: str) -> None:
        word = value.text.strip() if isinstance(value, Scalar) else None
        if word in place.words:
            self.policy = word
            return
        listed = quoted(place.words)
        self.problems.add(
            "unknown-word",
            Text(f"« {path} » n'a pas cette valeur", f"“{path}” has no such value"),
            Text(f"valeurs : {listed.fr}", f"values: {listed.en}"),
            value.location,
        )

    def _several(self, section: Section, value: Value, path: str) -> None:
        if not isinstance(value, Items) or not 1 <= len(value.values) <= MOST_INSTALMENTS:
            hint = Text(f"en écrire de 1 à {MOST_INSTALMENTS}", f"write 1 to {MOST_INSTALMENTS} of them")
            self._misshapen(section, value, path, hint)
            return
        before = len(self.problems.problems)
        one = replace(section, several=False)
        for number, each in enumerate(value, start=1):
            self._entry(one, each, f"{path}.{number}", None, number)
        self.instalments = len(value.values)
        if len(self.problems.problems) > before:
            return
        shares = [f"{path}.{number}.share" for number in range(1, self.instalments + 1)]
        whole = sum(self.inputs[name].distribution.low for name in shares if name in self.inputs)
        if whole > MILLION:
            said = written(whole, "share")
            self.problems.add(
                "share-impossible",
                Text(f"{path} : les versements font {said.fr} de la dotation",
                     f"{path}: the instalments make {said.en} of the endowment"),
                Text("100 % au plus", "100 % at most"),
                value.location,
            )  # fmt: skip

    def _unknown(self, section: Section, key: str, path: str, where: Location) -> None:
        if path == self.plan.section(AMENDMENTS):
            message = Text(f"« {key} » n'est pas modélisé", f"“{key}” is not modelled")
            self.problems.add("not-modelled", message, _SIGN, where)
            return
        listed = quoted(section.keys)
        self.problems.add(
            "unknown-key",
            Text(f"clé inconnue « {key} »", f"unknown key “{key}”"),
            did_you_mean(key, section.keys, Text(f"clés : {listed.fr}", f"keys: {listed.en}")),
            where,
        )

    def _misshapen(self, section: Section, value: Value, path: str, hint: Text | None = None) -> None:
        keys = quoted(section.keys)
        self.problems.add(
            "wrong-shape",
            Text(f"« {path} » n'a pas la forme attendue", f"“{path}” is not of the expected shape"),
            hint or Text(f"clés : {keys.fr}", f"keys: {keys.en}"),
            value.location,
        )
