#!/usr/bin/env python3
"""Prints COUNT random settings, for more than `settings.json` has: random_settings.py COUNT SEED > FILE, then
`node tests/scripts/write.mjs DIRECTORY FILE` and check.py."""
import json
import random
import sys


def statements(rng, base):
    """A program near the right one: a few statements changed, doubled, removed or moved."""
    torch = base == "torch"
    update = [{"op": "update"}] if torch else [{"op": "update", "target": target} for target in "wb"]
    program = [{"op": op} for op in ("forward", "loss", "zero_grad", "backward")] + update
    for _ in range(rng.randint(1, 3)):
        i, j = rng.randrange(len(program)), rng.randrange(len(program))
        kind = rng.random()
        if kind < 0.15 and len(program) > 1:
            program.pop(i)
        elif kind < 0.3:
            program.insert(j, dict(program[i]))
        elif kind < 0.5:
            program.insert(j, program.pop(i))
        else:
            choices = {
                "forward": [{"detach": "w"}, {"detach": "b"}] + ([{"cast": False}] if torch else []),
                "loss": [{"reduction": "sum"}, {"reduction": "mean"}, {"reshape": False}],
                "zero_grad": [{"once": True}],
                "backward": [{}],
                "update": [{}] if torch else [{"divide": False}, {"sign": -1}, {"in_graph": True}],
            }
            program[i].update(rng.choice(choices[program[i]["op"]]))
    return {"base": base, "statements": program}


def data(rng):
    """A data set and its size."""
    source = rng.choice(["make_regression"] * 3 + ["anscombe_1", "anscombe_4", "norris", "points"])
    if source == "points":
        n = rng.randint(1, 12)
        return {"source": source, "x": [rng.gauss(0, 2) for _ in range(n)], "y": [rng.gauss(5, 9) for _ in range(n)]}, n
    made = {"source": source}
    n = {"norris": 36}.get(source, 11)
    if source == "make_regression":
        n = rng.randint(2, 200)
        # Seed 0 is one of those whose normals agree with NumPy's in every bit.
        made |= {"n_samples": n, "noise": rng.choice([0, 1.5, 10]), "bias": rng.choice([0, -3.25, 14.5]), "random_state": 0}
    edits = []
    for _ in range(rng.choice([0, 0, 3])):
        kind = rng.choice(["move", "add", "remove"])
        point = {"x": rng.gauss(0, 1), "y": rng.gauss(10, 20)}
        if kind == "add":
            edits.append({"add": True, **point})
            n += 1
        elif kind == "move":
            edits.append({"move": rng.randrange(n), **point})
        elif n > 1:
            edits.append({"remove": rng.randrange(n)})
            n -= 1
    if edits:
        made["edits"] = edits
    return made, n


def settings(rng):
    """Settings that the engine accepts."""
    base = rng.choice(["by_hand", "torch"])
    made, n = data(rng)
    out = {"program": statements(rng, base) if rng.random() < 0.5 else base, "data": made}
    out |= {"standardize": rng.random() < 0.4 or made["source"] == "norris", "batch_size": rng.randint(1, n)}
    out |= {"shuffle": rng.random() < 0.5, "drop_last": rng.random() < 0.5, "epochs": rng.randint(1, 25)}
    out |= {"lr": 10 ** rng.uniform(-4, -1), "seed": rng.getrandbits(rng.choice([3, 31, 53])), "dtype": rng.choice(["float32", "float64"])}
    if base == "torch":
        out |= {"momentum": rng.choice([0, 0.5, 0.9]), "weight_decay": rng.choice([0, 0, 0.01]), "maximize": rng.random() < 0.1}
        if out["momentum"] and rng.random() < 0.3:
            out["nesterov"] = True
        elif rng.random() < 0.2:
            out["dampening"] = 0.25
    if base == "by_hand" or rng.random() < 0.3:
        out["init"] = {"w": rng.gauss(0, 3), "b": rng.gauss(0, 3)}
    batches = n // out["batch_size"] + (not out["drop_last"] and n % out["batch_size"] > 0)
    changes = []
    for update in sorted(rng.randrange(batches * out["epochs"]) for _ in range(rng.choice([0, 0, 1, 2]))):
        change = {"lr": 10 ** rng.uniform(-4, -1.5)} if rng.random() < 0.7 else {}
        # Only the last may move the end of the run, or a later change could lie beyond it.
        changes.append({"update": update, "set": change or {"shuffle": rng.random() < 0.5}})
    if changes and rng.random() < 0.5:
        changes[-1]["set"] |= {"batch_size": rng.randint(1, n), "epochs": out["epochs"] + rng.randint(0, 9)}
    if changes:
        out["changes"] = changes
    return out


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    rng = random.Random(seed)
    print(json.dumps([[f"random_{seed}_{i}", settings(rng)] for i in range(count)]))


if __name__ == "__main__":
    main()
