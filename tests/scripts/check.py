#!/usr/bin/env python3
"""Runs the scripts that `examples/print_scripts.rs` wrote and compares what they print with what the engine says.

usage: check.py DIRECTORY [--names NAME …] [--write FILE]

Needs numpy, scikit-learn and torch, and a system with fork: every script runs in a process of its own, split off from
one that has imported the libraries. Every line must be equal; of an exception, its type (the engine words the message
itself). PyTorch's sums depend on the processor's lanes, so it is held to AVX2, the kind the engine reproduces.
--write stores what Python printed: `tests/golden/script_outputs.json` is made so, from `tests/scripts/settings.json`.
"""
import argparse
import json
import os
import sys
import traceback
import warnings
from pathlib import Path

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import sklearn.datasets  # noqa: E402, F401
import sklearn.linear_model  # noqa: E402, F401
import torch  # noqa: E402

torch.set_num_threads(1)


def run(script, output):
    """In the child: what the script prints goes to `output`, after an exception followed by the traceback's end."""
    os.dup2(output, 1)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
    warnings.simplefilter("ignore")
    try:
        exec(compile(script.read_text(), script.name, "exec"), {"__name__": "__main__"})
    except Exception as error:
        print(traceback.format_exception_only(error)[-1].splitlines()[0])
        return 1
    return 0


def printed(script):
    """The script's lines, and whether it raised."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        status = 2
        try:
            status = run(script, write)
            sys.stdout.flush()
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, 1):
        raise RuntimeError(f"{script.name} could not be run")
    return lines, status == 1


def difference(script, lines, raised):
    """None, or the first line that differs."""
    expected = script.with_suffix(".out").read_text().splitlines()
    if raised and expected and lines[-1].split(":")[0] == expected[-1].split(":")[0]:
        expected[-1] = lines[-1]
    for number, (theirs, ours) in enumerate(zip(lines, expected)):
        if theirs != ours:
            return f"line {number + 1}: Python {theirs!r}, engine {ours!r}"
    if len(lines) != len(expected):
        return f"Python prints {len(lines)} lines, the engine {len(expected)}: {lines[-1:]!r}, {expected[-1:]!r}"
    return None


def fnv1a(text):
    """A digest of 64 bits that is short to write in both languages."""
    digest = 0xCBF29CE484222325
    for byte in text.encode():
        digest = (digest ^ byte) * 0x100000001B3 % 2**64
    return f"{digest:016x}"


def store(file, results):
    """For each script the digest of its text and what Python printed, of an exception its type."""
    stored = {}
    for script, (lines, raised) in results:
        printed = lines[:-1] + [lines[-1].split(":")[0]] if raised else lines
        stored[script.stem] = [fnv1a(script.read_text()), printed]
    meta = {"sklearn": sklearn.__version__, "torch": torch.__version__}
    meta |= {"python": sys.version.split()[0], "torch_cpu_capability": torch.backends.cpu.get_cpu_capability()}
    with open(file, "w") as out:
        out.write('{"meta":' + json.dumps(meta) + ',"scripts":{\n')
        out.write(",\n".join(f"{json.dumps(name)}:{json.dumps(ran)}" for name, ran in stored.items()))
        out.write("\n}}\n")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("directory", type=Path)
    options.add_argument("--names", nargs="*")
    options.add_argument("--write")
    options = options.parse_args()
    scripts = sorted(options.directory.glob("*.py"))
    if options.names:
        scripts = [script for script in scripts if script.stem in options.names]
    results = [(script, printed(script)) for script in scripts]
    differing = [(script.stem, what) for script, ran in results if (what := difference(script, *ran))]
    for name, what in differing:
        print(f"{name}: {what}")
    print(f"{len(scripts) - len(differing)} of {len(scripts)} scripts print what the engine says")
    if options.write:
        store(options.write, results)
    sys.exit(bool(differing) or not scripts)


if __name__ == "__main__":
    main()
