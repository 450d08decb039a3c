"""Reader of a dossier written as one YAML or JSON document: a mapping of tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from innosprint_rules.dossier.formats.encoding import file_name, read_text_file
from innosprint_rules.dossier.formats.json_text import parse_json
from innosprint_rules.dossier.formats.mappings import Lined
from innosprint_rules.dossier.formats.named_tables import raw_from_tables
from innosprint_rules.dossier.schema.raw import Fault, RawDossier
from innosprint_rules.dossier.schema.tables import Schema
from innosprint_rules.errors import ProblemList
from innosprint_rules.strict_yaml import Items, Scalar, Value, YamlDocument
from innosprint_rules.wording import Text


def read_document(path: Path, schema: Schema) -> RawDossier:
    """Read the document at ``path``, YAML or JSON by its suffix; faults and notices are in the result."""
    first = RawDossier(schema, file_name(path))
    root = parse_document(path, first)
    if not isinstance(root, Mapping):
        if not first.faults:
            _not_a_dossier(first)
        return first
    raw = raw_from_tables(root, schema, first.file, paths=is_json(path))
    raw.faults[:0] = first.faults
    raw.notices[:0] = first.notices
    if not raw.tables and not raw.faults:
        _not_a_dossier(raw)
    return raw


def parse_document(path: Path, raw: RawDossier) -> object:
    """Return what the document at ``path`` holds; faults go to ``raw``."""
    text = read_text_file(path, raw)
    if text is None:
        return None
    return parse_json(text, raw) if is_json(path) else parse_yaml(text, raw)


def parse_yaml(text: str, raw: RawDossier) -> object:
    """Return the document as mappings, lists, texts and None; None, with a fault in ``raw``, if malformed."""
    problems = ProblemList()
    read = YamlDocument(text, raw.file or "").read(problems, aliases=False)
    raw.faults += [Fault(problem) for problem in problems.problems]
    return None if read is None else _plain(read)


def _plain(value: Value) -> object:
    """Return a value as the tables are read: mappings know their lines."""
    if isinstance(value, Scalar):
        return None if value.blank else value.text
    if isinstance(value, Items):
        return list(map(_plain, value))
    mapping = Lined((key, _plain(each)) for key, each in value.values.items())
    mapping.lines = {key: where.row or 1 for key, where in value.keys.items()}
    mapping.line = min(mapping.lines.values(), default=value.location.row)
    return mapping


def is_json(path: Path) -> bool:
    """Tell whether ``path`` is to be read as JSON."""
    return path.suffix.lower() == ".json"


def _not_a_dossier(raw: RawDossier) -> None:
    names = raw.schema.quoted_names
    raw.fault(
        "no-table",
        Text("le document ne contient aucune table connue", "the document holds no known table"),
        Text(
            f"écrire au premier niveau une ou plusieurs des tables {names.fr}",
            f"write at the top level one or more of the tables {names.en}",
        ),
    )
