// docs/embedding.md names all that pages of others may use, as the code has it.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PANELS } from "../../www/lab/panel";

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const doc = text("docs/embedding.md");
const element = text("www/embed/course_element.ts");

test("every view is named", () => {
  for (const name of PANELS) expect(doc).toContain(`\`${name}\``);
});

test("every part of the query that the frame reads is named", () => {
  const [, list = ""] = /const KNOWN = \[(.*?)\]/.exec(text("www/embed/main.ts")) ?? [];
  const known = [...list.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  expect(known).toHaveLength(6);
  for (const name of known) expect(doc).toContain(`| \`${name}\` |`);
});

test("every method of the element, every event and every field of fd-state is named", () => {
  const methods = [...element.matchAll(/^ {2}(\w+)\(.*\): void \{$/gm)].map(([, name]) => name);
  expect(methods).toEqual(["play", "pause", "step", "reset"]);
  for (const name of methods) expect(doc).toMatch(new RegExp(`\\| \`${name}\\(`));
  const events = [...text("www/lab/element.ts").matchAll(/"(fd-\w+)"/g)].map(([, name]) => name);
  expect(new Set(events).size).toBe(3);
  for (const name of events) expect(doc).toContain(`| \`${name}\` |`);
  const [, body = ""] = /interface ToldState \{(.*?)\n\}/s.exec(element) ?? [];
  const fields = [...body.matchAll(/readonly (\w+):/g)].map(([, name]) => name);
  expect(fields).toHaveLength(7);
  for (const name of fields) expect(doc).toMatch(new RegExp(`^\\| .*\`${name}\``, "m"));
});

test("every custom property of the lab's colours and type is listed, and none that is not there", () => {
  const [light = ""] = text("www/style/colours.css").split("@supports");
  const there = new Set([...light.matchAll(/^ {2}(--[\w-]+):/gm)].map(([, name]) => name));
  const listed = new Set([...doc.matchAll(/`(--[\w-]+)`/g)].map(([, name]) => name));
  expect(listed).toEqual(there);
});
