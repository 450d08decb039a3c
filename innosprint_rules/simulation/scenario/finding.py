"""Where scenarios are: files by their path, those of the agreement's own folder, those shipped; their names."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from innosprint_rules.errors import Problem, ProblemList, ScenarioError
from innosprint_rules.files import read_text
from innosprint_rules.folding import fold
from innosprint_rules.location import scenarios_root
from innosprint_rules.nearest import closest
from innosprint_rules.rulebook.book import Rulebook
from innosprint_rules.rulebook.folder import SCENARIOS
from innosprint_rules.rulebook.year.plan import SECTIONS
from innosprint_rules.strict_yaml import Fields, Scalar, YamlDocument
from innosprint_rules.wording import LANGUAGES, Lang, Text


class Head(NamedTuple):
    """What a shipped scenario is called: its name, its French name or nothing, whether years are drawn from it."""

    name: str
    nom: str
    of_years: bool

    def called(self, lang: Lang) -> str:
        """Return the name by which people of one language know it."""
        return self.nom if self.nom and lang == "fr" else self.name


def heads(rulebook: Rulebook | None = None) -> list[Head]:
    """Return what the shipped scenarios are called, those of an agreement's own folder first; nothing else is read."""
    roots = {name: _keys(path) for name, path in named(rulebook).items()}
    drawn = {name for name, keys in roots.items() if any(each in keys for each in SECTIONS)}
    return [
        Head(name, _said(keys, "nom"), name in drawn or _said(keys, "extends") in drawn) for name, keys in roots.items()
    ]


def _keys(path: Path) -> Fields:
    read = YamlDocument(text_of(path), path.name).read(ProblemList())
    return read if isinstance(read, Fields) else Fields({}, {}, None, YamlDocument("", path.name))


def _said(keys: Fields, key: str) -> str:
    value = keys.values.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def shipped() -> list[str]:
    """Return the names of the scenarios that come with the package."""
    return sorted(path.stem for path in scenarios_root().glob("*.yaml"))


def named(rulebook: Rulebook | None) -> dict[str, Path]:
    """Return the files of the scenarios that have a name: those of the agreement's folder, then those shipped."""
    roots = (*([] if rulebook is None else [rulebook.root / SCENARIOS]), scenarios_root())
    found: dict[str, Path] = {}
    for path in (each for root in roots for each in sorted(root.glob("*.yaml"))):
        found.setdefault(path.stem, path)
    return found


def french_names(rulebook: Rulebook | None = None) -> dict[str, str]:
    """Return the French name of each scenario that has one, by its name."""
    return {each.name: each.nom for each in heads(rulebook) if each.nom}


def extended_path(word: str, path: Path | None, named: Scalar, rulebook: Rulebook | None) -> Path:
    """Return the file of a scenario that another extends: one of its folder, of the agreement's, or a shipped one."""
    name = word if word.endswith(".yaml") else f"{word}.yaml"
    if path is not None and _is_name(name):
        beside = path.parent / name
        itself = beside == path and word in shipped()  # one may be called like a shipped one, and extend it
        if beside.is_file() and not itself:
            if beside.resolve().parent != path.parent.resolve():
                raise _outside(word, named)
            return beside
    if not _is_name(name):
        raise _outside(word, named)
    return path_of(word, rulebook)


def _is_name(name: str) -> bool:
    return not {"/", "\\", ":", "\0"}.intersection(name) and not name.startswith("..")


def _outside(word: str, named: Scalar) -> ScenarioError:
    return ScenarioError(
        Problem(
            "extends-elsewhere",
            Text(f"« {word[:100]} » n'est pas dans le dossier de ce scénario",
                 f"“{word[:100]}” is not in the folder of this scenario"),
            Text("prolonger un scénario du même dossier ou un scénario livré, par son nom seul",
                 "extend a scenario of the same folder, or a shipped one, by its name alone"),
            named.location,
        )
    )  # fmt: skip


def path_of(source: str | Path, rulebook: Rulebook | None) -> Path:
    """Return the file of a scenario: a path as given, or the name of one of the agreement's own or a shipped one.

    Raises:
        ScenarioError: there is none.
    """
    if not str(source).strip():
        raise ScenarioError(
            Problem(
                "empty-path",
                Text("le nom du scénario est vide", "the name of the scenario is empty"),
                Text("donner un scénario livré, comme baseline, ou le chemin d'un fichier .yaml",
                     "give a shipped scenario, such as baseline, or the path of a .yaml file"),
            )
        )  # fmt: skip
    path, files = Path(source), named(rulebook)
    try:
        if path.is_file():
            return path
        name = path.stem if path.suffix == ".yaml" else path.name
        if len(path.parts) == 1 and name in files:
            return files[name]
        folder = path.is_dir()
    except (OSError, ValueError):  # a name too long, a null character
        folder = False
    french = french_names(rulebook)
    for name, nom in french.items():
        if not folder and fold(nom) == fold(str(source)):
            return files[name]
    names = [*files, *french.values()]
    shown = str(source).replace("\0", "�")[:300]
    fr, en = (", ".join(french.get(each, each) if lang == "fr" else each for each in files) for lang in LANGUAGES)
    near = closest(shown, names)
    if folder:
        message = Text(f"« {shown} » est un dossier, non un scénario", f"“{shown}” is a folder, not a scenario")
    else:
        message = Text(f"pas de scénario « {shown} »", f"no scenario “{shown}”")
    hint = Text(f"scénarios livrés : {fr} ; ou donner le chemin d'un fichier .yaml",
                f"shipped scenarios: {en}; or give the path of a .yaml file")  # fmt: skip
    if near is not None:
        hint = Text(f"vouliez-vous dire « {near} » ?", f"did you mean “{near}”?")
    raise ScenarioError(Problem("unknown-scenario", message, hint))


def text_of(path: Path) -> str:
    problems = ProblemList()
    text = read_text(path, path.name, problems)
    if text is None:
        raise ScenarioError(problems.problems)
    return text
