// A reader works in the code: follows the lit line, drags, types and nudges its numbers, turns a flag over, reads both
// programs side by side and what the script prints. Every number is that of a fresh session.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import { classicRun, cursor, frame, open, readout, scrub, type Visit, visit } from "./reader";

let browser: Browser;
let engine: Awaited<ReturnType<typeof engineInNode>>;
type Session = InstanceType<typeof engine.Session>;
type Settings = ConstructorParameters<typeof engine.Session>[0];

beforeAll(async () => {
  [browser, engine] = await Promise.all([launchChromium(), engineInNode()]);
});

afterAll(() => browser.close());

/** What a fresh session of these settings says at a moment. */
function fresh<T>(
  settings: Settings,
  [update, statement]: readonly [number, number],
  ask: (at: Session) => T,
): T {
  const session = new engine.Session(settings);
  session.seek(update, statement);
  const answer = ask(session);
  session.free();
  return answer;
}

const valuesOf = (session: Session, name: string): number[] => [
  ...(session.values().find((named) => named.name === name)?.values ?? []),
];

const parameters = (session: Session): (number | null)[] => [session.state().w, session.state().b];

async function atCode(options = {}): Promise<Visit> {
  const visited = await visit(browser, options);
  await open(visited.page, "code");
  await visited.page.locator(".code-rows li").first().waitFor();
  return visited;
}

const literal = (page: Page, path: string): Locator =>
  page.locator(`.literal[data-setting="${path}"]`).first();
const lit = (page: Page): Locator => page.locator('.code-rows [aria-current="step"]');

/** The text of the lit lines, without what stands beside them. */
async function litLines(page: Page): Promise<string[]> {
  await frame(page);
  return (await lit(page).locator(".line").allTextContents()).map((text) => text.trim());
}

/** The numbers beside the line with this text, in full. */
async function beside(page: Page, text: string): Promise<string | null> {
  await frame(page);
  const row = page.locator(".code-rows li", { hasText: text }).first();
  return row.locator(".value").getAttribute("data-value");
}

async function shownRun(page: Page): Promise<(number | null)[]> {
  return [await readout(page, "w"), await readout(page, "b")];
}

async function drag(page: Page, what: Locator, pixels: number): Promise<void> {
  const box = await what.boundingBox();
  if (!box) throw new Error("There is nothing to drag.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + pixels / 2, y, { steps: 3 });
  await page.mouse.move(x + pixels, y, { steps: 3 });
  await page.mouse.up();
  await frame(page);
}

async function mode(page: Page, name: "By hand" | "Both" | "PyTorch"): Promise<void> {
  await page.locator(".code-modes label", { hasText: name }).click();
  await frame(page);
}

test("stepping by statements lights one line after the other and tells its value", async () => {
  const { page, complaints, close } = await atCode();
  await expect.poll(() => litLines(page)).toEqual([]);
  await scrub(page, 37);
  await page.locator(".units label", { hasText: "statement" }).click();
  const source = fresh({}, [37, 0], (session) => session.source());
  for (let statement = 1; statement <= 6; statement += 1) {
    await page.getByRole("button", { name: "One step", exact: true }).click();
    const at: [number, number] = statement < 6 ? [37, statement] : [38, 0];
    const line = fresh({}, at, (session) => session.state().line);
    await expect.poll(() => litLines(page)).toEqual([source[line ?? -1]?.text.trim()]);
  }
  const state = fresh({}, [38, 0], (session) => session.state());
  await expect.poll(() => beside(page, "loss.backward()")).toBe(`${state.gradW} ${state.gradB}`);
  await expect.poll(() => beside(page, ".sum()")).toBe(String(state.loss));
  await expect.poll(() => beside(page, "w.data")).toBe(String(state.w));
  const predicted = fresh({}, [38, 0], (session) => valuesOf(session, "y_pred"));
  await expect
    .poll(() => beside(page, "y_pred ="))
    .toBe(`${Math.min(...predicted)} ${Math.max(...predicted)}`);
  await page.getByRole("button", { name: "One step back" }).click();
  await expect.poll(() => beside(page, "b.data")).toBeNull();
  expect(complaints).toEqual([]);
  await close();
});

test("a number dragged trains the run again while it moves, and one undo takes the drag back", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 37);
  await drag(page, literal(page, "batch_size"), 36);
  await expect.poll(() => literal(page, "batch_size").textContent()).toBe("26");
  await expect.poll(() => cursor(page)).toBe(37);
  await expect.poll(() => shownRun(page)).toEqual(fresh({ batch_size: 26 }, [37, 0], parameters));
  await page.keyboard.press("Control+z");
  await frame(page);
  await expect.poll(() => literal(page, "batch_size").textContent()).toBe("16");
  await expect.poll(() => shownRun(page)).toEqual(fresh({}, [37, 0], parameters));
  expect(complaints).toEqual([]);
  await close();
});

