#!/usr/bin/env python3
"""The twenty programs of the bench (chapter 9), broken and right, as Python that real PyTorch runs to its end.
usage: generate_bench.py OUTDIR. Floats are repr()-exact; float32 values as the binary64 they widen to.

Each is one of two right programs with its fault put in as an edit of the text. Of faults that by_hand_faults.json and
torch_faults.json have the histories of, only the end is kept; of the others the whole history, and what is plotted."""
import json, os, random, sys, warnings
import numpy as np, torch
from sklearn.datasets import make_regression
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = sys.argv[1] if len(sys.argv) > 1 else HERE
META = dict(numpy=np.__version__, torch=torch.__version__, torch_cpu_capability=torch.backends.cpu.get_cpu_capability(), torch_threads=1)

MADE = 'x, y, coef = make_regression(n_samples=100, n_features=1, noise=10, coef=True, bias=14.5, random_state=0); bias = 14.5'
BY_HAND = '''
MADE
lr, batch_size, drop_last, rng, losses = 0.01, 16, True, random.Random(0), []
def batches():
    order = list(range(len(x)))
    for start in range(0, len(x), batch_size):
        batch = order[start : start + batch_size]
        if drop_last and len(batch) < batch_size: continue
        yield torch.tensor(x[batch]), torch.tensor(y[batch])
def zero_grad(*parameters):
    for parameter in parameters:
        if parameter.grad is not None: parameter.grad.zero_()
w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
update = 0
for epoch in range(100):
    total, seen = 0.0, 0
    for xb, yb in batches():
        y_pred = w * xb + b
        loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()
        zero_grad(w, b)
        loss.backward()
        w.data = w.data - lr * w.grad / len(xb)
        b.data = b.data - lr * b.grad / len(xb)
        total += loss.item(); seen += len(xb); update += 1
        record(loss, w, b)
    losses.append(total / seen)
true_line = (coef, bias)
'''.replace('MADE', MADE)
TORCH = '''
MADE
lr = 0.01
torch.manual_seed(0)
loader = DataLoader(TensorDataset(torch.tensor(x), torch.tensor(y)), batch_size=16, shuffle=True)
model = torch.nn.Linear(1, 1)
criterion = torch.nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=lr)
for epoch in range(100):
    for xb, yb in loader:
        y_pred = model(xb.float())
        loss = criterion(y_pred, yb.reshape(-1, 1).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        record(loss, model.weight, model.bias)
'''.replace('MADE', MADE)

def edit(program, *edits):
    for old, new in edits:
        assert program.count(old) == 1, (program.count(old), old)
        program = program.replace(old, new)
    return program

def line(program, words):
    """The one line with these words."""
    [found] = [text for text in program.splitlines(keepends=True) if words in text]
    return found

def taken_out(program, words): return edit(program, (line(program, words), ''))
def put_after(program, words, *others):
    """Lines moved to behind another."""
    lines = [line(program, other) for other in others]
    for other in others: program = taken_out(program, other)
    return edit(program, (line(program, words), line(program, words) + ''.join(lines)))
def twice(program, words): return edit(program, (line(program, words), line(program, words) * 2))

class Finite(Exception): """The next numbers would not be."""

