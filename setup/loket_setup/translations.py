# Copyright 2026 Loket Connector contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Merge a template into translations: a program of its own, as it takes polib.

Called with an i18n folder, and optionally a JSON file with translations for the terms
that have none. Writes the terms without a translation to standard output.
"""

import json
import sys
from pathlib import Path

import polib

# In place of a translation that would repeat the term, which OCA's check clears.
SAME = "The same in this language."
# They would differ at each export, and nothing reads them.
_DATES = ("POT-Creation-Date", "PO-Revision-Date")


def main(folder: Path, words: dict[str, str]) -> None:
    """Bring every translation in a folder up to date with its template."""
    (path,) = folder.glob("*.pot")
    template = polib.pofile(str(path))
    for name in _DATES:
        template.metadata.pop(name, None)
    _save(template, path)
    for path in sorted(folder.glob("*.po")):
        translation = polib.pofile(str(path))
        merge(translation, template, words)
        _save(translation, path)
        for entry in translation.untranslated_entries():
            if entry.tcomment == SAME:
                continue
            sys.stdout.write(f"{path.parts[-3]} {path.name}: {json.dumps(entry.msgid)}")
            sys.stdout.write("\n")


def merge(
    translation: polib.POFile, template: polib.POFile, words: dict[str, str]
) -> None:
    """Give a translation the terms of its template, in its order."""
    known = {
        entry.msgid: entry.msgid if entry.tcomment == SAME else entry.msgstr
        for entry in translation
        if not entry.obsolete
    }
    translation.clear()
    for entry in sorted(template, key=lambda entry: entry.msgid):
        text = known.get(entry.msgid) or words.get(entry.msgid, "")
        same = text == entry.msgid
        translation.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr="" if same else text,
                tcomment=SAME if same else "",
                comment=entry.comment,
                occurrences=entry.occurrences,
            )
        )


def _save(file: polib.POFile, path: Path) -> None:
    for name in _DATES:
        file.metadata.pop(name, None)
    path.write_text(f"{file}".rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        json.loads(Path(sys.argv[2]).read_text("utf-8")) if sys.argv[2:] else {},
    )
