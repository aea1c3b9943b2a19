#!/usr/bin/env python3
"""lupdate of Qt 6.4 overlooks `namespace a::b {` and files texts under the bare class name, which the program never asks for.

`contexts.py bare FILE…` takes the namespaces off, for lupdate; `contexts.py qualified FILE…` puts them back, for lrelease.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]


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


def main():
    qualified = classes()
    for name in sys.argv[2:]:
        tree = ElementTree.parse(name)
        for context in tree.getroot().iter("context"):
            label = context.find("name")
            if sys.argv[1] == "bare" and label.text.startswith("transom::") and label.text.rsplit("::", 1)[1] in qualified:
                label.text = label.text.rsplit("::", 1)[1]
            elif sys.argv[1] == "qualified":
                label.text = qualified.get(label.text, label.text)
        ElementTree.indent(tree, "    ")
        text = ElementTree.tostring(tree.getroot(), encoding="unicode")
        pathlib.Path(name).write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
