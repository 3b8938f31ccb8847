/** Whether a reader's settings are those an exercise is about. Refuses to say more than yes or no. */
import type { Settings } from "../../engine";

/** Whether `settings` differ from `wanted` in anything but the settings named. Both have their defaults filled in. */
export function differ(settings: Settings, wanted: Settings, free: readonly (keyof Settings)[]): boolean {
  return text(settings, free) !== text(wanted, free);
}

/** Settings in an order of their own; a seed may be a bigint, which JSON does not know. */
const text = (settings: Settings, free: readonly string[]): string =>
  JSON.stringify(
    Object.entries(settings)
      .filter(([name]) => !free.includes(name))
      .sort(([a], [b]) => a.localeCompare(b)),
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
