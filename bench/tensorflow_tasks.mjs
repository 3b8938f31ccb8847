// TensorFlow.js on its CPU backend, in float32, the only type it trains in: core operations with a tape, and the Layers
// API's own fit().
import * as tf from "@tensorflow/tfjs";
import { BATCH, CLASSIC_EPOCHS, LR } from "./work.mjs";

/** Five epochs at a time: it is slow enough for that. */
const EPOCHS = 5;

/** @param {{ x: number[], y: number[] }} given */
export async function tensorflowTasks({ x, y }) {
  // Without its checks, and without its advice to install something else.
  tf.enableProdMode();
  await tf.setBackend("cpu");
  const batches = Math.floor(x.length / BATCH);
  const used = batches * BATCH;
  const starts = Array.from({ length: batches }, (_, k) => k * BATCH);
  const xs = starts.map((start) => tf.tensor1d(x.slice(start, start + BATCH)));
  const ys = starts.map((start) => tf.tensor1d(y.slice(start, start + BATCH)));

  const core = (epochs) => {
    const w = tf.variable(tf.scalar(0.1));
    const b = tf.variable(tf.scalar(0));
    const history = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let k = 0; k < batches; k++) {
        tf.tidy(() => {
          const { value, grads } = tf.variableGrads(
            () => w.mul(xs[k]).add(b).sub(ys[k]).square().sum(),
            [w, b],
          );
          const [gradW, gradB] = [grads[w.name], grads[b.name]];
          w.assign(w.sub(gradW.mul(LR / BATCH)));
          b.assign(b.sub(gradB.mul(LR / BATCH)));
          history.push([value, w, b, gradW, gradB].map((tensor) => tensor.dataSync()[0]));
        });
      }
    }
    tf.dispose([w, b]);
    return history;
  };

  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: tf.train.sgd(LR), loss: "meanSquaredError" });
  const column = (values) => tf.tensor2d(values.slice(0, used), [used, 1]);
  const [inputs, targets] = [column(x), column(y)];
  const fit = (epochs) =>
    model.fit(inputs, targets, { batchSize: BATCH, epochs, shuffle: false, verbose: 0 });

  return {
    core: {
      units: EPOCHS * batches,
      run: () => core(EPOCHS),
      result: () => core(CLASSIC_EPOCHS).at(-1)?.slice(1, 3),
    },
    layers: { units: EPOCHS * batches, run: () => fit(EPOCHS) },
  };
}
