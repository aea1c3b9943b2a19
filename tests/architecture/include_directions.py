#!/usr/bin/env python3
"""Reads every #include of the project and fails on an arrow that runs the wrong way, and on words that have no place in it.

The rules are the picture of the house: base <- wire <- protocol <- session <- services <- server, client.
`include_directions.py DIR` checks a tree; `--self-test` plants each kind of fault and sees that it is found.
"""

import os
import pathlib
import re
import sys
import tempfile

SERVICES = {"chat", "command", "files", "delivery"}

# What a module of core may include besides itself.
ALLOWED = {
    "base": set(),
    "wire": {"base"},
    "protocol": {"base", "wire"},
    "security": {"base"},
    "inspect": {"base", "wire", "protocol"},
    "transport": {"base", "security"},
    "session": {"base", "wire", "protocol", "security", "transport"},
    "accounts": {"base", "protocol", "security"},
    "chat": {"base", "wire", "protocol", "session"},
    "command": {"base", "wire", "protocol", "session"},
    "files": {"base", "wire", "protocol", "session"},
    "delivery": {"base", "wire", "protocol", "session"},
    "lab": {"base", "wire", "protocol", "security", "inspect", "transport"},
}
ALLOWED["server"] = set(ALLOWED)
ALLOWED["client"] = set(ALLOWED) - {"accounts"}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')
GUI_HEADER = re.compile(r"^Q(Widget|Application|GuiApplication|MainWindow|Dialog|Label|.*Button|(Abstract)?(Item|List|Tree|Table)View|Pixmap|Image|Icon|Font|Color|Painter|Palette|Style)")
# Written so that this file does not find itself.
PROMISE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
MACHINE = re.compile(r"(?<![\w.])/(wo" + r"rk|ho" + r"me/runner|Us" + r"ers)/")
# Texts of such a function are collected under its namespace and looked up under another name: never translated.
OWN_TR = re.compile(r"^(static |inline )?QString tr\(const char")
# lupdate files what member functions ask for through such a struct under the struct's name, and the program never finds it.
LENT_TR = re.compile(r"Q_DECLARE_TR_" + r"FUNCTIONS\(Lab\)")
# lupdate 6.4 overlooks a text whose number is a cast.
CAST_NUMBER = re.compile(r'translate\("\w+", "[^"]*%L?n[^"]*", nullptr, static_cast<')
SOURCES = {".h", ".cpp"}
TEXTS = SOURCES | {".py", ".md", ".txt", ".cmake", ".json", ".ts", ".qrc", ".sh", ".in", ".service", ".desktop", ".xml", ".lua", ".yml", ".yaml", ""}
# What no commit holds, and what is no text of ours.
SKIPPED = {".git", "build", "__pycache__", ".cache", ".venv"}


def module_of(path):
    """("core", "wire"), ("ui", "chat"), ("app", "cli"), ("tests", "unit")"""
    parts = pathlib.PurePosixPath(path).parts
    return parts[0], parts[1] if len(parts) > 2 else ""


