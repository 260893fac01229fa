#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

"""Holds the JSON Schema of scenario files to the corpus that the program's reader is held to.

    checkschema.py SCHEMA CORPUS GOOD...

Every file in CORPUS/good, and every further GOOD file or directory, must pass; every one in CORPUS/bad must not, except those
that CORPUS/beyond-schema.txt names, which must: what is wrong with them no schema can say, or none has to.
"""

import json
import pathlib
import sys

import jsonschema


def main(schema_path, corpus, more):
    schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    validator_class = jsonschema.validators.validator_for(schema)
    assert validator_class is jsonschema.Draft202012Validator
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def is_accepted(path):
        """None if the file is no JSON at all."""
        try:
            value = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=lambda name: {}[name])
        except (ValueError, KeyError):
            return None
        return next(validator.iter_errors(value), None) is None

    corpus = pathlib.Path(corpus)
    good = sorted((corpus / "good").glob("*.fuse.json"))
    for name in more:
        path = pathlib.Path(name)
        good += sorted(path.glob("*.fuse.json")) if path.is_dir() else [path]
    bad = sorted((corpus / "bad").glob("*.fuse.json"))
    lines = (corpus / "beyond-schema.txt").read_text(encoding="utf-8").splitlines()
    beyond = {line.split()[0] for line in lines if line and not line.startswith("#")}

    faults = []
    for path in good:
        if not is_accepted(path):
            errors = validator.iter_errors(json.loads(path.read_bytes().decode("utf-8-sig")))
            worst = jsonschema.exceptions.best_match(errors)
            faults.append(f"{path}: must pass: {worst.json_path}: {worst.message}")
    for path in bad:
        name = path.name.removesuffix(".fuse.json")
        accepted = is_accepted(path)
        if accepted and name not in beyond:
            faults.append(f"{path}: must not pass, or be named in beyond-schema.txt")
        if not accepted and name in beyond:
            faults.append(f"{path}: is refused, so beyond-schema.txt need not name it")
    faults += [f"beyond-schema.txt: there is no {name}" for name in sorted(beyond - {p.name.removesuffix(".fuse.json") for p in bad})]
    if len(good) < 30 or len(bad) < 60:
        faults.append(f"only {len(good)} good and {len(bad)} bad files were found")
    print("\n".join(faults) if faults else f"{len(good)} good and {len(bad)} bad files, {len(beyond)} of them beyond the schema")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
