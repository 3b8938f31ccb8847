/** Whether the reader's run is the one an exercise speaks of, but for the settings that are left to the reader. */
import type { Engine, Settings } from "../../engine";
import { ofRun } from "../facts/fact";

/** `wanted` is what the exercise asks for; what it does not name is the program's default. */
export function differs(
  settings: Settings,
  wanted: Settings,
  engine: Engine,
  free: readonly (keyof Settings)[],
): boolean {
  const sorted = (all: object): string =>
    JSON.stringify(
      Object.entries(all)
        .filter(([name]) => !free.some((other) => other === name))
        .sort(([a], [b]) => a.localeCompare(b)),
    );
  return ofRun(engine, wanted, (run) => sorted(settings) !== sorted(run.settings));
}
