// Chapter 9 as a reader goes through it: says what will happen, runs, edits by mouse, touch and keys, and has it checked.
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../tools/browsers.mjs";
import { pressAll, readChapter, unfold } from "./lesson_reader";
import { readout } from "./reader";

const SLUG = "broken-on-purpose";
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Chooses a symptom and runs the program. */
async function predict(page: Page, id: string, symptom: string): Promise<Locator> {
  const exercise = page.locator(`#${id}`);
  await unfold(page, id);
  await exercise.scrollIntoViewIfNeeded();
  await exercise.locator(".bench").waitFor();
  await exercise.locator(`input[value="${symptom}"]`).check();
  await exercise.locator(".bench-actions .check").first().click();
  await exercise.locator(".bench-ends").waitFor();
  return exercise;
}

const line = (exercise: Locator, text: string): Locator =>
  exercise.locator("button.bench-line", { hasText: text });
const program = (exercise: Locator): Promise<string[]> => exercise.locator(".bench-line").allInnerTexts();

async function check(exercise: Locator): Promise<string> {
  await exercise.locator(".bench-actions .check").nth(1).click();
  return exercise.locator(".answer").innerText();
}

test("the missing line: predicted, run in the lab, put back with the mouse, accepted, and kept", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const exercise = await predict(page, "no-zero-grad", "swings");
  await expect.poll(() => exercise.locator(".bench-summary").innerText()).toContain("As you expected.");
  await expect
    .poll(() => exercise.locator(".answer").innerText())
    .toContain("= 23.81, where the right program has 42.89");
  // A prediction is no answer yet.
  expect(await exercise.locator(".done-mark").innerText()).toBe("");
  await page.locator(".scrubber").press("End");
  await expect.poll(() => readout(page, "w")).toBe(23.808989082598256);
  expect(await check(exercise)).toContain("Not yet.");
  await expect.poll(() => exercise.locator(".bench-trials .failed").count()).toBe(6);
  await line(exercise, "loss = ").click();
  await exercise.locator(".bench-insert summary").click();
  await exercise.locator(".bench-insert .bench-offer", { hasText: "zero_grad" }).click();
  await expect.poll(async () => (await program(exercise)).at(7)).toBe("zero_grad(w, b)");
  await expect.poll(() => exercise.locator(".bench-summary").innerText()).toContain("Edited since");
  expect(await check(exercise)).toContain("Right.");
  await expect.poll(() => exercise.locator(".bench-trials .passed").count()).toBe(6);
  // What was accepted is what is shown, in the table and in the lab.
  await expect
    .poll(() => exercise.locator(".bench-summary").innerText())
    .toBe("It ran to its end without a complaint.");
  await expect.poll(() => exercise.locator(".bench-ends.stale, .stale .bench-ends").count()).toBe(0);
  const [yours, right] = await exercise.locator(".bench-ends tbody tr").first().locator("td").allInnerTexts();
  expect(yours).toBe(right);
  await page.locator(".scrubber").press("End");
  const repaired = await readout(page, "w");
  expect(repaired.toFixed(2)).toBe("42.89");
  // To the next chapter and back, and in the other language: all that was done is still there, and counts once.
  const edited = await program(exercise);
  const tries = (): Promise<string> =>
    page.evaluate(() => localStorage.getItem("first-descent.progress") ?? "");
  const counted = await tries();
  await page.goto(page.url().replace(SLUG, "your-data"));
  await page.locator(".scrubber").waitFor();
  await page.goBack();
  await page.locator("#no-zero-grad .bench-ends").waitFor();
  await expect.poll(() => exercise.locator(".bench-trials .passed").count()).toBe(6);
  await expect.poll(() => program(exercise)).toEqual(edited);
  await expect.poll(() => exercise.locator("input[value=swings]").isChecked()).toBe(true);
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("Right.");
  await page.goto(page.url().replace("/en/", "/zh-CN/"));
  await page.locator("#no-zero-grad .bench-ends").waitFor();
  await expect.poll(() => program(exercise)).toEqual(edited);
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("正确");
  await expect.poll(() => tries()).toBe(counted);
  // The broken program is one press away.
  await exercise.locator('[data-focus="undo"]').click();
  await expect.poll(() => program(exercise)).not.toContain("zero_grad(w, b)");
  expect(complaints).toEqual([]);
  await close();
});

test("an error stands at its statement, and the line moves by keys until the order is right; undo brings it back", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  const exercise = await predict(page, "update-before-backward", "lagging");
  await expect
    .poll(() => exercise.locator(".bench-summary").innerText())
    .toContain("Not as you expected. Python stopped it in update 1.");
  await expect.poll(() => exercise.locator(".raised .bench-line").innerText()).toContain("w.data = ");
  await expect.poll(() => exercise.locator(".bench-note").innerText()).toContain("TypeError");
  const broken = await program(exercise);
  await line(exercise, "loss.backward()").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await expect
    .poll(async () => (await program(exercise)).slice(8))
    .toEqual([
      "loss.backward()",
      "w.data = w.data - lr * w.grad / len(xb)",
      "b.data = b.data - lr * b.grad / len(xb)",
    ]);
  // The hand stays on the line that moves.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("loss.backward()");
  expect(await check(exercise)).toContain("Right.");
  await exercise.locator('[data-focus="undo"]').click();
  await exercise.locator('[data-focus="undo"]').click();
  await expect.poll(() => program(exercise)).toEqual(broken);
  await line(exercise, "loss.backward()").focus();
  await page.keyboard.press("Delete");
  await expect.poll(() => program(exercise)).not.toContain("loss.backward()");
  expect(await check(exercise)).toContain("Not yet.");
  expect(complaints).toEqual([]);
  await close();
});

test("a learning rate that suits one batch size is refused, with the run that tells", async () => {
  const { page, close } = await readChapter(browser, SLUG);
  const exercise = await predict(page, "no-division", "diverges");
  await line(exercise, "lr = 0.1").click();
  await exercise.locator(".bench-rate input").fill("0,00625");
  await exercise.locator(".bench-rate input").press("Enter");
  await expect.poll(async () => (await program(exercise))[0]).toBe("lr = 0.00625");
  expect(await check(exercise)).toContain("for one batch size");
  await expect.poll(() => exercise.locator(".bench-trials .passed").count()).toBe(3);
  await expect
    .poll(() => exercise.locator(".bench-trials .failed").first().innerText())
    .toContain("sample set 0, batches of 12: from update 1 on");
  await exercise.locator(".bench-rate input").fill("fast");
  await exercise.locator(".bench-rate input").press("Enter");
  await expect.poll(() => exercise.locator(".bench-refusal").innerText()).toContain("Possible:");
  await expect.poll(async () => (await program(exercise))[0]).toBe("lr = 0.00625");
  await close();
});

test("on a phone, in Chinese, by touch: the curve is repaired by its numbers", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG, "zh-CN", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const exercise = await predict(page, "loss-over-all-epochs", "late");
  await expect.poll(() => exercise.locator(".bench-summary").innerText()).toContain("与你的预测一致");
  await expect.poll(() => exercise.locator(".answer").innerText()).toContain("198.7");
  await line(exercise, "total, seen").tap();
  await exercise.locator(".bench-offer").first().tap();
  expect(await check(exercise)).toContain("每一点都是它自己那个轮次的平均");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
  await close();
});

test("the words that act all act", async () => {
  const { page, complaints, close } = await readChapter(browser, SLUG);
  expect(await pressAll(page)).toBe(2);
  expect(complaints).toEqual([]);
  await close();
});
