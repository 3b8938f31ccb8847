/**
 * The bench's listing without a browser: its lines are the engine's, each knows what can be edited there, and an edit is
 * offered as the lines it would give.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { Engine } from "../../www/engine";
import { BUG_IDS, type BugId, bugOf } from "../../www/lesson/bench/bugs";
import { judge } from "../../www/lesson/bench/judge";
import {
  type Handle,
  insertions,
  type Line,
  listingOf,
  type Offer,
  offersFor,
} from "../../www/lesson/bench/listing";
import { runOf } from "../../www/lesson/bench/measure";
import { failureText } from "../../www/lesson/bench/report";
import { inserted, moved, removed, settingsOf, turned, type Work } from "../../www/lesson/bench/work";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { LANGUAGES, loadWords } from "../../www/strings";

let engine: Engine;

beforeAll(async () => {
  engine = Engine.of(await engineInNode());
});

const linesOf = (id: BugId, work: Work = bugOf(id).broken): Line[] => listingOf(engine, bugOf(id), work);
const textsOf = (id: BugId, work?: Work): string[] => linesOf(id, work).map(({ text }) => text);

/** What is offered for the line with those words. */
function offered(id: BugId, words: string, work: Work = bugOf(id).broken): Offer[] {
  const lines = linesOf(id, work);
  const handle = lines.find(({ text }) => text.includes(words))?.handle;
  if (!handle) throw new Error(`nothing can be done with ${words}`);
  return offersFor(engine, bugOf(id), work, lines, handle);
}

const added = (offers: readonly Offer[]): string[] =>
  offers.map((offer) => offer.added.map((line) => line.trim()).join("\n"));

describe("lines", () => {
  test("where no lines stand around the loop, they are the engine’s listing to the letter", () => {
    for (const id of BUG_IDS.filter(
      (one) => bugOf(one).slot.parts.join() === "listing" && one !== "true-line-learned",
    )) {
      const session = engine.open(runOf(bugOf(id).broken, bugOf(id).slot));
      expect(textsOf(id)).toEqual(session.source("listing").map(({ text }) => text));
      session.free();
    }
  });

  test("every statement can be taken hold of, in its place, and so can the settings’ lines", () => {
    const handles = (id: BugId): (Handle | null)[] => linesOf(id).map(({ handle }) => handle);
    const statements = handles("no-zero-grad").filter((handle) => handle?.kind === "statement");
    expect(statements).toEqual([0, 1, 2, 3, 4].map((at) => ({ kind: "statement", at })));
    expect(handles("no-zero-grad")[0]).toEqual({ kind: "settings", knobs: ["lr"], rate: "0.01" });
    expect(linesOf("sum-for-mean").find(({ text }) => text.startsWith("optimizer"))?.handle).toEqual({
      kind: "settings",
      knobs: ["lr"],
      rate: "0.1",
    });
  });

  test("data are shown without their many numbers, and with the lines that scale them", () => {
    const { broken, right } = bugOf("x-unscaled");
    expect(textsOf("x-unscaled", broken).slice(0, 4)).toEqual([
      "# NIST's Norris data",
      "x = np.array([0.2, 337.4, 118.2, …])",
      "y = np.array([0.1, 338.8, 118.1, …])",
      "x, y = torch.from_numpy(x), torch.from_numpy(y)",
    ]);
    expect(textsOf("x-unscaled", right)).toContain("    x = (x - x.mean()) / x.std()");
  });

  test("each variant of the lines around the loop reads otherwise, whatever the loop has become", () => {
    for (const id of ["order-never-used", "loss-over-all-epochs", "true-line-learned"] as const) {
      const { slot, broken } = bugOf(id);
      const all = slot.variants.map((_, variant) => textsOf(id, { ...broken, variant }).join("\n"));
      expect(new Set(all).size).toBe(slot.variants.length);
      // A loop without a loss still has a listing.
      const emptied = removed({ ...broken, variant: 0 }, 1);
      expect(textsOf(id, emptied).length).toBeGreaterThan(5);
    }
  });
});

