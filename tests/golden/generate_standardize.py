#!/usr/bin/env python3
"""NumPy's mean and standard deviation of series of many lengths, into standardize.json beside this file.
x comes from RandomState(seed).random_sample(n) * 3 + 100, kept as seed and n; the reader draws it again."""
import json, os
import numpy as np

cases = []
for n in (2, 3, 7, 8, 9, 15, 16, 17, 100, 127, 128, 129, 136, 137, 255, 256, 257, 1000, 4099, 8193, 20000):
    x = np.random.RandomState(n).random_sample(n) * 3 + 100
    column = x.reshape(-1, 1)
    assert column.mean() == x.mean() and column.std() == x.std()
    cases.append(dict(n=n, seed=n, mean=float(x.mean()), std=float(x.std())))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'standardize.json'), 'w') as f:
    json.dump(dict(meta=dict(numpy=np.__version__), cases=cases), f, separators=(',', ':'))
