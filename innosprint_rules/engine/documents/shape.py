"""The shape of a document, declared once: a declaration writes the document from a result and makes its schema.

A shape is a pydantic model. It names the keys in their order, with the types that are published; ``Of`` says where in
the result a key is read where that is not the attribute of the same name, ``As`` how what is found there is written.
Nothing is validated in writing, so that what a user's file holds (a name that is no Unicode) is written as it is.
Whoever reads a document has typed access by ``model_validate_json``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from innosprint_rules.money import plain

_Convert: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Of:
    """Where in the result a key is read: a dotted path of attributes, or a function of the result."""

    read: str | _Convert


@dataclass(frozen=True, slots=True)
class As:
    """How what is found in the result is written."""

    write: _Convert


def _itself(value: Any) -> Any:
    return value


ITSELF = Of(_itself)
"""For a part that is read from the same result as the whole."""

Amount = Annotated[
    str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="euros, exact", examples=["35000.00"]), As(plain)
]
"""Cents in the result, euros as text in the document."""
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2019-06-01"]), As(date.isoformat)]
"""A date in the result, ISO text in the document."""
Count = Annotated[int, Field(ge=0)]


class Part(BaseModel):
    """What every part of a document is made from."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    @classmethod
    def written(cls, result: object) -> dict[str, Any]:
        """Return what ``result`` says under the keys of this shape, as JSON carries it."""
        found: dict[str, Any] = _part(cls)(result)
        return found


class Written(Part):
    """A whole document, as it is printed or written to a file."""

    innosprint_digest: str | None = Field(
        default=None,
        pattern="^[0-9a-f]{64}$",
        description="in a file: the SHA-256 of the file with 64 zeros in the place of this value",
    )


def schema_text(shape: type[Part]) -> str:
    """Return the JSON Schema of a document as it is published."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@cache
def _part(shape: type[Part]) -> _Convert:
    """Return what writes a result in a shape.

    A key with a default is left out where there is nothing to say; without ``Of`` it is for whoever saves the document
    to fill in.
    """
    keys = [
        (field.alias or name, field.is_required(), _reader(name, field), _writer(field.annotation, *field.metadata))
        for name, field in shape.model_fields.items()
        if field.is_required() or any(isinstance(said, Of) for said in field.metadata)
    ]

    def written(result: Any) -> dict[str, Any]:
        return {key: write(found) for key, always, read, write in keys if (found := read(result)) or always}

    return written


def _reader(name: str, field: FieldInfo) -> _Convert:
    for said in reversed(field.metadata):  # what the field says goes before what its type says
        if isinstance(said, Of):
            return attrgetter(said.read) if isinstance(said.read, str) else said.read
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    if len(choices) == 1:  # the name of the document: there is nothing to read
        return lambda _: choices[0]
    return attrgetter(name)


def _writer(kind: Any, *metadata: object) -> _Convert:
    for said in metadata:
        if isinstance(said, As):
            return said.write
    inside = get_args(kind)
    match get_origin(kind):
        case None if isinstance(kind, type) and issubclass(kind, Part):
            return _part(kind)
        case origin if origin is Annotated:
            return _writer(*inside)
        case origin if origin is list:
            each = _writer(inside[0])
            return lambda found: [each(value) for value in found]
        case origin if origin is dict:
            each = _writer(inside[1])
            return lambda found: {key: each(value) for key, value in found.items()}
        case origin if origin in (Union, UnionType) and len(inside) == 2 and inside[1] is NoneType:
            each = _writer(inside[0])
            return lambda found: None if found is None else each(found)
    return _itself
