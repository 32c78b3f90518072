"""Bytes -> JSON: what is wrong with a file as JSON is told in words, with its line and column."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outage_banner.status import read_status
from outage_banner.status.document import LARGEST_BYTES, parse
from outage_banner.status.tokens import NotJson, tokens

NOW = datetime(2011, 11, 25, 5, 0, tzinfo=UTC)


def problems(source: bytes | str) -> list[str]:
    content = source.encode() if isinstance(source, str) else source
    reading = read_status(content, file="status.json", zone=ZoneInfo("America/Denver"), now=NOW)
    return [str(problem) for problem in reading.problems]


@pytest.mark.parametrize("source", ["", " \n\t\r\n", "\ufeff", "\ufeff \n"])
def test_an_empty_file_is_told_what_to_hold(source: str) -> None:
    assert problems(source) == [
        "status.json:1:1: error: the file is empty; write an object like {}"
    ]


def test_a_byte_order_mark_is_read_with_a_warning_and_counts_in_no_column() -> None:
    reading = read_status(b"\xef\xbb\xbf{}", file="status.json", zone=UTC, now=NOW)
    assert reading.status is not None
    assert [str(problem) for problem in reading.problems] == [
        "status.json:1:1: warning: the file starts with a byte order mark; "
        "save it as UTF-8 without one"
    ]
    assert problems("\ufeff{]")[-1].startswith("status.json:1:2: error: ")


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_a_wider_encoding_is_named(encoding: str, name: str) -> None:
    assert problems('{"incidents": []}'.encode(encoding)) == [
        f"status.json:1:1: error: the file is in {name}; save it as UTF-8"
    ]


def test_a_byte_that_is_not_utf8_has_a_place_counted_in_characters() -> None:
    assert problems('{\n"é": "'.encode() + b'\xe9"}') == [
        "status.json:2:7: error: the byte 0xe9 is not UTF-8; save the file as UTF-8"
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"incidents": [{"name": "x"',
            "1:28: error: the file ends inside an object; restore the rest, or close it with }]}",
        ),
        (
            '{"incidents": [1, ',
            "1:19: error: the file ends inside a list; restore the rest, or close it with ]}",
        ),
        (
            '{"incidents":',
            "1:14: error: the file ends inside an object; restore the rest, or close it with }",
        ),
        (
            '{"incidents": [{"na',
            "1:17: error: a text that never ends: the file stops inside it; close the quotes",
        ),
        ('{"a": 1,\n}', '1:8: error: a comma before "}"; leave the comma out'),
        ('{"a": [1,]}', '1:9: error: a comma before "]"; leave the comma out'),
        ('{"a": 1\n"b": 2}', '2:1: error: no comma before "b"; write one'),
        ("[1 2]", '1:4: error: no comma before "2"; write one'),
        (
            "{'a': 1}",
            '1:2: error: \' quotes no text in JSON; write double quotes, as in "name"',
        ),
        (
            '{"a": “b”}',
            '1:7: error: “ quotes no text in JSON; write double quotes, as in "name"',
        ),
        ("{a: 1}", '1:2: error: the key a has no quotes; write "a"'),
        ('{"a": down}', "1:7: error: down without quotes; write text in double quotes"),
        ('{"a": True}', "1:7: error: True is not JSON; write true"),
        ('{"a": None}', "1:7: error: None is not JSON; write null"),
        ('{"a": 01}', "1:7: error: 01 is not a number in JSON; write text in quotes"),
        (
            '{"a": 24.11.2011}',
            "1:7: error: 24.11.2011 is not a number in JSON; write text in quotes",
        ),
        (
            '{\n // down\n "a": 1}',
            '2:2: error: a comment, which JSON has not; leave it out, or write a key like "_note"',
        ),
        (
            '{"a": 1 # down\n}',
            '1:9: error: a comment, which JSON has not; leave it out, or write a key like "_note"',
        ),
        ('{"a" 1}', '1:6: error: "1" stands where ":" between the key and its value belongs'),
        ('{"a": }', '1:7: error: "}" stands where a value belongs'),
        ('{"a": 1]', '1:8: error: "]" stands where "," or "}" belongs'),
        ('{"a": 1} {"b": 2}', '1:10: error: "{" after the end of the document; leave it out'),
        (
            '{"a": "one\ntwo"}',
            "1:7: error: a text that is not closed on its line; close the quotes, or write \\n",
        ),
        (
            '{"a": "one\ttwo"}',
            "1:11: error: a bare control character in a text; leave it out or write \\u0009",
        ),
        (
            r'{"a": "C:\status"}',
            "1:10: error: \\s means nothing in JSON; write a backslash as \\\\",
        ),
    ],
)
def test_what_is_not_json_is_told_with_its_place(text: str, told: str) -> None:
    assert problems(text) == [f"status.json:{told}"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[]", "a list"),
        ("null", "null"),
        ('"down"', "text"),
        ("7", "a number"),
        ("true", "true"),
    ],
)
def test_a_document_that_is_no_object_is_told_so(text: str, kind: str) -> None:
    assert problems(text) == [
        f"status.json:1:1: error: the file is {kind}; write an object like {{}}"
    ]


def test_numbers_that_are_none_are_each_told() -> None:
    assert problems(
        '{"x-a": NaN, "x-b": [-Infinity],\n"x-c": 1e999, "x-d": ' + "9" * 5_000 + "}"
    ) == [
        "status.json:1:9: error: x-a: NaN is not a number in JSON; write a number, or null",
        "status.json:1:22: error: x-b[0]: -Infinity is not a number in JSON; "
        "write a number, or null",
        "status.json:2:8: error: x-c: 1e999 is too large a number; write it as text in quotes",
        f"status.json:2:22: error: x-d: {'9' * 60}… is too large a number; "
        "write it as text in quotes",
    ]


def test_a_key_that_stands_twice_is_told_with_both_places() -> None:
    assert problems('{"page": {},\n "incidents": [],\n "page": {"id": "a", "id": "b"}}') == [
        "status.json:3:2: error: page: this key stands a second time, first in line 1, column 2; "
        "keep one of them",
        "status.json:3:22: error: page.id: this key stands a second time, "
        "first in line 3, column 11; keep one of them",
    ]


def test_half_of_a_character_is_told_once_and_whole_ones_are_text() -> None:
    assert problems(r'{"_a": "\ud83e\udd83 \\ud800 \ud83e!"}') == [
        r"status.json:1:30: error: \ud83e is half of a character; "
        "write the whole one, or leave it out"
    ]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_ten_thousand_levels_are_refused_at_the_first_that_is_too_deep(opening: str) -> None:
    column = 64 * len(opening) + 1
    assert problems(opening * 10_000) == [
        f"status.json:1:{column}: error: the file is nested deeper than 64 levels; write it flatter"
    ]


def test_sixty_four_levels_are_read_and_one_more_is_not() -> None:
    assert problems('{"_": ' + "[" * 63 + "]" * 63 + "}") == []
    assert problems('{"_": ' + "[" * 64 + "]" * 64 + "}") == [
        "status.json:1:70: error: the file is nested deeper than 64 levels; write it flatter"
    ]


def test_bytes_past_the_limit_are_not_parsed() -> None:
    assert problems(b" " * (LARGEST_BYTES + 1)) == [
        "status.json:1:1: error: the file has 20,000,001 bytes, a status file at most 20,000,000; "
        "take old incidents out"
    ]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.binary() | st.text(alphabet="{}[]\":,\\ \n0123456789.-+eEtrufalsn/*#'").map(str.encode))
@example(b'{"a":"\\')
@example(b"\x00")
def test_any_bytes_are_a_value_or_told_as_no_json(source: bytes) -> None:
    document = parse(source)
    assert document.is_json or document.findings
    if not any(finding.severity == "error" for finding in document.findings):
        assert json.dumps(document.value) == json.dumps(json.loads(source))


@settings(deadline=None)
@given(st.text(alphabet='{}[]":,\\ \n01.-eEtruefalsn\x00') | JSON_VALUES.map(json.dumps))
def test_the_tokenizer_and_the_standard_library_agree_on_what_is_json(text: str) -> None:
    try:
        json.loads(text)
        is_json = True
    except ValueError:
        is_json = False
    try:
        list(tokens(text))
        is_tokenized = True
    except NotJson:
        is_tokenized = False
    assert is_tokenized == is_json


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(), JSON_VALUES), st.sampled_from([None, 1, "\t"]))
def test_every_value_is_found_where_it_stands(value: dict[str, object], indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    for token in tokens(text):
        if token.is_key or token.text in ("{", "["):
            continue
        part: object = value
        for step in token.path:
            part = part[step]  # type: ignore[index]
        assert json.dumps(part, ensure_ascii=False) == token.text
        assert text.startswith(token.text, token.offset)