test("a finger drags a number as well, and the page does not scroll under it", async () => {
  const { page, close } = await atCode({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await scrub(page, 37);
  await literal(page, "lr").scrollIntoViewIfNeeded();
  const box = await literal(page, "lr").boundingBox();
  if (!box) throw new Error("lr is not to be seen.");
  const before = await page.evaluate(() => window.scrollY);
  const touch = await page.context().newCDPSession(page);
  const at = (pixels: number) => [{ x: box.x + 5 + pixels, y: box.y + 5 }];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (const pixels of [20, 40, 60])
    await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(pixels) });
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await frame(page);
  const lr = Number(await literal(page, "lr").textContent());
  expect(lr).toBe(Number((0.01 * 2000 ** (60 / 360)).toPrecision(2)));
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  await open(page, "line");
  await expect.poll(() => shownRun(page)).toEqual(fresh({ lr }, [37, 0], parameters));
  await close();
});

test("a number is typed: Enter takes it, Escape leaves it, and what is refused is explained and returns", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 20);
  await literal(page, "lr").click();
  const field = page.locator(".literal-input");
  await field.fill("0.05");
  await field.press("Enter");
  await frame(page);
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  await expect.poll(() => shownRun(page)).toEqual(fresh({ lr: 0.05 }, [20, 0], parameters));
  await literal(page, "lr").press("Enter");
  await field.fill("7");
  await field.press("Escape");
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  for (const [text, said] of [
    ["-1", "-1"],
    ["fast", "fast"],
  ] as const) {
    await literal(page, "lr").click();
    await field.fill(text);
    await field.press("Enter");
    await frame(page);
    await expect.poll(() => page.locator(".notice").innerText()).toContain(said);
    await expect.poll(() => literal(page, "lr").textContent()).toBe("0.05");
  }
  await expect.poll(() => shownRun(page)).toEqual(fresh({ lr: 0.05 }, [20, 0], parameters));
  expect(complaints).toEqual([]);
  await close();
});

test("arrows nudge a number and say so to a screen reader; they do not move the cursor", async () => {
  const { page, close } = await atCode();
  await scrub(page, 20);
  const lr = literal(page, "lr");
  await lr.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await frame(page);
  await expect.poll(() => lr.textContent()).toBe("0.021");
  await expect.poll(() => lr.getAttribute("role")).toBe("spinbutton");
  await expect.poll(() => lr.getAttribute("aria-valuenow")).toBe("0.021");
  await expect.poll(() => lr.getAttribute("aria-label")).toContain("Learning rate");
  await expect.poll(() => cursor(page)).toBe(20);
  await expect.poll(() => shownRun(page)).toEqual(fresh({ lr: 0.021 }, [20, 0], parameters));
  await close();
});

test("while branching, a nudged number goes into a branch and the program keeps its own", async () => {
  const { page, close } = await atCode();
  await scrub(page, 20);
  await page.locator("button.branch").click();
  await literal(page, "lr").focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await frame(page);
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.012");
  await expect
    .poll(() => page.locator(".chip.ghost").allInnerTexts())
    .toEqual([expect.stringContaining("0.01 → 0.012")]);
  await literal(page, "lr").blur();
  await expect.poll(() => literal(page, "lr").textContent()).toBe("0.01");
  await close();
});

test("a flag is turned over, and the page says where it went", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 20);
  await open(page, "settings");
  await page.locator('.controls input[value="torch"]').check({ force: true });
  await open(page, "code");
  const shuffle = literal(page, "shuffle");
  await expect.poll(() => shuffle.getAttribute("aria-checked")).toBe("true");
  await shuffle.press("Enter");
  await frame(page);
  await expect.poll(() => shuffle.count()).toBe(0);
  await expect.poll(() => page.locator(".notice").innerText()).toContain("shuffle=False");
  await expect
    .poll(() => shownRun(page))
    .toEqual(fresh({ program: "torch", shuffle: false }, [20, 0], parameters));
  expect(complaints).toEqual([]);
  await close();
});

