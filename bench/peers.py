"""PyTorch and NumPy as contestants: reads the data, then requests, a line each; answers each with a line of JSON.

One thread, as everywhere else in the benchmark. Sizes are those of work.mjs. Refuses to start without NumPy and
PyTorch; `--versions` only prints which there are.
"""

import json
import sys
import time

import numpy as np
import torch
from torch import nn

BATCH, LR = 16, 0.01
EPOCHS = 20  # of one timed run: 120 updates, or 140 with the short last batch
POINTS = 1_000_000
LINE_W, LINE_B = 40.0, 10.0
LEAST_SECONDS, WARM_UP_SECONDS = 0.010, 0.5


def by_hand(x, y, epochs):
    """The lesson's own script: autograd, updates written out, float64."""
    w = torch.tensor(0.1, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(0.0, dtype=torch.float64, requires_grad=True)
    history = []
    for _ in range(epochs):
        for start in range(0, len(x) - BATCH + 1, BATCH):
            xb, yb = x[start : start + BATCH], y[start : start + BATCH]
            y_pred = w * xb + b
            loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()
            if w.grad is not None:
                w.grad.zero_()
                b.grad.zero_()
            loss.backward()
            w.data = w.data - LR * w.grad / len(xb)
            b.data = b.data - LR * b.grad / len(xb)
            history.append((loss.item(), w.item(), b.item(), w.grad.item(), b.grad.item()))
    return history


def with_modules(x, y, epochs):
    """nn.Linear, a shuffling DataLoader, nn.MSELoss and optim.SGD, float32."""
    dataset = torch.utils.data.TensorDataset(x.float(), y.float().reshape(-1, 1))
    loader = torch.utils.data.DataLoader(dataset, batch_size=BATCH, shuffle=True)
    model = nn.Linear(1, 1)
    criterion = nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LR)
    history = []
    for _ in range(epochs):
        for xb, yb in loader:
            loss = criterion(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            w, b = model.weight, model.bias
            history.append((loss.item(), w.item(), b.item(), w.grad.item(), b.grad.item()))
    return history


def numpy_by_hand(x, y, epochs):
    """The same updates with the gradient written out in NumPy."""
    w, b = 0.1, 0.0
    history = []
    for _ in range(epochs):
        for start in range(0, len(x) - BATCH + 1, BATCH):
            xb, yb = x[start : start + BATCH], y[start : start + BATCH]
            residual = w * xb + b - yb
            loss = (residual**2).sum()
            grad_w, grad_b = 2 * (residual * xb).sum(), 2 * residual.sum()
            w, b = w - LR * grad_w / BATCH, b - LR * grad_b / BATCH
            history.append((loss, w, b, grad_w, grad_b))
    return history


def numpy_gradient(x, y):
    residual = np.float32(LINE_W) * x + np.float32(LINE_B) - y
    return [float(v) for v in (np.dot(residual, residual) / POINTS, 2 * np.dot(residual, x) / POINTS, 2 * residual.mean())]


def torch_gradient(x, y):
    w = torch.tensor(LINE_W, requires_grad=True)
    b = torch.tensor(LINE_B, requires_grad=True)
    loss = nn.functional.mse_loss(w * x + b, y)
    loss.backward()
    return [loss.item(), w.grad.item(), b.grad.item()]


def tasks(given):
    """Name: (units, run, result)."""
    x, y = np.array(given["x"]), np.array(given["y"])
    tx, ty = torch.from_numpy(x).reshape(-1, 1), torch.from_numpy(y)
    many_x = np.sin(np.arange(POINTS, dtype=np.float64)).astype(np.float32)
    many_y = (42.0 * many_x + 14 + 10 * np.cos(3.0 * np.arange(POINTS))).astype(np.float32)
    many_tx, many_ty = torch.from_numpy(many_x), torch.from_numpy(many_y)

    def end(history):
        return [float(value) for value in history[-1][1:3]]

    return {
        "torch_by_hand": (6 * EPOCHS, lambda: by_hand(tx, ty, EPOCHS), lambda: end(by_hand(tx, ty, 100))),
        "torch_modules": (7 * EPOCHS, lambda: with_modules(tx, ty, EPOCHS), list),
        "numpy_by_hand": (6 * EPOCHS, lambda: numpy_by_hand(x, y, EPOCHS), lambda: end(numpy_by_hand(x, y, 100))),
        "numpy_gradient": (POINTS, lambda: numpy_gradient(many_x, many_y), lambda: numpy_gradient(many_x, many_y)),
        "torch_gradient": (POINTS, lambda: torch_gradient(many_tx, many_ty), lambda: torch_gradient(many_tx, many_ty)),
    }


def measure(units, run, least):
    """Nanoseconds for one unit."""
    elapsed, done = 0.0, 0
    while elapsed < least:
        start = time.perf_counter()
        run()
        elapsed += time.perf_counter() - start
        done += units
    return elapsed * 1e9 / done


def main():
    if "--versions" in sys.argv:
        python = ".".join(map(str, sys.version_info[:3]))
        print(json.dumps({"Python": python, "PyTorch": torch.__version__, "NumPy": np.__version__}))
        return
    torch.set_num_threads(1)
    contestants = tasks(json.loads(sys.stdin.readline()))
    for request in sys.stdin:
        verb, name = request.split()
        units, run, result = contestants[name]
        if verb == "result":
            answer = result()
        else:
            answer = measure(units, run, WARM_UP_SECONDS if verb == "warm" else LEAST_SECONDS)
        print(json.dumps(answer), flush=True)


main()
