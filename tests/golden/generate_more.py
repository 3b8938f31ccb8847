#!/usr/bin/env python3
"""More golden histories from real PyTorch: both element types, every optimizer option, changes of the loader in
mid-run, large batches, and edited programs in any order, some of them drawn at random.
usage: generate_more.py OUTDIR. Floats are repr()-exact; float32 values as the binary64 they widen to.

Each case is written as the project's own settings. Its statements are executed here by PyTorch, one by one, so the
two sides share the meaning of a statement and nothing else."""
import json, os, random, sys, warnings
import numpy as np, torch
from sklearn.datasets import make_regression
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
OUT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
META = dict(numpy=np.__version__, torch=torch.__version__, torch_cpu_capability=torch.backends.cpu.get_cpu_capability())
DEFAULT = make_regression(n_samples=100, n_features=1, noise=10, bias=14.5, random_state=0)

def points(n):
    """Points that any language computes to the same bits: one division each, one product."""
    x = [((i * 37) % 601) / 601 - 0.5 for i in range(n)]
    return x, [3.0 * v + ((i * 53) % 97) / 97 for i, v in enumerate(x)]

def right(base):
    if base == 'torch': return [dict(op=o) for o in ('forward', 'loss', 'zero_grad', 'backward', 'update')]
    return [dict(op=o) for o in ('forward', 'loss', 'zero_grad', 'backward')] + [dict(op='update', target=t) for t in 'wb']

OPTIMIZER = ('lr', 'momentum', 'dampening', 'nesterov', 'weight_decay', 'maximize')

class ByHand:
    def __init__(self, s, dtype):
        init = s.get('init', dict(w=0.1, b=0.0))
        self.p = {k: torch.tensor(init[k], dtype=dtype, requires_grad=True) for k in 'wb'}
        self.lr = s.get('lr', 0.01)
    def change(self, options): self.lr = options.get('lr', self.lr)
    def data(self, x, y, dtype): return torch.tensor(x, dtype=torch.float64).reshape(-1, 1).to(dtype), torch.tensor(y, dtype=torch.float64).to(dtype)
    def params(self): return [self.p['w'], self.p['b']]
    def forward(self, st, xb):
        w, b = (self.p[k].detach() if st.get('detach') == k else self.p[k] for k in 'wb')
        return w * xb + b
    def loss(self, st, pred, yb):
        d = pred - (yb.reshape(-1, 1) if st.get('reshape', True) else yb)
        return (d ** 2).mean() if st.get('reduction') == 'mean' else (d ** 2).sum()
    def zero_grad(self):
        for p in self.params():
            if p.grad is not None: p.grad.zero_()
    def update(self, st, n):
        p = self.p[st['target']]
        change = self.lr * p.grad / n if st.get('divide', True) else self.lr * p.grad
        if st.get('in_graph'): self.p[st['target']] = p - change if st.get('sign', 1) == 1 else p + change
        else: p.data = p.data - change if st.get('sign', 1) == 1 else p.data + change

class Torch:
    def __init__(self, s, dtype):
        self.m = torch.nn.Linear(1, 1, dtype=dtype); self.dtype = dtype; init = s.get('init', 'torch')
        if init != 'torch':
            with torch.no_grad(): self.m.weight.fill_(init['w']); self.m.bias.fill_(init['b'])
        self.o = torch.optim.SGD(self.m.parameters(), **{'lr': 0.01, **{k: s[k] for k in OPTIMIZER if k in s}})
    def change(self, options): self.o.param_groups[0].update(options)
    def data(self, x, y, dtype): return torch.tensor(x, dtype=torch.float64).reshape(-1, 1), torch.tensor(y, dtype=torch.float64)
    def params(self): return [self.m.weight, self.m.bias]
    def forward(self, st, xb):
        w, b = (p.detach() if st.get('detach') == k else p for k, p in zip('wb', self.params()))
        return torch.nn.functional.linear(xb.to(self.dtype) if st.get('cast', True) else xb, w, b)
    def loss(self, st, pred, yb):
        y = (yb.reshape(-1, 1) if st.get('reshape', True) else yb).to(self.dtype)
        return torch.nn.MSELoss(reduction=st.get('reduction', 'mean'))(pred, y)
    def zero_grad(self): self.o.zero_grad()
    def update(self, st, n): self.o.step()

