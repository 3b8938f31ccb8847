// A race counts only if all run the same way: before anything is timed, every contestant says what it comes to.
import { CLASSIC_END } from "./work.mjs";

/**
 * The tasks that have one answer, the contestant that gives it (or the answer), and how far off others may be: doubles
 * added in the same order not by a bit, in any row of the history; in another order 1e-9 of the value; float32 parameters
 * after 600 updates 1e-5; float32 sums over a million points 1e-4. What is not named draws numbers of its own, or has
 * nothing to say.
 */
const ANSWERS = [
  { tasks: ["fused", "interpreted", "careful"], answer: "wasm_node/fused", within: 0 },
  { tasks: ["obvious", "numpy_by_hand", "torch_by_hand"], answer: CLASSIC_END, within: 1e-9 },
  { tasks: ["core"], answer: CLASSIC_END, within: 1e-5 },
  {
    tasks: ["gradient", "gradient_copied", "gradient_careful", "numpy_gradient", "torch_gradient"],
    answer: "js_node/gradient",
    within: 1e-4,
  },
  { tasks: ["sweep_momentum"], answer: "js_node/sweep_momentum", within: 1e-6 },
  { tasks: ["sweep_batch_size"], answer: "js_node/sweep_batch_size", within: 1e-6 },
];

/**
 * @param {string[]} contestants
 * @param {(verb: string, contestant: string) => Promise<(number | null)[]>} ask
 */
export async function checkAgreement(contestants, ask) {
  for (const { tasks, answer, within } of ANSWERS) {
    const expected = typeof answer === "string" ? await ask("result", answer) : answer;
    for (const contestant of contestants) {
      const [place = "", task = ""] = contestant.split("/");
      if (!tasks.includes(task) || place === "native") continue;
      const found = await ask("result", contestant);
      // A run that diverged is null on both sides.
      const off = expected.findIndex((value, i) => {
        const other = found[i] ?? null;
        if (value === null || other === null) return value !== other;
        return Math.abs(other - value) > within * Math.abs(value);
      });
      if (off >= 0 || found.length !== expected.length) {
        throw new Error(
          `${contestant} comes to ${found[off]} where ${expected[off]} is expected (value ${off})`,
        );
      }
    }
  }
}
