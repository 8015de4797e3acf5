"""Tries every rule file below a folder on every file below another; prints a line of JSON for each match.

Needs the package yara-x of PyPI. Each rule file is a namespace of its own; links are not followed.
"""
import hashlib
import json
import os
import sys

import yara_x


def files_below(folder):
    for at, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(at, name)
            if os.path.isfile(path) and not os.path.islink(path):
                yield path


rules_folder, files_folder = sys.argv[1:]
compiler = yara_x.Compiler()
for path in files_below(rules_folder):
    if path.endswith(".yara"):
        compiler.new_namespace(os.path.relpath(path, rules_folder))
        with open(path, encoding="utf-8") as file:
            compiler.add_source(file.read())
scanner = yara_x.Scanner(compiler.build())
# Most files are those of the base, the same in all images.
known = {}
for path in files_below(files_folder):
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).digest()
    if digest not in known:
        known[digest] = [
            {"rule": rule.identifier, "namespace": rule.namespace, "tags": list(rule.tags)}
            for rule in scanner.scan(data).matching_rules
        ]
    for match in known[digest]:
        print(json.dumps({"file": path, **match}))