def faults_of(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if PROMISE.search(line):
            yield number, "a promise in a comment; do it or leave it"
        if MACHINE.search(line):
            yield number, "a path of one machine"
        if CAST_NUMBER.search(line):
            yield number, "a number that is a cast: translators' tools do not find this text; give the number a name"
        if LENT_TR.search(line) and path.startswith("core/"):
            yield number, 'texts asked for under another name than the context, which translators\' tools misfile; use QCoreApplication::translate("Lab", text)'
        if OWN_TR.search(line):
            yield number, "a tr() of its own, whose texts no translator's tool finds; use translate(context, text)"
    if pathlib.PurePosixPath(path).suffix in SOURCES and path.split("/")[0] in ("core", "ui", "app", "tests"):
        yield from include_faults(path, text)


def include_faults(path, text):
    top, module = module_of(path)
    if path.endswith(".h") and "#pragma once" not in text:
        yield 0, "a header without #pragma once"
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        bracket, name = match.groups()
        if bracket == "<":
            if top == "core" and GUI_HEADER.match(name):
                yield number, f"core uses no GUI: <{name}>"
            if name.startswith("QSql") and (top, module) != ("core", "accounts"):
                yield number, f"SQL stays in core/accounts: <{name}>"
            if (top, module) == ("ui", "models") and re.match(r"^Q(Widget|Application|MainWindow|Dialog)", name):
                yield number, f"models are tested without a screen: <{name}>"
            continue
        if name.startswith("../") or "/" not in name:
            if not name.endswith(".moc"):
                yield number, f'"{name}" does not start at the root of the tree'
            continue
        to_top, to_module = module_of(name)
        if to_top == "app" and top != "app":
            yield number, f"nothing but app sees app: {name}"
        elif to_top == "ui" and top == "core":
            yield number, f"core never sees ui: {name}"
        elif to_top == "tests" and top != "tests":
            yield number, f"the product never sees its tests: {name}"
        elif top == "core" and to_top == "core" and to_module != module:
            if to_module not in ALLOWED.get(module, set()):
                yield number, f"{module} may not include {to_module}: {name}"
            elif module == "session" and to_module == "transport" and not name.endswith("/byte_stream.h"):
                yield number, f"session sees of transport only byte_stream.h: {name}"


def files_of(root):
    for directory, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in sorted(names):
            path = pathlib.Path(directory, name)
            if path.suffix in TEXTS and path.is_file():
                yield path


def check(root):
    count = 0
    faults = []
    for path in files_of(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # no text after all: a corpus, a picture
        count += 1
        name = path.relative_to(root).as_posix()
        for number, fault in faults_of(name, text):
            faults.append(f"{name}:{number}: {fault}")
    return count, faults


PLANTED = {
    "core/wire/a.h": '#pragma once\n#include "core/protocol/json.h"\n',
    "core/chat/b.cpp": '#include "core/files/file_service.h"\n',
    "core/session/c.cpp": '#include "core/transport/socket_stream.h"\n',
    "core/base/d.cpp": '#include "ui/theme/theme.h"\n',
    "core/base/e.cpp": "#include <QWidget>\n",
    "core/server/f.cpp": "#include <QSqlQuery>\n",
    "core/base/g.h": "int x;\n",
    "ui/chat/h.cpp": '#include "app/desktop/main.h"\n',
    "core/base/i.cpp": "// " + "TO" + "DO later\n",
    "core/base/j.cpp": '#include "error.h"\n',
    "ui/models/k.cpp": "#include <QWidget>\n",
    "core/client/l.cpp": '#include "core/accounts/users.h"\n',
    "core/inspect/p.h": '#pragma once\n#include "core/session/session.h"\n',
    "core/base/q.cpp": 'const char *path = "/wo' + 'rk/data";\n',
    "packaging/r.md": "See /wo" + "rk/notes.\n",
    "core/lab/text.cpp": "struct Text\n{\n    Q_DECLARE_TR_" + "FUNCTIONS(Lab)\n};\n",
    "ui/chat/v.cpp": 'translate("Lab", "%n ' + 'line(s)", nullptr, stat' + 'ic_cast<int>(n));\n',
    "core/chat/t.cpp": "QString tr" + "(const char *text)\n",
    "tests/unit/s.cpp": '#include "app/desktop/main.h"\n',
}
HARMLESS = {
    "core/session/m.cpp": '#include "core/transport/byte_stream.h"\n#include <QObject>\n',
    "core/server/n.cpp": '#include "core/accounts/users.h"\n',
    "tests/unit/o.cpp": '#include "core/base/error.h"\n#include "o.moc"\n',
    "core/inspect/t.h": '#pragma once\n#include "core/protocol/json.h"\n#include "core/wire/tap.h"\n',
    "ui/chat/u.cpp": '#include "core/chat/chat_client.h"\n#include <QWidget>\n',
    "README.md": "Work in /network/workshop/.\n",
}


def self_test():
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory)
        for name, text in {**PLANTED, **HARMLESS}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        found = {fault.split(":")[0] for fault in check(root)[1]}
    missed = set(PLANTED) - found
    wrong = found - set(PLANTED)
    for name in sorted(missed):
        print(f"not found: {name}")
    for name in sorted(wrong):
        print(f"found where there is nothing: {name}")
    return 1 if missed or wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    count, faults = check(sys.argv[1])
    for fault in faults:
        print(fault)
    print(f"{count} files read, {len(faults)} faults")
    return 1 if faults or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
