// One contestant in a Node process of its own, so that no garbage collector works for another's waste:
//
//   node bench/node_worker.mjs engine|loops|tensorflow
//
// The first line of standard input holds the data, each further line a request; each gets one line back.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { responder } from "./measure.mjs";

const make = {
  engine: async () => {
    const { engineTasks } = await import("./engine_tasks.mjs");
    const { loadEngine } = await import("./places.mjs");
    const bytes = readFileSync(new URL("../pkg/first_descent_bg.wasm", import.meta.url));
    const fresh = (copy) => import(`../pkg/first_descent.js?${copy}`);
    return engineTasks(await loadEngine(), bytes, fresh);
  },
  loops: async (given) => (await import("./loop_tasks.mjs")).loopTasks(given),
  tensorflow: async (given) => (await import("./tensorflow_tasks.mjs")).tensorflowTasks(given),
};

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const { value: first } = await lines.next();
const respond = responder(await make[process.argv[2]](JSON.parse(first)));
for (;;) {
  const { value: request, done } = await lines.next();
  if (done) break;
  process.stdout.write(`${JSON.stringify(await respond(request))}\n`);
}
