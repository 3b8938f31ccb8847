// One measurement of one task, in Node and in a page alike.
//
// A task is { units, run, prepare?, once?, result? }: `run` does `units` pieces of work and may give a promise; `prepare`
// comes before it and is not timed; with `once` it is run no more often than it must.

/** Long enough that a page's clock, which may tick in steps of 0.1 ms, errs by 1 % at most. */
const LEAST_MILLISECONDS = 10;

/** V8 compiles wasm and JavaScript anew, and better, while it runs: so long until it has settled. */
const WARM_UP_MILLISECONDS = 600;

/**
 * Nanoseconds for one unit, over as many runs as it takes.
 * @typedef {{ units: number, run: (prepared: any) => unknown, prepare?: () => unknown, once?: boolean }} Task
 * @param {Task} task
 */
export async function measure(task, milliseconds = LEAST_MILLISECONDS) {
  let [elapsed, units] = [0, 0];
  while (elapsed < milliseconds) {
    const prepared = await task.prepare?.();
    const start = performance.now();
    const running = task.run(prepared);
    if (running instanceof Promise) await running;
    elapsed += performance.now() - start;
    units += task.units;
    if (task.once) break;
  }
  return (elapsed * 1e6) / units;
}

/**
 * Answers the requests that `places.mjs` sends: what a task comes to, its warming up, its time.
 * @param {Record<string, Task & { result?: () => unknown }>} tasks
 */
export function responder(tasks) {
  return async (/** @type {string} */ request) => {
    const [verb = "", name = ""] = request.split(" ");
    const task = tasks[name];
    if (!task) throw new Error(`no task is called "${name}"`);
    if (verb === "warm") return measure(task, WARM_UP_MILLISECONDS);
    if (verb === "time") return measure(task);
    // Numbers that the other places must find too, none where there is nothing to compare. JSON has no Infinity.
    if (verb === "result") {
      return Array.from((await task.result?.()) ?? [], (value) => (Number.isFinite(value) ? value : null));
    }
    throw new Error(`"${verb}" is neither result, warm nor time`);
  };
}
