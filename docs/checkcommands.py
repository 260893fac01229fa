#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Fuseboard authors
# SPDX-License-Identifier: MIT

"""Runs the commands that documents show, so that they cannot rot.

    checkcommands.py PROGRAM_DIRECTORY DOCUMENT...

Every fenced block of a document stands under a line that says what it is:

- <!-- run --> is run by bash, with PROGRAM_DIRECTORY in the PATH; the blocks of one document in one new directory;
- <!-- run: PROGRAM --> likewise, if there is such a PROGRAM;
- <!-- output --> is what the commands of the block before print; "..." stands for the rest of a line, or for some lines;
- <!-- file: NAME --> occurs in that file, beside the document, as it is;
- <!-- shown: WHY --> is not run here.

YAML files that are quoted are read, and a Job must have as many completions as its commands say parts.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

BLOCK = re.compile(r"^(?:<!-- (run|output|file|shown)(?:: ([^\n]*))? -->\n)?```(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def faults_of_yaml(path):
    job = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec = job["spec"]
    if job["kind"] != "Job" or job["apiVersion"] != "batch/v1" or spec["completionMode"] != "Indexed":
        return [f"{path}: must be an Indexed Job"]
    for container in spec["template"]["spec"]["containers"]:
        volumes = {volume["name"] for volume in spec["template"]["spec"]["volumes"]}
        mounts = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
        command = " ".join(container["command"] + container["args"])
        parts = re.search(r'sweep run (\S+) --shard "\$\(\(JOB_COMPLETION_INDEX \+ 1\)\)/(\d+)"', command)
        if not parts or int(parts[2]) != spec["completions"] or parts[1] not in mounts.values() or not mounts.keys() <= volumes:
            return [f"{path}: the command does not fit the number of completions and the volumes: {command}"]
    return []


def is_printed(shown, output):
    """Whether the lines of shown come in output, in their order."""
    lines = iter(output.splitlines())
    for line in shown.splitlines():
        head = line.removesuffix("...")
        if head.strip() and not any(other == line if head == line else other.startswith(head) for other in lines):
            return False
    return True


def faults_of(document, environment):
    faults = []
    text = document.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    if len(blocks) != text.count("\n```") // 2 or not blocks:
        faults.append(f"{document}: {len(blocks)} blocks were understood, and there are {text.count(chr(10) + '```') // 2}")
    output = ""
    with tempfile.TemporaryDirectory() as directory:
        for kind, what, _, content in blocks:
            if kind == "run" and (not what or shutil.which(what)):
                result = subprocess.run(["bash", "-euo", "pipefail", "-c", content], cwd=directory, env=environment,
                                        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
                output = result.stdout
                if result.returncode != 0:
                    faults.append(f"{document}: status {result.returncode}:\n{content}{result.stdout}{result.stderr}")
            elif kind == "run":
                print(f"{document}: there is no {what} here, so this was not run:\n{content}")
            elif kind == "output" and not is_printed(content, output):
                faults.append(f"{document}: this was not printed:\n{content}\nbut:\n{output}")
            elif kind == "file":
                path = document.parent / what
                if content not in path.read_text(encoding="utf-8"):
                    faults.append(f"{document}: this is not in {path}:\n{content}")
                if path.suffix == ".yaml":
                    faults += faults_of_yaml(path)
            elif kind not in ("output", "shown"):
                faults.append(f"{document}: what this is is not said above it:\n{content}")
    return faults


def main(programs, documents):
    environment = dict(os.environ, PATH=programs + os.pathsep + os.environ["PATH"])
    faults = [fault for name in documents for fault in faults_of(pathlib.Path(name), environment)]
    print("\n".join(faults) if faults else f"{len(documents)} documents are right")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
