// The peers in plain JavaScript: the loop that anybody would write first, one written with care, the gradient over very
// many points, and sweeps of whole runs. They know the right programs only, and check no input.

/**
 * The obvious loop: arrays, objects, a history that grows.
 * @param {{ x: number[], y: number[], epochs: number, batch: number, lr: number }} run
 */
export function obvious({ x, y, epochs, batch, lr }) {
  let w = 0.1;
  let b = 0;
  const history = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let start = 0; start + batch <= x.length; start += batch) {
      let loss = 0;
      let gradW = 0;
      let gradB = 0;
      for (let i = start; i < start + batch; i++) {
        const residual = w * x[i] + b - y[i];
        loss += residual ** 2;
        gradW += 2 * residual * x[i];
        gradB += 2 * residual;
      }
      w -= (lr * gradW) / batch;
      b -= (lr * gradB) / batch;
      history.push({ loss, w, b, gradW, gradB });
    }
  }
  return history;
}

/**
 * The careful loop, for batches of sixteen: the engine's bits, by the same thoughts as the engine's own loop.
 *
 * It adds in `torch.sum`'s order, which is also the faster one: elements four apart are added first, and the chain of
 * additions from one w to the next is then less than half as long. Each pass of the inner loop adds one such lane; sixteen
 * samples written out at once would not find room in the registers. 2 · lr / 16 is one factor of the unscaled sums, which
 * changes no bit, as 2 and 16 are powers of two. Points and history are arrays of numbers, the history's made once at their
 * full length: V8 reads and writes them as fast as a Float64Array, which it makes more slowly, outside its own heap.
 * @param {{ x: number[], y: number[], epochs: number, lr: number }} run
 */
export function careful({ x, y, epochs, lr }) {
  const batches = Math.floor(x.length / 16);
  const samples = 16 * batches;
  const column = () => new Array(epochs * batches);
  const history = { loss: column(), w: column(), b: column(), gradW: column(), gradB: column() };
  const { loss: losses, w: ws, b: bs, gradW: gradWs, gradB: gradBs } = history;
  const factor = (2 * lr) / 16;
  let w = 0.1;
  let b = 0;
  let update = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let start = 0; start < samples; start += 16) {
      let loss = 0;
      let sumX = 0;
      let sum = 0;
      for (let i = start; i < start + 4; i++) {
        let xi = x[i];
        let residual = w * xi + b - y[i];
        let lane = residual * residual;
        let laneX = residual * xi;
        let laneSum = residual;
        xi = x[i + 4];
        residual = w * xi + b - y[i + 4];
        lane += residual * residual;
        laneX += residual * xi;
        laneSum += residual;
        xi = x[i + 8];
        residual = w * xi + b - y[i + 8];
        lane += residual * residual;
        laneX += residual * xi;
        laneSum += residual;
        xi = x[i + 12];
        residual = w * xi + b - y[i + 12];
        lane += residual * residual;
        laneX += residual * xi;
        laneSum += residual;
        loss += lane;
        sumX += laneX;
        sum += laneSum;
      }
      w -= factor * sumX;
      b -= factor * sum;
      losses[update] = loss;
      ws[update] = w;
      bs[update] = b;
      gradWs[update] = 2 * sumX;
      gradBs[update] = 2 * sum;
      update++;
    }
  }
  return history;
}

/**
 * Mean squared error and its gradient over float32 points. Sums are doubles, JavaScript's only kind.
 * @param {Float32Array} x @param {Float32Array} y @param {number} w @param {number} b
 */
export function lossAndGradient(x, y, w, b) {
  let loss = 0;
  let gradW = 0;
  let gradB = 0;
  for (let i = 0; i < x.length; i++) {
    const residual = w * x[i] + b - y[i];
    loss += residual * residual;
    gradW += 2 * residual * x[i];
    gradB += 2 * residual;
  }
  return [loss / x.length, gradW / x.length, gradB / x.length];
}

/** A run is given up when its loss passes so many times the larger of the first loss and the variance of y. */
const DIVERGENCE_FACTOR = 1e6;

/**
 * One run of a sweep: only the last parameters count. The samples stand in `x` and `y` as the epochs read them, epoch
 * after epoch, or once when every epoch is the same.
 */
function run(x, y, n, { batch, dropLast, updates, lr, momentum, w, b, bound }) {
  const batches = dropLast ? Math.floor(n / batch) : Math.ceil(n / batch);
  let velocityW = 0;
  let velocityB = 0;
  let limit = Number.POSITIVE_INFINITY;
  let epochStart = 0;
  let k = 0;
  for (let update = 0; update < updates; update++) {
    const start = epochStart + k * batch;
    const end = Math.min(start + batch, epochStart + n);
    let loss = 0;
    let sumX = 0;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const xi = x[i];
      const residual = w * xi + b - y[i];
      loss += residual * residual;
      sumX += residual * xi;
      sum += residual;
    }
    loss /= end - start;
    if (update === 0) limit = DIVERGENCE_FACTOR * Math.max(loss, bound);
    if (!(loss <= limit)) return null;
    velocityW = momentum * velocityW + (2 * sumX) / (end - start);
    velocityB = momentum * velocityB + (2 * sum) / (end - start);
    w -= lr * velocityW;
    b -= lr * velocityB;
    if (++k === batches) {
      k = 0;
      if (x.length > n) epochStart += n;
    }
  }
  return [w, b];
}

/**
 * Runs over two settings, row by row: the mean squared error over all points at each run's end, Infinity where it
 * diverged.
 * @param {{ x: Float64Array, y: Float64Array, n: number }} data
 * @param {(column: number, row: number) => object} settings
 */
export function sweep({ x, y, n }, columns, rows, settings) {
  const values = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const found = run(x, y, n, settings(column, row));
      let value = Number.POSITIVE_INFINITY;
      if (found) {
        const [w, b] = found;
        value = 0;
        for (let i = 0; i < n; i++) value += (w * x[i] + b - y[i]) ** 2;
        value /= n;
      }
      values[row * columns + column] = value;
    }
  }
  return values;
}
