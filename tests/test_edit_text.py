"""A value put into JSON text: it looks like its neighbours, and nothing else changes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outage_banner.edit.json_text import Path, find, insert, put

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
SPACES = st.sampled_from(["", "", " ", "\n", "\n  ", "\t", "\r\n\t", "  \n\n "])


@st.composite
def texts(draw: st.DrawFn) -> str:
    """An object, written by a hand that spaces as it pleases."""

    def written(value: Any) -> str:
        def space() -> str:
            return draw(SPACES)

        if isinstance(value, dict):
            inside = [
                f"{space()}{json.dumps(key)}{space()}:{space()}{written(item)}{space()}"
                for key, item in value.items()
            ]
            return "{" + (",".join(inside) or space()) + "}"
        if isinstance(value, list):
            inside = [f"{space()}{written(item)}{space()}" for item in value]
            return "[" + (",".join(inside) or space()) + "]"
        return json.dumps(value, ensure_ascii=draw(st.booleans()))

    document = draw(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
    return f"{draw(SPACES)}{written(document)}{draw(SPACES)}"


def places(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    """Every value of a document with its path."""
    found = [(path, value)]
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inside:
            found += places(item, (*path, key))
    return found


def common(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    differs = (at for at, (left, right) in enumerate(pairs) if left != right)
    return next(differs, min(len(one), len(other)))


def kept(old: str, new: str) -> tuple[str, str]:
    """What of the old text is gone, and what stands there in the new one."""
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    return old[start : len(old) - end], new[start : len(new) - end]


@given(texts(), VALUES, st.text(max_size=3), st.data())
def test_a_member_is_replaced_or_added_and_all_else_stays(
    text: str, value: Any, key: str, data: st.DataObject
) -> None:
    document = json.loads(text)
    objects = [(path, one) for path, one in places(document) if isinstance(one, dict)]
    path, holder = data.draw(st.sampled_from(objects))
    key = data.draw(st.sampled_from([*holder, key]))
    order = data.draw(st.permutations([*holder, key, "other"]))
    new = put(text, (*path, key), value, order)
    member = find(text, (*path, key))
    keys = list(holder)
    holder[key] = value
    assert json.loads(new) == document
    assert [one for one in json_at(new, path) if one != key] == [one for one in keys if one != key]
    gone, _ = kept(text, new)
    if member:
        assert gone in text[member.value : member.end]
    else:
        assert not gone.strip()


@given(texts(), VALUES, st.data())
def test_an_item_is_inserted_and_all_else_stays(text: str, value: Any, data: st.DataObject) -> None:
    document = json.loads(text)
    lists = [(path, one) for path, one in places(document) if isinstance(one, list)]
    path, items = data.draw(st.sampled_from(lists or [(("new",), document.setdefault("new", []))]))
    index = data.draw(st.integers(0, len(items)))
    new = insert(text, path, index, value)
    items.insert(index, value)
    assert json.loads(new) == document
    gone, _ = kept(text, new)
    assert not gone.strip()


def json_at(text: str, path: Path) -> Any:
    value = json.loads(text)
    for step in path:
        value = value[step]
    return value


ITEM = {"name": "B", "tags": ["x"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{\n    "list": [\n        {\n            "name": "A"\n        }\n    ]\n}',
            '{\n    "list": [\n        {\n            "name": "B",\n            "tags": ["x"]\n'
            '        },\n        {\n            "name": "A"\n        }\n    ]\n}',
        ),
        (
            '{\r\n\t"list": [{\r\n\t\t"name": "A"\r\n\t}]\r\n}\r\n',
            '{\r\n\t"list": [{\r\n\t\t"name": "B",\r\n\t\t"tags": ["x"]\r\n\t}, {'
            '\r\n\t\t"name": "A"\r\n\t}]\r\n}\r\n',
        ),
        (
            '{\n  "list": [\n    {"name": "A"}\n  ]\n}\n',
            '{\n  "list": [\n    {"name": "B", "tags": ["x"]},\n    {"name": "A"}\n  ]\n}\n',
        ),
        ('{"list":[{"name":"A"}]}', '{"list":[{"name":"B","tags":["x"]},{"name":"A"}]}'),
        ('{"list": []}', '{"list": [{"name": "B", "tags": ["x"]}]}'),
        (
            '{\n  "list": []\n}',
            '{\n  "list": [\n    {"name": "B", "tags": ["x"]}\n  ]\n}',
        ),
        ('{\n  "list": null\n}', '{\n  "list": [\n    {"name": "B", "tags": ["x"]}\n  ]\n}'),
        ("{}", '{\n  "list": [\n    {"name": "B", "tags": ["x"]}\n  ]\n}'),
        (
            '{\n  "list": [\n    {"name": "A"}, {"name": "C"}\n  ]\n}',
            '{\n  "list": [\n    {"name": "B", "tags": ["x"]}, {"name": "A"}, '
            '{"name": "C"}\n  ]\n}',
        ),
    ],
    ids=[
        *("four spaces", "tabs, CRLF and joined brackets", "a line each", "no space at all"),
        *("one line", "an empty list", "null", "an empty object", "several on a line"),
    ],
)
def test_an_item_is_written_as_its_neighbours_are(text: str, expected: str) -> None:
    assert insert(text, ("list",), 0, ITEM) == expected


def test_letters_are_escaped_where_the_file_escapes_them() -> None:
    assert put('{"a": "\\u00e4"}', ("b",), "ö") == '{"a": "\\u00e4", "b": "\\u00f6"}'
    assert put('{"a": "ä"}', ("b",), "ö") == '{"a": "ä", "b": "ö"}'
    assert put('{"a": "a"}', ("b",), "ö") == '{"a": "a", "b": "ö"}'


def test_a_new_key_stands_behind_the_nearest_of_those_before_it() -> None:
    text = '{"z": 1, "a": 2, "c": 3}'
    order = ("a", "b", "c", "z")
    assert put(text, ("b",), 0, order) == '{"z": 1, "a": 2, "b": 0, "c": 3}'
    assert put('{"c": 3}', ("a",), 0, order) == '{"a": 0, "c": 3}'
    assert put('{"c": 3}', ("d",), 0) == '{"c": 3, "d": 0}'


def test_a_value_that_stands_there_already_is_left_as_it_is_written() -> None:
    text = '{"a": [1,\n2]}'
    assert put(text, ("a",), [1, 2]) == text
