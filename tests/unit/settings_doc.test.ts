// The page of settings is the table's own.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsDoc } from "../../www/lab/settings_doc";

test("docs/settings.md says what the table says; make docs writes it anew", () => {
  expect(readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8")).toBe(settingsDoc());
});
