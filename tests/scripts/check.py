#!/usr/bin/env python3
"""Runs the scripts and notebooks that `write.mjs` wrote and compares what they print with what the engine says.

usage: check.py DIRECTORY [--names NAME …] [--write FILE]

Needs what requirements.txt names, and a system with fork: each runs in a process of its own, split off from one that
has imported the libraries; of a notebook the code cells, in order, in one namespace. Every line must be equal but where
less is claimed: the claim stands with `tolerance`. Of an exception its type is compared (the engine words the message
itself). PyTorch's sums depend on the processor's lanes, so it is held to AVX2, the kind the engine reproduces.
--write stores what Python printed: `tests/golden/script_outputs.json` is made so, from `tests/scripts/settings.json`.
"""
import argparse
import json
import os
import re
import sys
import traceback
import warnings
from pathlib import Path

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"

import nbformat  # noqa: E402
import sklearn.datasets  # noqa: E402, F401
import sklearn.linear_model  # noqa: E402, F401
import torch  # noqa: E402

torch.set_num_threads(1)

EPOCHS = re.compile(r"^((?:epoch|update) \d+: (?:loss|f) )(\S+)$")
RESULT = re.compile(r"^([a-z_]+ = )(\S+)$")


def sources(file):
    """The pieces of code that a reader would run one after the other."""
    if file.suffix == ".py":
        return [file.read_text()]
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def run(pieces, name, output):
    """In the child: what the code prints goes to `output`, after an exception followed by the traceback's end."""
    os.dup2(output, 1)
    sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8")
    warnings.simplefilter("ignore")
    namespace = {"__name__": "__main__"}
    try:
        for piece in pieces:
            exec(compile(piece, name, "exec"), namespace)
    except Exception as error:
        print(traceback.format_exception_only(error)[-1].splitlines()[0])
        return 1
    return 0


def printed(file):
    """The lines that a script or a notebook prints, and whether it raised."""
    pieces = sources(file)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        status = 2
        try:
            status = run(pieces, file.name, write)
            sys.stdout.flush()
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as pipe:
        lines = pipe.read().splitlines()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status not in (0, 1):
        raise RuntimeError(f"{file.name} could not be run")
    return lines, status == 1


def tolerance(case):
    """How far a number may be off, relatively: nothing, but for what is claimed otherwise."""
    if case["program"] == "sgd_regressor":
        return 1e-12
    if torch.backends.cpu.get_cpu_capability() == "AVX2":
        return 0.0
    # Another processor adds up in another order.
    return 2e-6 if case["dtype"] == "float32" else 1e-12


def close(theirs, ours, share):
    """Whether two lines say the same, up to that share of their number; a count and a name must be equal."""
    for pattern, rounding in ((EPOCHS, 1e-4), (RESULT, 0.0)):
        a, b = pattern.match(theirs), pattern.match(ours)
        if a and b and a[1] == b[1] and not a[1].startswith("n_iter_"):
            x, y = float(a[2]), float(b[2])
            return abs(x - y) <= share * max(abs(x), abs(y)) + rounding
    return False


def difference(case, lines, raised):
    """None, or the first line that differs by more than is claimed."""
    expected = list(case["printed"])
    if raised and expected and lines[-1].split(":")[0] == expected[-1].split(":")[0]:
        expected[-1] = lines[-1]
    share = tolerance(case)
    for number, (theirs, ours) in enumerate(zip(lines, expected)):
        if theirs != ours and not (share and close(theirs, ours, share)):
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
    cases = json.loads((options.directory / "expected.json").read_text())
    names = [name for name in sorted(cases) if not options.names or name in options.names]
    files = [options.directory / f"{name}{suffix}" for name in names for suffix in (".py", ".ipynb")]
    results = [(file, printed(file)) for file in files]
    differing = [(file.name, what) for file, ran in results if (what := difference(cases[file.stem], *ran))]
    for name, what in differing:
        print(f"{name}: {what}")
    exact = sum(lines[: len(lines) - raised] == cases[file.stem]["printed"][: len(lines) - raised] for file, (lines, raised) in results)
    kind = torch.backends.cpu.get_cpu_capability()
    print(f"{len(names)} settings, each as script and notebook; {exact} of {len(files)} equal in every digit ({kind})")
    if options.write:
        store(options.write, [(file, ran) for file, ran in results if file.suffix == ".py"])
    print(f"{len(files) - len(differing)} passed, {len(differing)} failed")
    sys.exit(bool(differing) or not files)


if __name__ == "__main__":
    main()
