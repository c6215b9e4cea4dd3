"""Transcripts in the form of HH-RLHF as Python writes them, and the turns that Python finds in them.

The turns are found with str.find in a loop and not by a regular expression, so that this is another algorithm than the one under test.

Run: python3 test/golden/preference_files.py
"""

import base64
import gzip
import json

from golden import write

TRANSCRIPTS = [
    # Plain, and of many turns.
    ("\n\nHuman: Hi\n\nAssistant: Hello.", "\n\nHuman: Hi\n\nAssistant: Go away."),
    (
        "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: d",
        "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: e\n\nHuman: f\n\nAssistant: ",
    ),
    # Empty turns, with and without a space.
    ("\n\nHuman: \n\nAssistant:", "\n\nHuman: \n\nAssistant: x"),
    ("\n\nHuman:\n\nHuman:\n\nAssistant:  two spaces ", "\n\nHuman:\n\nHuman: \n\nAssistant:one\n\n"),
    # Unicode: beyond the first plane, right to left, separators of lines, a byte order mark, combined characters.
    ("\n\nHuman: 😀 שלום\u2028x\u2029\ufeffy\n\nAssistant: e\u0301", "\n\nHuman: 😀 שלום\u2028x\u2029\ufeffy\n\nAssistant: é"),
    # Half of a surrogate pair, which JSON can spell and UTF-8 cannot.
    ("\n\nHuman: \ud83d?\n\nAssistant: \udc00\ud800", "\n\nHuman: \ud83d?\n\nAssistant: \udc00"),
    # No shared beginning, not even the first turn.
    ("\n\nHuman: a\n\nAssistant: b", "\n\nHuman: c\n\nAssistant: d"),
    # The marker where a person wrote it, and nearly the marker.
    (
        "\n\nHuman: say '\n\nAssistant: no'\n\nAssistant: ok",
        "\n\nHuman: say '\n\nAssistant: no'\n\nAssistant: ok \nHuman: x \n\n Human: y\n\nHuman : z\n\nhuman: w\r\n\r\nHuman: v",
    ),
    # More line breaks before a marker than two, text before the first, and a first marker without its line breaks.
    ("\n\n\n\nHuman: a\n\n\nAssistant: b", "\n\n\n\nHuman: a\n\n\nAssistant: c"),
    ("Be kind.\n\nHuman: a\n\nAssistant: b", "Be kind.\n\nHuman: a\n\nAssistant: c"),
    ("Human: a\n\nAssistant: b", "Human: a\n\nAssistant: c"),
    # The same twice, one the beginning of the other, other control characters, a null.
    ("\n\nHuman: a\n\nAssistant: b", "\n\nHuman: a\n\nAssistant: b"),
    ("\n\nHuman: a\n\nAssistant: b", "\n\nHuman: a\n\nAssistant: b\n\nHuman: c\n\nAssistant: d"),
    ("\n\nHuman: \x00\x07\t\\n\"\n\nAssistant: \x1b[31m", "\n\nHuman: \x00\x07\t\\n\"\n\nAssistant: \x7f"),
]


def turns(text):
    """The turns as [role, lead, text], whose leads and texts one after the other are the text."""
    found = []
    starts = []
    at = 0
    while at <= len(text):
        places = [(text.find("\n\n" + s + ":", at), "\n\n" + s + ":", s) for s in ("Human", "Assistant")]
        if at == 0:
            places += [(0, s + ":", s) for s in ("Human", "Assistant") if text.startswith(s + ":")]
        places = [p for p in places if p[0] >= 0]
        if not places:
            break
        place = min(places)
        starts.append(place)
        at = place[0] + len(place[1])
    if not starts or starts[0][0] > 0:
        found.append(["system", "", text[: starts[0][0] if starts else len(text)]])
    for i, (start, marker, speaker) in enumerate(starts):
        end = starts[i + 1][0] if i + 1 < len(starts) else len(text)
        lead, rest = marker, text[start + len(marker) : end]
        if rest[:1] == " ":
            lead, rest = marker + " ", rest[1:]
        found.append([{"Human": "user", "Assistant": "assistant"}[speaker], lead, rest])
    assert "".join(lead + rest for _, lead, rest in found) == text
    return found


def shared(chosen, rejected):
    count = 0
    while count < min(len(chosen), len(rejected)) - 1 and chosen[count] == rejected[count]:
        count += 1
    return count


cases = []
for chosen, rejected in TRANSCRIPTS:
    a, b = turns(chosen), turns(rejected)
    k = shared(a, b)
    cases.append({"chosen": chosen, "rejected": rejected, "pair": {"prompt": a[:k], "chosen": a[k:], "rejected": b[k:]}})

# Half as published, with every character outside ASCII escaped; half as UTF-8, but for the halves of surrogate pairs.
lines = []
for i, (chosen, rejected) in enumerate(TRANSCRIPTS):
    line = json.dumps({"chosen": chosen, "rejected": rejected}, ensure_ascii=i % 2 == 1)
    lines.append(line.encode("utf-8"))
jsonl = b"\n".join(lines) + b"\n"
# Two members, as concatenated files have.
half = jsonl.index(b"\n", len(jsonl) // 2) + 1
zipped = gzip.compress(jsonl[:half], mtime=0) + gzip.compress(jsonl[half:], mtime=0)

write(
    "preference-files",
    "Transcripts, their turns as [role, lead, text], and a .jsonl and a .jsonl.gz of them in base64",
    [],
    {"cases": cases, "jsonl": base64.b64encode(jsonl).decode(), "jsonlGz": base64.b64encode(zipped).decode()},
)