def run(s, updates):
    program = s['program']; base = program if isinstance(program, str) else program['base']
    statements = right(base) if isinstance(program, str) else program['statements']
    dtype = getattr(torch, s.get('dtype', 'float32' if base == 'torch' else 'float64'))
    x, y = (DEFAULT[0].ravel().tolist(), DEFAULT[1].tolist()) if 'points' not in s else points(s['points'])
    n = len(x); seed = s.get('seed', 0); torch.manual_seed(seed); rng = random.Random(seed)
    machine = (Torch if base == 'torch' else ByHand)(s, dtype); tx, ty = machine.data(x, y, dtype)
    loader = dict(batch_size=s.get('batch_size', 16), shuffle=s.get('shuffle', base == 'torch'), drop_last=s.get('drop_last', base != 'torch'))
    changes = s.get('changes', []); rows, k, at, warned = [], 0, None, None
    ds = TensorDataset(torch.arange(n))
    grab = lambda p: None if p.grad is None else p.grad.item()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        while True:
            for c in changes:                       # loader settings wait for the next epoch
                if c['update'] < k:
                    loader.update({a: v for a, v in c['set'].items() if a in loader})
            if base == 'torch': batches = (b[0].tolist() for b in DataLoader(ds, **loader))
            else:
                order = list(range(n))
                if loader['shuffle']: rng.shuffle(order)
                size = loader['batch_size']; batches = [order[i:i + size] for i in range(0, n, size)]
                if loader['drop_last']: batches = [b for b in batches if len(b) == size]
            for idx in batches:
                for c in changes:
                    if c['update'] == k: machine.change({a: v for a, v in c['set'].items() if a in OPTIMIZER})
                xb, yb = tx[idx], ty[idx]; names = {}; used = None; loss = None
                for at, st in enumerate(statements):
                    try:
                        op = st['op']
                        if op == 'forward': names['y_pred'] = machine.forward(st, xb)
                        elif op == 'loss': loss = names['loss'] = machine.loss(st, eval('y_pred', {}, names), yb)
                        elif op == 'zero_grad':
                            if not (st.get('once') and k > 0): machine.zero_grad()
                        elif op == 'backward': eval('loss', {}, names).backward()
                        else:
                            if used is None: used = [grab(p) for p in machine.params()]
                            machine.update(st, len(idx))
                    except Exception as e:
                        return dict(rows=rows, raised=dict(update=k, statement=at, type=type(e).__name__, message=str(e).split('\n')[0].split('(or')[0]))
                    if warned is None and any('target size' in str(w.message) for w in caught): warned = dict(update=k, statement=at)
                now = [grab(p) for p in machine.params()]
                gw, gb = (u if u is not None else v for u, v in zip(used or [None, None], now))
                rows.append([None if loss is None else loss.item(), gw, gb] + [p.item() for p in machine.params()]); k += 1
                if k == updates: return dict(rows=rows, warned=warned)

cases = []
def case(updates, program, **settings):
    settings = dict(program=program, **settings); cases.append(dict(settings=settings, **run(settings, updates)))
edited = lambda base, *statements: dict(base=base, statements=list(statements))
def but(base, **edits):
    """The right program with fields added: forward=…, loss=…, update_w=…"""
    out = right(base)
    for s in out: s.update(edits.get(s['op'] + ('_' + s['target'] if 'target' in s else ''), {}))
    return edited(base, *out)

# ---- by hand in float32, and sums of every kind of length
for batch in (1, 3, 7, 8, 10, 16, 33, 100):
    for dtype in ('float32', 'float64'): case(14, 'by_hand', dtype=dtype, batch_size=batch, drop_last=False, lr=0.1)
for dtype in ('float32', 'float64'):
    for n in (257, 600): case(6, 'by_hand', dtype=dtype, points=n, batch_size=n, lr=0.3)
    case(12, 'by_hand', dtype=dtype, shuffle=True, seed=2 ** 53 - 1, init=dict(w=-3.0, b=1.5), lr=0.7)
    case(10, but('by_hand', loss=dict(reduction='mean'), update_w=dict(divide=False), update_b=dict(divide=False)), dtype=dtype, lr=0.1)
    case(10, but('by_hand', loss=dict(reduction='mean')), dtype=dtype, batch_size=10)
    case(10, but('by_hand', loss=dict(reshape=False)), dtype=dtype, lr=0.001)
    case(10, but('by_hand', loss=dict(reshape=False, reduction='mean')), dtype=dtype, batch_size=25, lr=0.1)
    case(20, 'by_hand', dtype=dtype, shuffle=True, changes=[dict(update=4, set=dict(lr=0.2, batch_size=40, drop_last=False)), dict(update=9, set=dict(shuffle=False))])