test("a flag that a change in mid-run sets is turned over in its line, by mouse and by key, and stays there", async () => {
  const { page, complaints, close } = await atCode();
  const settings = { program: "torch", momentum: 0.9 } as const;
  const first = { nesterov: true, drop_last: true };
  await page.evaluate(
    ([settings, set]) =>
      document.querySelector("first-descent")?.lab?.load({ ...settings, changes: [{ update: 120, set }] }),
    [settings, first] as const,
  );
  await scrub(page, 300);
  const runOf = (set: object): (number | null)[] =>
    fresh({ ...settings, changes: [{ update: 120, set }] }, [300, 0], parameters);
  await expect.poll(() => shownRun(page)).toEqual(runOf(first));
  const nesterov = literal(page, "changes[0].set.nesterov");
  await nesterov.click();
  await expect.poll(() => nesterov.getAttribute("aria-checked")).toBe("false");
  await expect.poll(() => shownRun(page)).toEqual(runOf({ ...first, nesterov: false }));
  await expect.poll(() => page.locator(".notice").isVisible()).toBe(false);
  await nesterov.press("ArrowUp");
  await expect.poll(() => nesterov.textContent()).toBe("True");
  await expect.poll(() => shownRun(page)).toEqual(runOf(first));
  // Another loader is made with the next epoch; its flag is left out where it is PyTorch's default.
  await literal(page, "changes[0].set.drop_last").press("Enter");
  await expect.poll(() => page.locator(".notice").innerText()).toContain("drop_last=False");
  await expect.poll(() => shownRun(page)).toEqual(runOf({ ...first, drop_last: false }));
  expect(complaints).toEqual([]);
  await close();
});

test("a choice in the code goes on by a press and by arrows, and while branching a flag goes into the branch", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 37);
  const dtype = literal(page, "dtype");
  await dtype.click();
  await expect.poll(() => dtype.textContent()).toBe("float32");
  await expect.poll(() => shownRun(page)).toEqual(fresh({ dtype: "float32" }, [37, 0], parameters));
  await dtype.press("ArrowUp");
  await expect.poll(() => dtype.getAttribute("aria-valuetext")).toBe("float64");
  await expect.poll(() => shownRun(page)).toEqual(fresh({}, [37, 0], parameters));
  await page.evaluate(() => document.querySelector("first-descent")?.lab?.load({ shuffle: true }));
  await scrub(page, 37);
  await page.getByRole("button", { name: "Branch" }).click();
  const shuffle = literal(page, "shuffle");
  await shuffle.press(" ");
  await expect.poll(() => shuffle.textContent()).toBe("False");
  await page
    .locator(".runs")
    .getByRole("button", { name: /^Make it the main run/ })
    .click();
  await scrub(page, 60);
  const changes = [{ update: 37, set: { shuffle: false } }];
  await expect.poll(() => shownRun(page)).toEqual(fresh({ shuffle: true, changes }, [60, 0], parameters));
  expect(complaints).toEqual([]);
  await close();
});

