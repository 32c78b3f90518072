"""The model -> the JSON Schema that an author's editor checks and completes a status file with.

`python -m outage_banner.status.schema > plugins/outage_banner/status.schema.json` renews the file.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator
from typing import Any

from . import model, parts
from .model import Status

Json = dict[str, Any]

_FILLED_IN = {"id", "status", "started_at"}
"""What the model requires and the reader fills in."""
_NOISE = {"title", "default"}


def json_schema() -> Json:
    """The schema of what an author may write: no more is required than the reader requires."""
    generated = Status.model_json_schema()
    definitions: Json = generated.pop("$defs")
    texts = dict(_field_texts())
    for name, definition in (("Status", generated), *definitions.items()):
        _rewrite(name, definition, texts)
    start = [{"required": [key]} for key in ("started_at", "created_at", "incident_updates")]
    definitions["Incident"]["anyOf"] = start
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Status file",
        **generated,
        "$defs": definitions,
    }


def _rewrite(name: str, definition: Json, texts: dict[tuple[str, str], str]) -> None:
    """Makes an object's schema say what an author may leave out, and what each key means."""
    definition.pop("title", None)
    required = [key for key in definition.pop("required", ()) if key not in _FILLED_IN]
    for key, generated in definition["properties"].items():
        schema = {word: value for word, value in generated.items() if word not in _NOISE}
        if name in ("Incident", "Maintenance") and key == "components":
            schema["items"] = {"anyOf": [schema["items"], {"$ref": "#/$defs/Component"}]}
        if key not in required:
            schema = _or_null(schema)
        text = texts.get((name, key))
        definition["properties"][key] = {"description": text, **schema} if text else schema
    if required:
        definition["required"] = required


def _or_null(schema: Json) -> Json:
    """The schema, with null as a way to say nothing."""
    choices = [choice for choice in schema.get("anyOf", [schema]) if choice != {"type": "null"}]
    if len(choices) > 1 or "$ref" in choices[0]:
        return {"anyOf": [*choices, {"type": "null"}]}
    only = dict(choices[0])
    if "enum" in only:
        only["enum"] = [*only["enum"], None]
    return {**only, "type": [only["type"], "null"]}


def _field_texts() -> Iterator[tuple[tuple[str, str], str]]:
    """The text below each field of each class, and of the classes it inherits from."""
    own: dict[str, dict[str, str]] = {}
    for module in (parts, model):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                own[node.name] = dict(_texts_below(node))
    for name in own:
        for ancestor in reversed(getattr(model, name, getattr(parts, name, object)).__mro__):
            for field, text in own.get(ancestor.__name__, {}).items():
                yield (name, "$schema" if field == "schema_reference" else field), text


def _texts_below(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, below in zip(definition.body, definition.body[1:], strict=False):
        match statement, below:
            case (
                ast.AnnAssign(target=ast.Name(id=field)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield field, text


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(text(), end="")