describe("edits", () => {
  test("a statement moves, at the edge it stays, and the last one cannot be taken out", () => {
    const { broken } = bugOf("no-zero-grad");
    const ops = ({ statements }: Work): string => statements.map(({ op }) => op).join(" ");
    expect(ops(moved(broken, 2, -1))).toBe("forward backward loss update update");
    expect(moved(broken, 0, -1)).toBe(broken);
    expect(moved(broken, 4, 1)).toBe(broken);
    const one = [0, 0, 0, 0].reduce((work) => removed(work, 0), broken);
    expect(ops(one)).toBe("update");
    expect(removed(one, 0)).toBe(one);
    expect(ops(inserted(broken, 1, { op: "zero_grad" }))).toBe(
      "forward loss zero_grad backward update update",
    );
    // The program it was made from is as it was.
    expect(ops(broken)).toBe("forward loss backward update update");
  });

  test("a line is offered each of its other forms, in the engine’s words", () => {
    expect(added(offered("wrong-sign", "w.data")).slice(0, 3)).toEqual([
      "w.data = w.data + lr * w.grad",
      "w.data = w.data - lr * w.grad / len(xb)",
      "w = w + lr * w.grad / len(xb)",
    ]);
    expect(added(offered("missing-float", "model(xb)"))).toContain("y_pred = model(xb.float())");
    expect(added(offered("last-batch-dropped", "batches(x, y, 16)"))).toContain(
      "for xb, yb in batches(x, y, 16, drop_last=False):",
    );
    expect(offered("no-zero-grad", "loss.backward()")).toEqual([]);
  });

  test("a mistake made in both updates goes out of both in one edit, also from the other of the two lines", () => {
    for (const id of ["wrong-sign", "no-division", "update-in-graph"] as const)
      for (const line of ["w.grad", "b.grad"]) {
        const offers = offered(id, line);
        expect(offers.map(({ gone }) => gone.length)).toEqual([1, 1, 1, 2, 2, 2]);
        const repairs = offers.filter(({ work }) => judge(engine, bugOf(id), work).repaired);
        expect(added(repairs)).toEqual([
          "w.data = w.data - lr * w.grad / len(xb)\nb.data = b.data - lr * b.grad / len(xb)",
        ]);
      }
    // One of the two is right already: what is left is one line.
    const half = offered("wrong-sign", "w.data")[1]?.work;
    expect(half && offered("wrong-sign", "b.data", half).map(({ gone }) => gone.length)).toEqual([1, 1, 1]);
    expect(offered("no-zero-grad", "w.data").map(({ gone }) => gone.length)).toEqual([1, 1, 1]);
  });

  test("every program is one edit away from right, a move of one line over others included", () => {
    for (const id of BUG_IDS) {
      const bug = bugOf(id);
      const lines = linesOf(id);
      const at = bug.broken.statements.keys();
      const moves = [...at].flatMap((from) =>
        bug.broken.statements.map((_, to) => {
          const step = to < from ? -1 : 1;
          let work = bug.broken;
          for (let place = from; place !== to; place += step) work = moved(work, place, step);
          return work;
        }),
      );
      const edits = [
        ...lines.flatMap(({ handle }) =>
          handle ? offersFor(engine, bug, bug.broken, lines, handle).map(({ work }) => work) : [],
        ),
        ...bug.broken.statements.flatMap((_, place) => [
          removed(bug.broken, place),
          ...insertions(engine, bug, bug.broken, lines, place).map(({ work }) => work),
        ]),
        ...moves,
        turned(bug.broken, "lr", 0.05),
      ];
      expect([id, edits.some((work) => judge(engine, bug, work).repaired)]).toEqual([id, true]);
    }
  }, 60_000);

  test("scaling is offered as the lines it puts in, and its undoing as the lines it takes out", () => {
    const { right } = bugOf("x-unscaled");
    const [put] = offered("x-unscaled", "from_numpy");
    expect([put?.added.length, put?.gone.length]).toEqual([2, 0]);
    const [take] = offered("x-unscaled", "from_numpy", right);
    expect([take?.added.length, take?.gone.length]).toEqual([0, 2]);
    expect(take && settingsOf(take.work).standardize).toBe(false);
  });

  test("a line that only moves is offered with the one before it", () => {
    expect(offered("loss-over-all-epochs", "total, seen")[0]?.added).toEqual([
      "for epoch in range(100):",
      "    total, seen = 0.0, 0",
    ]);
  });

  test("any statement of the right program can be put below a line", () => {
    const { broken } = bugOf("no-zero-grad");
    const below = insertions(engine, bugOf("no-zero-grad"), broken, linesOf("no-zero-grad"), 1);
    expect(added(below)).toContain("zero_grad(w, b)");
    expect(below.length).toBe(6);
    expect(below.every(({ gone }) => gone.length === 0)).toBe(true);
  });

  test("a rate the engine does not take is its own error, with the range", () => {
    const wrong = turned(bugOf("no-zero-grad").broken, "lr", Number.NaN);
    expect(() => linesOf("no-zero-grad", wrong)).toThrowError(/lr/);
  });
});

test.each(LANGUAGES)("every failure has a sentence in %s, with all its places filled", async (language) => {
  const trial = { seed: 1, batch: 12, scale: 1 };
  const line = { w: 1, b: 2 };
  const raised = { update: 0, statement: 3, type: "TypeError", message: "…" };
  const { repair } = await loadWords(language, "repair");
  for (const failure of [
    { kind: "raised", raised },
    { kind: "diverged", update: 4 },
    { kind: "differs", update: 0, end: line, expected: line },
    { kind: "worse", loss: 3, expected: 2 },
    { kind: "curve", last: 3, expected: 2 },
    { kind: "drawn", line, expected: line },
    { kind: "refused", message: "…" },
  ] as const) {
    const text = failureText(trial, failure, repair);
    expect(text).toContain("12");
    expect(text).not.toMatch(/[{}]/);
  }
});
