"""What SARIF 2.1.0 says of the objects that our logs are made of, as a JSON Schema written from its text.

Every object allows the properties listed and no other, so that what the standard does not know is found.
"""

from __future__ import annotations

from typing import Any


def thing(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**properties, "properties": {"$ref": "#/$defs/propertyBag"}},
    }


def some(items: dict[str, Any], unique: bool = False, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": unique, "minItems": least}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


TEXT = {"type": "string"}
FROM_ONE = {"type": "integer", "minimum": 1}
INDEX = {"type": "integer", "minimum": -1}
LANGUAGE = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
STRINGS = {"type": "object", "additionalProperties": TEXT}

SARIF: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$ref": "#/$defs/log",
    "$defs": {
        "propertyBag": {"type": "object", "properties": {"tags": some(TEXT, unique=True)}},
        "log": thing(
            ("version", "runs"),
            version={"const": "2.1.0"},
            runs=some(ref("run")),
            **{"$schema": {"type": "string", "format": "uri"}},
        ),
        "run": thing(
            ("tool",),
            tool=thing(("driver",), driver=ref("component"), extensions=some(ref("component"), unique=True)),
            invocations=some(ref("invocation")),
            language=LANGUAGE,
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            results=some(ref("result")),
            originalUriBaseIds={"type": "object", "additionalProperties": ref("artifactLocation")},
        ),
        "component": thing(
            ("name",),
            name=TEXT,
            fullName=TEXT,
            version=TEXT,
            semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"},
            language=LANGUAGE,
            informationUri={"type": "string", "format": "uri"},
            rules=some(ref("reportingDescriptor"), unique=True),
        ),
        "reportingDescriptor": thing(
            ("id",),
            id=TEXT,
            name=TEXT,
            shortDescription=ref("multiformatMessageString"),
            fullDescription=ref("multiformatMessageString"),
            help=ref("multiformatMessageString"),
            helpUri={"type": "string", "format": "uri"},
            defaultConfiguration=thing(
                enabled={"type": "boolean"}, level=LEVEL, rank={"type": "number", "minimum": -1, "maximum": 100}
            ),
        ),
        "multiformatMessageString": thing(("text",), text=TEXT, markdown=TEXT),
        "message": thing(("text",), text=TEXT, markdown=TEXT),
        "invocation": thing(
            ("executionSuccessful",),
            executionSuccessful={"type": "boolean"},
            exitCode={"type": "integer"},
            toolExecutionNotifications=some(ref("notification")),
        ),
        "notification": thing(
            ("message",),
            message=ref("message"),
            level=LEVEL,
            descriptor=thing(id=TEXT, index=INDEX),
            locations=some(ref("location"), unique=True),
        ),
        "result": {
            **thing(
                ("message",),
                ruleId=TEXT,
                ruleIndex=INDEX,
                kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
                level=LEVEL,
                message=ref("message"),
                locations=some(ref("location")),
                fingerprints=STRINGS,
                partialFingerprints=STRINGS,
            ),
            # a result that is no failure has no level
            "if": {"properties": {"kind": {"const": "fail"}}},
            "then": {"properties": {"level": {"enum": ["note", "warning", "error"]}}},
            "else": {"properties": {"level": {"const": "none"}}},
        },
        "location": thing(
            id=INDEX,
            physicalLocation=thing(
                ("artifactLocation",), artifactLocation=ref("artifactLocation"), region=ref("region")
            ),
            logicalLocations=some(ref("logicalLocation"), unique=True),
            message=ref("message"),
        ),
        "artifactLocation": thing(
            uri={"type": "string", "format": "uri-reference", "pattern": r"^[^ \\]*$"}, uriBaseId=TEXT, index=INDEX
        ),
        "region": thing(("startLine",), startLine=FROM_ONE, startColumn=FROM_ONE, endLine=FROM_ONE, endColumn=FROM_ONE),
        "logicalLocation": thing(name=TEXT, fullyQualifiedName=TEXT, decoratedName=TEXT, kind=TEXT, index=INDEX),
    },
}