# ---- torch in both types with every option
for dtype in ('float32', 'float64'):
    for options in (dict(), dict(momentum=0.9), dict(momentum=0.8, dampening=0.3), dict(momentum=0.9, nesterov=True), dict(weight_decay=0.1), dict(maximize=True, lr=0.001),
                    dict(momentum=0.9, dampening=-0.5, weight_decay=0.01, lr=0.03), dict(momentum=1.5, lr=0.002), dict(dampening=0.7), dict(momentum=0.5, nesterov=True, weight_decay=0.2, maximize=True, lr=0.001), dict(lr=0.0, momentum=0.9)):
        case(16, 'torch', dtype=dtype, seed=3, **options)
    for batch in (1, 3, 7, 10, 33, 100): case(16, 'torch', dtype=dtype, batch_size=batch, momentum=0.9)
    case(12, 'torch', dtype=dtype, seed=2 ** 53 - 1, drop_last=True)
    case(12, but('torch', loss=dict(reduction='sum')), dtype=dtype, momentum=0.5, lr=0.002)
    case(10, but('torch', loss=dict(reshape=False)), dtype=dtype, batch_size=25)
    case(10, but('torch', loss=dict(reshape=False, reduction='sum')), dtype=dtype, lr=0.0001)
    for parameter in 'wb': case(10, but('torch', forward=dict(detach=parameter)), dtype=dtype, momentum=0.9, weight_decay=0.1)
    case(30, 'torch', dtype=dtype, changes=[dict(update=5, set=dict(momentum=0.9, batch_size=30)), dict(update=11, set=dict(nesterov=True, shuffle=False)), dict(update=15, set=dict(drop_last=True, weight_decay=0.1, nesterov=False)), dict(update=15, set=dict(dampening=0.2))])
case(3, but('torch', forward=dict(cast=False)), dtype='float64')

# ---- edited programs
F, L, Z, B = (dict(op=o) for o in ('forward', 'loss', 'zero_grad', 'backward')); W, V = (dict(op='update', target=t) for t in 'wb'); U = dict(op='update')
GW, GV = ({**s, 'in_graph': True} for s in (W, V))
for statements in ([F, L, B, W, V, Z], [Z, F, L, B, W, V], [F, L, Z, B, V, W], [F, L, Z, B, W], [F, L, Z, B, GW, V], [F, L, Z, B, W, GV], [F, L, B, GW, GV], [F, L, Z, B, GW, F, L, B, V], [F, L, Z, B, {**GW, 'sign': -1}, F],
                   [F, L, Z, B, W, F, L, Z, B, V], [F, L, B, F, L, B, W, V, Z], [F, L, Z, B, W, V, W, V], [F, L], [F], [Z], [L], [B], [W], [F, B], [F, L, Z, B], [{**F, 'detach': 'b'}, L, Z, B, W], [{**F, 'detach': 'w'}, {**F, 'detach': 'b'}, L, Z, B, W],
                   [F, L, {**Z, 'once': True}, B, W, V, Z], [F, L, Z, B, {**W, 'sign': -1}, V], [F, L, Z, B, {**W, 'divide': False}, V], [F, L, Z, B, W, F, L, W, V]):
    case(6, edited('by_hand', *statements))
for statements in ([Z, F, L, B, U], [F, L, B, U, Z], [F, L, B, U, U, Z], [F, L], [U], [F, L, Z, B], [F, L, Z, B, F, L, B, U], [F, L, {**Z, 'once': True}, B, U], [F, L, Z, B, U, F, L], [B], [F, B], [{**F, 'cast': False}, L, Z, B, U]):
    case(6, edited('torch', *statements), momentum=0.9)

# ---- edited programs drawn at random: a few statements out of place, any field set
rng = random.Random(2026)
def draw(base):
    out = right(base)
    for _ in range(rng.choice((1, 1, 2, 3))):
        kind = rng.randrange(4); i = rng.randrange(len(out))
        if kind == 0 and len(out) > 2: out.pop(i)
        elif kind == 1: j = rng.randrange(len(out)); out[i], out[j] = out[j], out[i]
        elif kind == 2: out.insert(i, dict(rng.choice(right(base))))
        else:
            fields = dict(forward=[dict(detach='w'), dict(detach='b')], loss=[dict(reduction='sum'), dict(reduction='mean'), dict(reshape=False)], zero_grad=[dict(once=True)], backward=[{}],
                          update=[{}] if base == 'torch' else [dict(divide=False), dict(sign=-1), dict(in_graph=True)])[out[i]['op']]
            out[i] = {**out[i], **rng.choice(fields)}
    return edited(base, *out)
for base in ('by_hand', 'torch'):
    for _ in range(40):
        options = dict(momentum=rng.choice((0.0, 0.9)), weight_decay=rng.choice((0.0, 0.1))) if base == 'torch' else {}
        case(5, draw(base), dtype=rng.choice(('float32', 'float64')), batch_size=rng.choice((5, 16, 20)), shuffle=rng.random() < 0.5, seed=rng.randrange(100), lr=rng.choice((0.001, 0.01)), **options)

path = os.path.join(OUT, 'more_programs.json')
with open(path, 'w') as f: json.dump(dict(meta=META, columns=['loss', 'grad w', 'grad b', 'w after', 'b after'],
    note='settings as the project reads them, but for points: n, which stands for the points of the generator; null is None; raised and warned give update and statement', cases=cases), f, separators=(',', ':'))
print('more_programs', os.path.getsize(path), len(cases), 'cases,', sum('raised' in c for c in cases), 'raise')
