// The peers in plain JavaScript: the training loop that anybody would write first and one written with care, and the same
// two for the gradient over very many points. They know the right program only, and check no input.

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
 * Mean squared error and its gradient over float32 points, as anybody would write it. Sums are doubles, JavaScript's only
 * kind.
 * @param {Float32Array} x @param {Float32Array} y @param {number} w @param {number} b
 */
export function obviousGradient(x, y, w, b) {
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

/**
 * The same with care: factors taken out of the sums, and four points added up before they join a sum, so that one addition
 * need not wait for the other. Four sums of each kind would not find room in the registers.
 * @param {Float32Array} x @param {Float32Array} y @param {number} w @param {number} b
 */
export function carefulGradient(x, y, w, b) {
  const n = x.length;
  let loss = 0;
  let sumX = 0;
  let sum = 0;
  let i = 0;
  for (; i < n - 3; i += 4) {
    const x0 = x[i];
    const x1 = x[i + 1];
    const x2 = x[i + 2];
    const x3 = x[i + 3];
    const r0 = w * x0 + b - y[i];
    const r1 = w * x1 + b - y[i + 1];
    const r2 = w * x2 + b - y[i + 2];
    const r3 = w * x3 + b - y[i + 3];
    loss += r0 * r0 + r1 * r1 + (r2 * r2 + r3 * r3);
    sumX += r0 * x0 + r1 * x1 + (r2 * x2 + r3 * x3);
    sum += r0 + r1 + (r2 + r3);
  }
  for (; i < n; i++) {
    const residual = w * x[i] + b - y[i];
    loss += residual * residual;
    sumX += residual * x[i];
    sum += residual;
  }
  return [loss / n, (2 * sumX) / n, (2 * sum) / n];
}