def run(program):
    rows = []
    def record(loss, w, b):
        # Asking what is no leaf for its gradient would be a warning of ours.
        row = [loss.item(), *(p.grad.item() if p.is_leaf and p.grad is not None else None for p in (w, b)), w.item(), b.item()]
        if not all(v is None or np.isfinite(v) for v in row): raise Finite
        rows.append(row)
    names = dict(torch=torch, random=random, make_regression=make_regression, NORRIS=NORRIS, TensorDataset=TensorDataset, DataLoader=DataLoader, record=record)
    out = {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try: exec(program, names)
        except Finite: out['finite'] = len(rows)
        except Exception as e: out['raised'] = dict(update=len(rows), type=type(e).__name__)
    out['warned'] = sorted({w.category.__name__ for w in caught})
    return rows, names, out

with open(os.path.join(HERE, 'nist_strd.json')) as f: norris = json.load(f)['datasets']['Norris']
NORRIS = np.array([norris['x'], norris['y']], dtype=np.float64)

LIVELY = ('lr, batch_size, drop_last, rng, losses = 0.01', 'lr, batch_size, drop_last, rng, losses = 0.1')
GRAPH = (('w.data = w.data -', 'w = w -'), ('b.data = b.data -', 'b = b -'))
SHUFFLED = edit(BY_HAND, ('    order = list(range(len(x)))\n', '    order = list(range(len(x)))\n    rng.shuffle(order)\n'))
ALL = edit(BY_HAND, ('16, True', '16, False'))
NORRIS_RAW = edit(BY_HAND, (MADE, 'x, y = NORRIS[0].reshape(-1, 1), NORRIS[1]; coef = bias = None'), LIVELY, ('0.1, 16', '0.1, 12'))
NORRIS_SCALED = edit(NORRIS_RAW, ('coef = bias = None', 'coef = bias = None\nx = (x - x.mean()) / x.std()'))

# id: the right program, the broken one, and whether its history is kept
PROGRAMS = {
    'no-zero-grad': (BY_HAND, taken_out(BY_HAND, '        zero_grad(w, b)'), False),
    'zero-grad-once': (BY_HAND, edit(BY_HAND, ('        zero_grad(w, b)', '        if update == 0: zero_grad(w, b)')), False),
    'zero-grad-after-backward': (TORCH, put_after(TORCH, 'loss.backward()', 'optimizer.zero_grad()'), False),
    'backward-twice': (BY_HAND, twice(BY_HAND, 'loss.backward()'), False),
    'update-before-backward': (BY_HAND, put_after(BY_HAND, 'b.data = b.data', 'loss.backward()'), False),
    'step-before-backward': (TORCH, put_after(TORCH, 'optimizer.step()', 'loss.backward()'), False),
    'wrong-sign': (BY_HAND, edit(BY_HAND, ('w.data - lr', 'w.data + lr'), ('b.data - lr', 'b.data + lr')), False),
    'no-division': (edit(BY_HAND, LIVELY), edit(BY_HAND, LIVELY, ('w.grad / len(xb)', 'w.grad'), ('b.grad / len(xb)', 'b.grad')), False),
    'update-in-graph': (BY_HAND, edit(BY_HAND, *GRAPH), False),
    'detached-parameter': (BY_HAND, edit(BY_HAND, ('w * xb', 'w.detach() * xb')), False),
    'missing-reshape': (BY_HAND, edit(BY_HAND, ('yb.reshape(-1, 1)', 'yb')), False),
    'missing-reshape-torch': (TORCH, edit(TORCH, ('yb.reshape(-1, 1)', 'yb')), False),
    'missing-float': (TORCH, edit(TORCH, ('xb.float()', 'xb')), False),
    'sum-for-mean': (edit(TORCH, ('lr = 0.01', 'lr = 0.1')), edit(TORCH, ('lr = 0.01', 'lr = 0.1'), ('MSELoss()', 'MSELoss(reduction="sum")')), False),
    'lr-past-limit': (BY_HAND, edit(BY_HAND, ('losses = 0.01', 'losses = 1.2')), False),
    'x-unscaled': (NORRIS_SCALED, NORRIS_RAW, True),
    'order-never-used': (SHUFFLED, edit(SHUFFLED, ('batch = order[start : start + batch_size]', 'batch = list(range(len(x)))[start : start + batch_size]')), False),
    'last-batch-dropped': (ALL, BY_HAND, True),
    'loss-over-all-epochs': (BY_HAND, edit(BY_HAND, ('for epoch in range(100):\n    total, seen = 0.0, 0\n', 'total, seen = 0.0, 0\nfor epoch in range(100):\n')), False),
    'true-line-learned': (BY_HAND, edit(BY_HAND, ('(coef, bias)', '(coef, b.item())')), False),
}

def case(bug, which, program, whole):
    rows, names, out = run(program)
    out.update(bug=bug, which=which, updates=len(rows), last=rows[-1] if rows else None)
    if whole: out['rows'] = rows
    if bug == 'loss-over-all-epochs': out['curve'] = names['losses']
    if bug == 'true-line-learned': out['drawn'] = [float(v) for v in names['true_line']]
    return out

cases = [case(bug, which, program, whole) for bug, (right, broken, whole) in PROGRAMS.items() for which, program in (('right', right), ('broken', broken))]
path = os.path.join(OUT, 'bench.json')
with open(path, 'w') as f:
    json.dump(dict(meta=META, columns=['loss', 'grad w', 'grad b', 'w after', 'b after'],
        note='finite: the run was left where the next numbers are not; drawn: slope and intercept of the line called true', cases=cases), f, separators=(',', ':'))
for c in cases: print(c['bug'], c['which'], c['updates'], c['last'], c.get('raised'), c.get('finite'), c['warned'])
print('bench', os.path.getsize(path))
