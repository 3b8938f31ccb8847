// Writes docs/settings.md from the one table of settings: `make docs`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const table = fileURLToPath(new URL("../www/lab/settings_doc.ts", import.meta.url));
const { module } = await runnerImport(table);
writeFileSync(new URL("../docs/settings.md", import.meta.url), module.settingsDoc());
