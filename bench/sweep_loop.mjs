// The sweep's peer in plain JavaScript, by the engine's own idea: a batch's loss and gradient follow from its moments, which
// are the same for all runs. So a batch is gone through once, and an update costs the same whatever its length. It knows
// learning rate and momentum, and checks no input.

/** A run is given up when its loss passes so many times the larger of the first loss and the variance of y. */
const DIVERGENCE_FACTOR = 1e6;

/** Numbers that stand for a batch. */
const MOMENTS = 5;

/** Means, then the variance of x, the covariance and the variance of y, of the samples from `start` to `end`. */
function moments(x, y, start, end) {
  const n = end - start;
  let meanX = 0;
  let meanY = 0;
  for (let i = start; i < end; i++) {
    meanX += x[i];
    meanY += y[i];
  }
  meanX /= n;
  meanY /= n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = start; i < end; i++) {
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  return [meanX, meanY, xx / n, xy / n, yy / n];
}

/** The moments of all batches of the epochs in `x` and `y`, one after the other. */
function momentsOfBatches({ x, y, n }, batch, dropLast) {
  const found = [];
  for (let epoch = 0; epoch < x.length; epoch += n) {
    const end = dropLast ? epoch + Math.floor(n / batch) * batch : epoch + n;
    for (let start = epoch; start < end; start += batch) {
      found.push(...moments(x, y, start, Math.min(start + batch, end)));
    }
  }
  return Float64Array.from(found);
}

/** One run: the last parameters, or null when it diverged. The batches are taken round and round. */
function run(batches, { updates, lr, momentum, w, b, bound }) {
  let velocityW = 0;
  let velocityB = 0;
  let limit = Number.POSITIVE_INFINITY;
  let at = 0;
  for (let update = 0; update < updates; update++) {
    const meanX = batches[at];
    const covariance = batches[at + 3];
    const level = w * meanX + (b - batches[at + 1]);
    const turn = w * batches[at + 2] - covariance;
    const loss = level * level + (w * (turn - covariance) + batches[at + 4]);
    if (update === 0) limit = DIVERGENCE_FACTOR * Math.max(loss, bound);
    if (!(loss <= limit)) return null;
    velocityW = momentum * velocityW + 2 * (level * meanX + turn);
    velocityB = momentum * velocityB + 2 * level;
    w -= lr * velocityW;
    b -= lr * velocityB;
    at += MOMENTS;
    if (at === batches.length) at = 0;
  }
  return [w, b];
}

/**
 * Runs over two settings, row by row: the mean squared error over all points at each run's end, Infinity where it
 * diverged. The samples stand in `x` and `y` as the epochs read them, epoch after epoch, or once when every epoch is the
 * same.
 * @param {{ x: Float64Array, y: Float64Array, n: number }} data
 * @param {(column: number, row: number) => object} settings
 */
export function sweep(data, columns, rows, settings) {
  const values = new Float64Array(columns * rows);
  const [meanX, meanY, xx, xy, yy] = moments(data.x, data.y, 0, data.n);
  let batches = new Float64Array();
  let known = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const chosen = settings(column, row);
      if (chosen.batch !== known) {
        batches = momentsOfBatches(data, chosen.batch, chosen.dropLast);
        known = chosen.batch;
      }
      const found = run(batches, chosen);
      let value = Number.POSITIVE_INFINITY;
      if (found) {
        const [w, b] = found;
        const level = w * meanX + (b - meanY);
        value = level * level + (w * (w * xx - 2 * xy) + yy);
      }
      values[row * columns + column] = value;
    }
  }
  return values;
}
