#!/usr/bin/env python3
"""Initial weights of float64 nn.Linear layers, into linear_float64.json beside this file. Needs torch (CPU)."""
import json, os, torch

cases = []
for seed in (0, 1, 42):
    for i, o in ((1, 1), (2, 1), (3, 2), (10, 1)):
        torch.manual_seed(seed)
        layer = torch.nn.Linear(i, o, dtype=torch.float64)
        cases.append(dict(seed=seed, inf=i, outf=o, weight=layer.weight.detach().ravel().tolist(),
                          bias=layer.bias.detach().tolist()))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'linear_float64.json'), 'w') as f:
    json.dump(dict(meta=dict(torch=torch.__version__, cpu_capability=torch.backends.cpu.get_cpu_capability()),
                   cases=cases), f, separators=(',', ':'))
