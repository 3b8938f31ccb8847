// What is measured, what each figure stands beside, and what it is meant to reach. A contestant is "place/task".

/**
 * `of` divided by `by` is at least `at_least` (or at most `at_most`); without `by`, `of` itself, in the row's unit.
 * @typedef {{ says: string, of: string, by?: string, at_least?: number, at_most?: number }} Target
 * @typedef {{ title: string, about: string, unit: "ns" | "µs" | "ms", figures: [label: string, contestant: string][], targets: Target[] }} Row
 */

/** @type {Row[]} */
export const ROWS = [
  {
    title: "Fused updates",
    about: `One update of the right by_hand program in float64: a batch of 16, loss, gradients, both parameters, and a row of
the history (loss, w, b and both gradients). Runs of 6,000 updates over the default data in order; the points and the
session stand ready before the clock starts; taking and freeing the history's memory counts. The obvious loop pushes an
object to an array for each update. The careful one is written for batches of sixteen, as the engine's is: it adds in the
same order, by four lanes, fills arrays of their full length, and every number of its history has the engine's bits. Of
the ways tried (one typed array or five, arrays of numbers, all sixteen samples written out, points side by side) it has
the best median, in both places. Whoever knows only float32 (TensorFlow.js) uses that.`,
    unit: "ns",
    figures: [
      ["engine, wasm in Node", "wasm_node/fused"],
      ["engine, wasm in Chromium", "wasm_chromium/fused"],
      ["engine, native", "native/fused"],
      ["obvious JavaScript in Node", "js_node/obvious"],
      ["obvious JavaScript in Chromium", "js_chromium/obvious"],
      ["careful JavaScript in Node", "js_node/careful"],
      ["careful JavaScript in Chromium", "js_chromium/careful"],
      ["NumPy, gradients written out", "python/numpy_by_hand"],
      ["PyTorch eager, by hand", "python/torch_by_hand"],
      ["TensorFlow.js in Node, core operations", "tensorflow/core"],
      ["TensorFlow.js in Node, Layers fit", "tensorflow/layers"],
    ],
    targets: [
      {
        says: "at least 2.5 times the obvious loop, in Node",
        of: "js_node/obvious",
        by: "wasm_node/fused",
        at_least: 2.5,
      },
      {
        says: "faster than the careful loop, in Chromium",
        of: "js_chromium/careful",
        by: "wasm_chromium/fused",
        at_least: 1,
      },
      {
        says: "at least 3,000 times PyTorch eager",
        of: "python/torch_by_hand",
        by: "wasm_node/fused",
        at_least: 3000,
      },
      {
        says: "wasm within 1.5 times native, in Node",
        of: "wasm_node/fused",
        by: "native/fused",
        at_most: 1.5,
      },
      {
        says: "wasm within 1.5 times native, in Chromium",
        of: "wasm_chromium/fused",
        by: "native/fused",
        at_most: 1.5,
      },
    ],
  },
  {
    title: "Fused updates of the torch program",
    about: `The same for the torch program, float32 and shuffled: a seventh batch of four, PyTorch's order of summation and its
permutations, all drawn within the time.`,
    unit: "ns",
    figures: [
      ["engine, wasm in Node", "wasm_node/fused_torch"],
      ["engine, wasm in Chromium", "wasm_chromium/fused_torch"],
      ["engine, native", "native/fused_torch"],
      ["PyTorch eager, nn.Linear, DataLoader, SGD", "python/torch_modules"],
    ],
    targets: [
      {
        says: "wasm within 1.5 times native, in Node",
        of: "wasm_node/fused_torch",
        by: "native/fused_torch",
        at_most: 1.5,
      },
    ],
  },
  {
    title: "Interpreted updates",
    about: `The by_hand update through the tape, statement by statement, every value and the graph open to inspection. The
program is edited so that its gradients are cleared first: the same numbers, but not the program the fused path knows.`,
    unit: "ns",
    figures: [
      ["engine, wasm in Node", "wasm_node/interpreted"],
      ["engine, wasm in Chromium", "wasm_chromium/interpreted"],
      ["PyTorch eager, by hand", "python/torch_by_hand"],
    ],
    targets: [
      { says: "at most 1 µs, in Node", of: "wasm_node/interpreted", at_most: 1000 },
      { says: "at most 1 µs, in Chromium", of: "wasm_chromium/interpreted", at_most: 1000 },
      {
        says: "at least 150 times PyTorch eager",
        of: "python/torch_by_hand",
        by: "wasm_node/interpreted",
        at_least: 150,
      },
    ],
  },
  {
    title: "Loss and gradient over 1,000,000 float32 points",
    about: `Per point. The engine is given the points once and keeps them: a line is dragged over them, and each place of the
line is one call. What it takes when each call also copies the typed arrays into the engine, and looks through them, is
listed beside it. The JavaScript loops read the typed arrays where they are; the careful one takes factors out of the sums
and adds four points before they join a sum. NumPy and PyTorch use one thread; PyTorch's gradient is autograd's.`,
    unit: "ns",
    figures: [
      ["engine, wasm in Node", "wasm_node/gradient"],
      ["engine, wasm in Chromium", "wasm_chromium/gradient"],
      ["engine, native", "native/gradient"],
      ["engine, wasm in Node, points copied each time", "wasm_node/gradient_copied"],
      ["engine, wasm in Chromium, points copied each time", "wasm_chromium/gradient_copied"],
      ["obvious JavaScript in Node", "js_node/gradient"],
      ["obvious JavaScript in Chromium", "js_chromium/gradient"],
      ["careful JavaScript in Node", "js_node/gradient_careful"],
      ["careful JavaScript in Chromium", "js_chromium/gradient_careful"],
      ["NumPy", "python/numpy_gradient"],
      ["PyTorch", "python/torch_gradient"],
    ],
    targets: [
      {
        says: "at least 5 times the obvious loop, in Node",
        of: "js_node/gradient",
        by: "wasm_node/gradient",
        at_least: 5,
      },
      {
        says: "at least 5 times the obvious loop, in Chromium",
        of: "js_chromium/gradient",
        by: "wasm_chromium/gradient",
        at_least: 5,
      },
      {
        says: "at least 3 times the careful loop, in Node",
        of: "js_node/gradient_careful",
        by: "wasm_node/gradient",
        at_least: 3,
      },
      {
        says: "at least 3 times the careful loop, in Chromium",
        of: "js_chromium/gradient_careful",
        by: "wasm_chromium/gradient",
        at_least: 3,
      },
    ],
  },
  {
    title: "A sweep of 100 × 100 runs of 600 updates: learning rate × momentum",
    about: `The torch program, shuffled, batches of 16; the value of a run is its mean squared error over all points. The
engine draws the orders and makes the points within the time, goes through each batch once and keeps its moments, then
trains on those, eight runs abreast. The JavaScript loop does the same with one run after the other, in the orders drawn
beforehand, and gives a run up when it diverges.`,
    unit: "ms",
    figures: [
      ["engine, wasm in Node", "wasm_node/sweep_momentum"],
      ["engine, wasm in Chromium", "wasm_chromium/sweep_momentum"],
      ["JavaScript in Node", "js_node/sweep_momentum"],
      ["JavaScript in Chromium", "js_chromium/sweep_momentum"],
    ],
    targets: [
      { says: "within 100 ms, in Node", of: "wasm_node/sweep_momentum", at_most: 100 },
      { says: "within 100 ms, in Chromium", of: "wasm_chromium/sweep_momentum", at_most: 100 },
      {
        says: "at least 2 times JavaScript, in Node",
        of: "js_node/sweep_momentum",
        by: "wasm_node/sweep_momentum",
        at_least: 2,
      },
      {
        says: "at least 2 times JavaScript, in Chromium",
        of: "js_chromium/sweep_momentum",
        by: "wasm_chromium/sweep_momentum",
        at_least: 2,
      },
    ],
  },
  {
    title: "A sweep of 100 × 100 runs of 600 updates: learning rate × batch size",
    about: `The by_hand program in order, batch sizes 1 to 100. The rest as above.`,
    unit: "ms",
    figures: [
      ["engine, wasm in Node", "wasm_node/sweep_batch_size"],
      ["engine, wasm in Chromium", "wasm_chromium/sweep_batch_size"],
      ["JavaScript in Node", "js_node/sweep_batch_size"],
      ["JavaScript in Chromium", "js_chromium/sweep_batch_size"],
    ],
    targets: [
      { says: "within 100 ms, in Node", of: "wasm_node/sweep_batch_size", at_most: 100 },
      { says: "within 100 ms, in Chromium", of: "wasm_chromium/sweep_batch_size", at_most: 100 },
      {
        says: "at least 2 times JavaScript, in Node",
        of: "js_node/sweep_batch_size",
        by: "wasm_node/sweep_batch_size",
        at_least: 2,
      },
      {
        says: "at least 2 times JavaScript, in Chromium",
        of: "js_chromium/sweep_batch_size",
        by: "wasm_chromium/sweep_batch_size",
        at_least: 2,
      },
    ],
  },
  {
    title: "Start-up and single calls",
    about: `Start-up compiles and instantiates the module from bytes that are there already, new to the compiler each time. A
classic run is \`new Session()\`, \`train()\`, \`history()\`, \`free()\`: 600 updates by hand, 700 of torch. A drag frame is the
engine's work while a point follows the pointer: a session over the moved points, \`train()\`, \`seek\`, \`state()\`,
\`history()\`, \`free()\`; drawing is not in it.`,
    unit: "µs",
    figures: [
      ["start-up, Node", "wasm_node/start_up"],
      ["start-up, Chromium", "wasm_chromium/start_up"],
      ["classic run, by_hand, Node", "wasm_node/classic"],
      ["classic run, by_hand, Chromium", "wasm_chromium/classic"],
      ["classic run, torch, Node", "wasm_node/classic_torch"],
      ["classic run, torch, Chromium", "wasm_chromium/classic_torch"],
      ["state(), Node", "wasm_node/state"],
      ["state(), Chromium", "wasm_chromium/state"],
      ["drag frame, Node", "wasm_node/drag_frame"],
      ["drag frame, Chromium", "wasm_chromium/drag_frame"],
    ],
    targets: [],
  },
];

/** Every contestant once, in the order of the rows. */
export const CONTESTANTS = [
  ...new Set(ROWS.flatMap((row) => row.figures.map(([, contestant]) => contestant))),
];
