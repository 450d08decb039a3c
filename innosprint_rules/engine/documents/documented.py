"""Results as other tools take them: fields and response models of pydantic, with the schema that is published."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from innosprint_rules.wording import json_text

_PUBLISHED = Path(__file__).resolve().parents[2] / "report"


class Documented(ABC):
    """A result that writes itself as a document: ``class Answer(BaseModel): report: Report`` dumps and is described.

    A field takes the result as it is; nothing makes one from JSON, since the facts behind it are not in there.
    """

    __slots__ = ()
    document: ClassVar[str]
    """Name and version of the document: ``innosprint-report/1``."""

    @abstractmethod
    def model_dump(self) -> dict[str, Any]:
        """Return the result with the keys of its published JSON Schema."""

    def model_dump_json(self, indent: int | None = None) -> str:
        """Return the result as JSON, the same text for the same input."""
        return json_text(self.model_dump(), indent)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self is other or self.model_dump() == getattr(other, "model_dump", dict)()

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the document."""
        return published(cls.document)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def dumped(value: Documented) -> dict[str, Any]:
            return value.model_dump()

        return core_schema.is_instance_schema(
            cls, serialization=core_schema.plain_serializer_function_ser_schema(dumped)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return inlined(published(cls.document))


def published(document: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, from the file that is shipped."""
    text = (_PUBLISHED / f"{document.replace('/', '-')}.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def documents() -> dict[str, str]:
    """Return the documents that have a published schema, by their name: ``{"report": "innosprint-report/2"}``."""
    found = (path.name.removesuffix(".schema.json") for path in sorted(_PUBLISHED.glob("innosprint-*-*.schema.json")))
    parts = (name.rsplit("-", 1) for name in found)
    return {name.removeprefix("innosprint-"): f"{name}/{version}" for name, version in parts}


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose parts stand where they are named, so that it can be a part of another."""
    parts: dict[str, Any] = schema.get("$defs", {})

    def written(node: Any) -> Any:
        if isinstance(node, list):
            return [written(each) for each in node]
        if not isinstance(node, dict):
            return node
        named = node.get("$ref")
        rest = {key: written(value) for key, value in node.items() if key not in ("$ref", "$defs", "$schema")}
        if not isinstance(named, str):
            return rest
        return {**written(parts[named.removeprefix("#/$defs/")]), **rest}

    made: dict[str, Any] = written(schema)
    return made
