#!/usr/bin/env python3
"""Keeps the translations in step with the sources.

translations.py --lupdate PATH update        collects new texts into the .ts files and forgets those that are gone
translations.py --lupdate PATH check         prints every text that has no translation yet; exit status 1 if there is one
translations.py fill LANGUAGE FILE           translates what is still open from FILE: a line "text|translation" for each

lupdate of Qt 6.4 overlooks `namespace a::b {` and files texts under the bare class name, which the program never asks for.
So the namespaces come off before it runs, and go back on afterwards. English holds the plural forms only.

How sources ask, so that lupdate finds every text: a class with Q_OBJECT by its own tr(); everything else, and all of core/lab, by
QCoreApplication::translate("Lab", "…"), with QT_TRANSLATE_NOOP("Lab", "…") in tables. Not through a struct with Q_DECLARE_TR_FUNCTIONS(Lab): what member
functions ask for that way is filed under the struct's name, and the program never finds it. A number of a plural text has a name; a cast in its place makes
lupdate overlook the text. tests/architecture checks both.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def sources():
    found = sorted((ROOT / "core").rglob("*.cpp"))
    return [str(path) for path in found + sorted((ROOT / "ui").rglob("*.cpp")) + sorted((ROOT / "ui").rglob("*.h"))]


def classes():
    """{class name: qualified name} of every class that the headers and sources of core and ui declare."""
    found = {}
    for top in ("core", "ui"):
        for path in sorted((ROOT / top).rglob("*.[hc]*")):
            namespace = ""
            for line in path.read_text(encoding="utf-8").splitlines():
                if match := re.match(r"namespace (transom[\w:]*) \{", line):
                    namespace = match.group(1)
                elif (match := re.match(r"class (\w+)(?: final)?(?:\s*:.*|\s*)$", line)) and namespace:
                    found.setdefault(match.group(1), f"{namespace}::{match.group(1)}")
    return found


def read(path):
    return ElementTree.parse(path)


def write(tree, path):
    ElementTree.indent(tree, "    ")
    text = ElementTree.tostring(tree.getroot(), encoding="unicode")
    path.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def rename_contexts(path, rename):
    tree = read(path)
    for context in tree.getroot().iter("context"):
        label = context.find("name")
        label.text = rename(label.text)
    write(tree, path)


def update(folder, lupdate):
    qualified = classes()

    def bare(name):
        last = name.rsplit("::", 1)[-1]
        return last if name.startswith("transom::") and last in qualified else name

    for name, more in (("transom_zh_CN.ts", []), ("transom_en.ts", ["-pluralonly"])):
        path = folder / name
        rename_contexts(path, bare)
        subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", *more, *sources(), "-ts", str(path)], check=True,
                       stderr=subprocess.DEVNULL)
        rename_contexts(path, lambda name: qualified.get(name, name))


def untranslated(folder):
    for path in sorted(folder.glob("*.ts")):
        for context in read(path).getroot().iter("context"):
            for message in context.iter("message"):
                if message.find("translation").get("type") == "unfinished":
                    yield path.name, context.find("name").text, message.find("source").text


def check(lupdate):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for path in HERE.glob("*.ts"):
            shutil.copy(path, folder)
        update(folder, lupdate)
        missing = list(untranslated(folder))
    for file, context, text in missing:
        print(f"{file}: {context}: {text!r} has no translation. Run the target update_translations and translate it.")
    return 1 if missing else 0


def fill(language, file):
    known = {}
    for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines():
        text, bar, translation = line.partition("|")
        if bar:
            known[text.replace("\\n", "\n")] = translation.replace("\\n", "\n")
    path = HERE / f"transom_{language}.ts"
    tree = read(path)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        if translation.get("type") != "unfinished" or message.find("source").text not in known:
            continue
        del translation.attrib["type"]
        text = known[message.find("source").text]
        if message.get("numerus") == "yes":
            for form, value in zip(translation.findall("numerusform"), text.split("||"), strict=True):
                form.text = value
        else:
            translation.text = text
    write(tree, path)
    for name, context, text in untranslated(HERE):
        print(f"{name}: {context}: {text!r} is still open")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lupdate", default="lupdate")
    parser.add_argument("what", choices=["update", "check", "fill"])
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    if given.what == "update":
        update(HERE, given.lupdate)
    elif given.what == "check":
        sys.exit(check(given.lupdate))
    elif len(given.rest) == 2:
        fill(*given.rest)
    else:
        parser.error("fill needs a language and a file")


if __name__ == "__main__":
    main()
