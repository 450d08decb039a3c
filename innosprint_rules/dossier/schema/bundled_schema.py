"""The schemas that were read: that of the bundled agreement, read once, and how a schema is pickled."""

from __future__ import annotations

import copyreg
import threading
from collections.abc import Mapping
from typing import Any

from innosprint_rules.dossier.schema.declarations import read_schema, schema_of_texts
from innosprint_rules.dossier.schema.tables import Described, Schema, interned
from innosprint_rules.location import BUNDLED, rules_root

_bundled: list[Schema] = []
_lock = threading.RLock()


def bundled_schema() -> Schema:
    """Return the schema of the bundled agreement, read once whatever the number of threads; it never changes."""
    with _lock:
        if not _bundled:
            _bundled.append(read_schema(rules_root() / BUNDLED))
        return _bundled[0]


def keep_bundled(schema: Schema) -> None:
    """Take ``schema``, read with the rest of the bundled agreement, for the bundled one, unless it was read before."""
    with _lock:
        if not _bundled:
            _bundled.append(schema)


def schema_of(described: Described | None) -> Schema:
    """Return the schema of ``described``; that of the bundled agreement where it is None."""
    return bundled_schema() if described is None else described.schema


def _reduced(schema: Schema) -> tuple[Any, ...]:
    """Pickle the bundled schema by name, another by its declarations."""
    if _bundled and schema is _bundled[0]:
        return bundled_schema, ()
    return _restored, (schema.texts,)


def _restored(texts: Mapping[str, str]) -> Schema:
    return interned(texts) or schema_of_texts(texts)


copyreg.pickle(Schema, _reduced)  # whoever has a schema has read it by what stands above
