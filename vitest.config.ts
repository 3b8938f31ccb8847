// How the TypeScript tests are found. `unit` runs in Node alone; `e2e` opens the built site in real browsers.
// Apart from vite.config.ts, because the site is built where vitest is not installed.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["www/**/*.test.ts", "tests/unit/**/*.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: "tests/e2e/serve_site.ts",
          // Browsers are heavy: one file at a time, and time enough for a machine that is busy.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A second, as is usual, is less than such a machine may take from a key to its picture.
          expect: { poll: { timeout: 15_000 } },
          // Where nobody watches, a test that fails by a busy machine alone has a second go; the report marks it as retried.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
});