test("both programs step by phases, each with its own line lit, and w and b show where they part", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 37);
  await mode(page, "Both");
  await page.locator(".units label", { hasText: "statement" }).click();
  const seen: string[][] = [];
  for (let phase = 0; phase < 5; phase += 1) {
    await page.getByRole("button", { name: "One step", exact: true }).click();
    seen.push(await litLines(page));
  }
  expect(seen).toEqual([
    ["y_pred = w * xb + b", "y_pred = model(xb)"],
    ["loss = ((y_pred - yb.reshape(-1, 1)) ** 2).sum()", "loss = loss_fn(y_pred, yb.reshape(-1, 1))"],
    ["zero_grad(w, b)", "optimizer.zero_grad()"],
    ["loss.backward()", "loss.backward()"],
    ["b.data = b.data - lr * b.grad / len(xb)", "optimizer.step()"],
  ]);
  const pairs = fresh({}, [38, 0], (session) => {
    const twin = session.twin();
    twin.seek(38);
    const [own, other] = [parameters(session), parameters(twin)];
    twin.free();
    return own.map((value, at) => `${value} ${other[at]}`);
  });
  const told = page.locator(".agreement p[data-pair]");
  await expect
    .poll(() => told.evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.value)))
    .toEqual(pairs);
  expect(complaints).toEqual([]);
  await close();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
])
  test(`both listings stand whole beside each other, in phase, on a window of ${viewport.width} px`, async () => {
    const { page, complaints, close } = await atCode({ viewport });
    await scrub(page, 37);
    await mode(page, "Both");
    await page.locator(".code-body.columns .code-listing").nth(1).waitFor();
    await frame(page);
    const found = await page.locator(".code-body").evaluate((body) => {
      const lists = [...body.querySelectorAll(".code-rows")].map((list) =>
        [...list.children].map((row) => {
          const text = row.querySelector(".line")?.textContent?.trim() ?? "";
          const { top, bottom, left, right } = row.getBoundingClientRect();
          return { text, top, bottom, left, right };
        }),
      );
      const { top, bottom } = body.getBoundingClientRect();
      return { lists, top, bottom, hidden: body.scrollHeight - body.clientHeight };
    });
    const [own = [], twin = []] = found.lists;
    const texts = fresh({}, [37, 0], (session) => {
      const other = session.twin();
      return [session, other].map((one) => one.source().map(({ text }) => text.trim()));
    });
    // Whole: no line is left out, and none is out of sight.
    expect([own, twin].map((rows) => rows.map(({ text }) => text))).toEqual(texts);
    expect(found.hidden).toBe(0);
    for (const row of [...own, ...twin]) {
      expect(row.top).toBeGreaterThanOrEqual(found.top);
      expect(row.bottom).toBeLessThanOrEqual(found.bottom);
    }
    // Beside each other.
    expect(Math.max(...own.map(({ right }) => right))).toBeLessThanOrEqual(twin[0]?.left ?? 0);
    // What belongs together begins on one height.
    const topOf = (rows: typeof own, text: string): number =>
      rows.find((row) => row.text.startsWith(text))?.top ?? Number.NaN;
    for (const [one, other] of [
      ["lr = 0.01", "torch.manual_seed(0)"],
      ["for epoch", "for epoch"],
      ["for xb, yb", "for xb, yb"],
      ["y_pred =", "y_pred ="],
      ["loss =", "loss ="],
      ["zero_grad", "optimizer.zero_grad"],
      ["loss.backward", "loss.backward"],
      ["w.data", "optimizer.step"],
    ] as const)
      expect(topOf(own, one), one).toBeCloseTo(topOf(twin, other), 1);
    // The graph is a tab now, and is there when it is asked for; by hand alone has the old places again.
    await open(page, "graph");
    await expect.poll(() => page.locator(".graph .node").count()).toBeGreaterThan(5);
    await mode(page, "By hand");
    await expect.poll(() => page.locator(".stage").getAttribute("data-places")).toBe("4");
    expect(complaints).toEqual([]);
    await close();
  });

test("on a phone both listings are one list, set-up and its numbers too, part by part", async () => {
  const { page, complaints, close } = await atCode({ viewport: { width: 390, height: 844 } });
  await page.locator(".dock").click();
  await mode(page, "Both");
  const lines = await page.locator(".code-rows .line").allTextContents();
  const at = (text: string): number => lines.findIndex((line) => line.trim().startsWith(text));
  const order = [
    "lr = 0.01",
    "b = torch.tensor",
    "torch.manual_seed",
    "loader =",
    "optimizer =",
    "for epoch",
    "y_pred = w",
  ];
  expect(order.map(at)).toEqual(order.map(at).sort((one, other) => one - other));
  expect(at("lr = 0.01")).toBe(0);
  expect(lines).toHaveLength(11 + 14);
  await page.locator('.literal[data-setting="batch_size"]').first().focus();
  await page.keyboard.press("ArrowUp");
  await frame(page);
  const loader = page.locator(".code-rows li", { hasText: "loader =" });
  await expect.poll(() => loader.locator('[data-setting="batch_size"]').textContent()).toBe("17");
  expect(complaints).toEqual([]);
  await close();
});

test("a line that has room for the least and the greatest alone shows all its numbers to a pointer and to the focus", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 37);
  const value = page.locator(".code-rows li", { hasText: "y_pred =" }).first().locator(".value");
  const card = page.locator(".code-card");
  const listed = async (): Promise<number[]> =>
    (await card.locator("dd span").allTextContents()).map((text) => Number(text.replace("−", "-")));
  const predicted = fresh({}, [37, 0], (session) => valuesOf(session, "y_pred"));
  await value.hover();
  await expect.poll(() => listed()).toEqual(predicted.map((number) => Number(number.toPrecision(7))));
  await page.locator(".caption").hover();
  await expect.poll(() => card.isVisible()).toBe(false);
  await value.focus();
  await expect.poll(() => card.locator("dt").innerText()).toContain("16×1 · float64");
  await expect.poll(() => value.getAttribute("aria-describedby")).toBe(await card.getAttribute("id"));
  await page.keyboard.press("Escape");
  await expect.poll(() => card.isVisible()).toBe(false);
  const handed = page.locator(".code-rows li", { hasText: "for xb, yb in" }).locator(".value");
  await handed.focus();
  await expect.poll(async () => (await listed()).length).toBe(32);
  expect(complaints).toEqual([]);
  await close();
});

test("in PyTorch's listing of a run by hand a number changes that same run", async () => {
  const { page, complaints, close } = await atCode();
  await scrub(page, 37);
  await mode(page, "PyTorch");
  const [weight, bias] = fresh({}, [37, 0], (session) => {
    const twin = session.twin();
    twin.seek(37);
    const at = parameters(twin);
    twin.free();
    return at;
  });
  await expect.poll(() => beside(page, "optimizer.step()")).toBe(`${weight} ${bias}`);
  await literal(page, "lr").focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => shownRun(page)).toEqual(fresh({ lr: 0.011 }, [37, 0], parameters));
  expect(complaints).toEqual([]);
  await close();
});

test("a run of PyTorch's program is switched to the one by hand, and undo leads back", async () => {
  const { page, close } = await atCode();
  await open(page, "settings");
  await page.locator('.controls input[value="torch"]').check({ force: true });
  await open(page, "code");
  await mode(page, "By hand");
  await scrub(page, 12);
  await expect.poll(() => shownRun(page)).toEqual(fresh({}, [12, 0], parameters));
  await page.keyboard.press("Control+z");
  await expect.poll(() => shownRun(page)).toEqual(fresh({ program: "torch" }, [12, 0], parameters));
  await expect.poll(() => page.locator('.code-modes input[value="torch"]').isChecked()).toBe(true);
  await close();
});

test("the output is what the script would have printed by now", async () => {
  const { page, close } = await atCode();
  await scrub(page, 300);
  await page.getByRole("button", { name: "Output of the script" }).click();
  await expect
    .poll(() => page.locator(".output .about").innerText())
    .toContain("the listing above leaves its print lines out");
  const printed = async (): Promise<string[]> => (await page.locator(".printed").innerText()).split("\n");
  // A hand on the slider is followed now and then, and to its end.
  await expect.poll(printed).toEqual(fresh({}, [300, 0], (session) => session.output()));
  await scrub(page, 600);
  await expect.poll(printed).toEqual(fresh({}, [600, 0], (session) => session.output()));
  const lines = await printed();
  expect(lines).toHaveLength(13);
  // After the last epoch the script prints the loss of the last batch, and the parameters.
  expect(lines.slice(10)).toEqual([
    `loss = ${classicRun.losses[599]}`,
    "w = 42.887112362029214",
    "b = 13.341959365533667",
  ]);
  await close();
});

test("the listing is text: it can be selected, and no line sticks out of the panel on a phone", async () => {
  const { page, close } = await atCode({ viewport: { width: 390, height: 844 } });
  const { text, sticks } = await page.evaluate(() => {
    const tree = document.querySelector("first-descent")?.shadowRoot;
    const list = tree?.querySelector(".code-rows");
    if (!list) throw new Error("There is no listing.");
    const lines = [...list.querySelectorAll(".line")].map((line) => line.textContent);
    const box = list.parentElement;
    return { text: lines, sticks: (box?.scrollWidth ?? 0) - (box?.clientWidth ?? 0) };
  });
  expect(text).toEqual(fresh({}, [0, 0], (session) => session.source().map((line) => line.text)));
  expect(sticks).toBe(0);
  await close();
});

test("back at the start no line is lit, also when the way there wrote the listing anew", async () => {
  const { page, close } = await visit(browser);
  await open(page, "code");
  await scrub(page, 50);
  await expect.poll(() => page.locator('.code-rows [aria-current="step"]').count()).toBeGreaterThan(0);
  // A dragged line starts the run elsewhere and puts the cursor at its start, in one frame.
  await page.evaluate(() => {
    const lab = document.querySelector("first-descent")?.lab;
    lab?.setStart({ w: 7, b: 3 });
    lab?.seek({ update: 0, statement: 0 });
  });
  await frame(page);
  await expect.poll(() => page.locator('.code-rows [aria-current="step"]').count()).toBe(0);
  await close();
});
