/**
 * The lab's state as an address, and back: `1&lr=0.05&bs=10&at=37.4&r=&r=20,lr:0.1`. Versioned, short, and only what
 * differs from the defaults. Settings go by the keys of the one table; what the reader looks at follows (look.ts).
 * Refuses nothing as a whole: a part that is unknown or broken is left out and named, so that the rest still opens.
 */
import { type Change, type Data, type Edit, isEngineError, isNotInThisBuild, type Settings } from "../engine";
import { decodeProgram, encodeProgram } from "./address_program";
import { fittedTo } from "./data_size";
import { BARE, decodeLook, type Look } from "./look";
import { CLASSIC, type LabState, MAX_RUNS, type TimedChange } from "./model";
import {
  exactCount,
  programOf,
  SETTINGS,
  type Setting,
  type SettingValue,
  settingOf,
  valueAt,
  withValue,
} from "./settings";

/** Addresses of this form begin with it. A later form has another number and still reads this one. */
const VERSION = "1";

/** Python's `None`. */
const NONE = "none";

export function encode(state: LabState): string {
  const { settings, runs, main, cursor } = state;
  const parts: string[] = [VERSION];
  const put = (key: string, value: string): void => {
    parts.push(`${key}=${value}`);
  };
  const { program } = settings;
  if (program !== undefined && program !== "by_hand") put("p", encodeProgram(program));
  for (const { path, key, defaults } of SETTINGS) {
    const value = path === "program" ? undefined : valueAt(settings, path);
    const own = value !== undefined && value !== defaults[programOf(settings)] && value !== "points";
    if (own) put(key, encodeValue(value));
  }
  if (settings.init === "torch") put("i", "torch");
  encodeData(settings.data, put);
  if (runs.length > 1 || (runs[0]?.length ?? 0) > 0)
    for (const run of runs) put("r", run.map(encodeChange).join("~"));
  if (main !== 0) put("m", String(main));
  if (cursor.update !== 0 || cursor.statement !== 0)
    put("at", cursor.statement === 0 ? String(cursor.update) : `${cursor.update}.${cursor.statement}`);
  return parts.join("&");
}

export interface Decoded {
  state: LabState;
  look: Look;
  /** The parts that could not be read, as they were written. */
  ignored: string[];
}

/**
 * Reads what `encode` and `encodeLook` wrote, with or without a leading `#`. An empty text is the classic run; what is not
 * said of the look is as at `home`.
 */
export function decode(text: string, home = BARE): Decoded {
  const [version = "", ...parts] = text.replace(/^#/, "").split("&");
  if (version === "" && parts.length === 0) return { state: CLASSIC, look: home, ignored: [] };
  if (version !== VERSION) return { state: CLASSIC, look: home, ignored: [version || text] };
  const ignored: string[] = [];
  let settings: Settings = {};
  let look = home;
  const runs: TimedChange[][] = [];
  let main = 0;
  let cursor = CLASSIC.cursor;
  for (const part of parts) {
    const at = part.indexOf("=");
    const [key, value] = at < 0 ? [part, ""] : [part.slice(0, at), safeDecode(part.slice(at + 1))];
    const setting = SETTINGS.find((candidate) => candidate.key === key);
    let good = value !== null && at >= 0;
    if (!good || value === null) good = false;
    else if (key === "p") {
      const program = decodeProgram(value);
      if (program === undefined) good = false;
      else settings = { ...settings, program };
    } else if (setting) {
      const read = decodeValue(setting, value);
      if (read === undefined) good = false;
      else settings = withValue(settings, setting.path, read, START);
    } else if (key === "i" && value === "torch") settings = { ...settings, init: "torch" };
    else if (key === "e" || key === "xy") {
      const data = decodeData(settings.data, key, value);
      if (data === undefined) good = false;
      else settings = { ...settings, data };
    } else if (key === "r") {
      const run = decodeRun(value);
      if (run === undefined || runs.length === MAX_RUNS) good = false;
      else runs.push(run);
    } else if (key === "m" && /^\d$/.test(value)) main = Number(value);
    else if (key === "at" && /^\d{1,9}(\.\d{1,2})?$/.test(value)) {
      const [update = "0", statement = "0"] = value.split(".");
      cursor = { update: Number(update), statement: Number(statement) };
    } else {
      const looked = decodeLook(look, key, value);
      good = looked !== undefined;
      look = looked ?? look;
    }
    if (!good) ignored.push(part);
  }
  if (runs.length === 0) runs.push([]);
  if (main >= runs.length) {
    ignored.push(`m=${main}`);
    main = 0;
  }
  return { state: { settings, runs, main, cursor }, look, ignored };
}

/** Where by_hand starts: what stands beside a lone `iw` or `ib`. */
const startOf = (path: string): number => Number(settingOf(path)?.defaults.by_hand);
const START = { w: startOf("init.w"), b: startOf("init.b") };

/**
 * Opens a state, leaving out what the engine refuses, one setting after the other; gives the parts of the address that
 * were left out. A default that does not suit the number of samples is made to fit. What is refused for another reason than
 * a setting, or because the lean engine leaves it out, is thrown on.
 */
export function openWhatCanBe(wanted: LabState, open: (state: LabState) => void): string[] {
  const refused: string[] = [];
  let state = wanted;
  let fitted = false;
  for (;;) {
    try {
      open(state);
      return refused;
    } catch (error) {
      if (!isEngineError(error) || isNotInThisBuild(error) || state === CLASSIC) throw error;
      let rest = without(state, error.field ?? "");
      if (rest === null && !fitted) {
        fitted = true;
        rest = { ...state, settings: fittedTo(state.settings, 0) };
      }
      rest ??= CLASSIC;
      const kept = encode(rest).split("&");
      refused.push(
        ...encode(state)
          .split("&")
          .filter((part) => !kept.includes(part)),
      );
      state = rest;
    }
  }
}

/** Without what the engine refused at a path, a setting or the statement of the moment; null if the address does not hold it. */
export function without(state: LabState, path: string): LabState | null {
  const [head = "", leaf = ""] = path.split(/[.[]/);
  if (head === "changes" && state.runs.some((run) => run.length > 0))
    return { ...state, runs: [[]], main: 0 };
  const { update, statement } = state.cursor;
  if ((head === "update" || head === "statement") && statement > 0)
    return { ...state, cursor: { update, statement: 0 } };
  if (!(head in state.settings)) return null;
  const { [head as keyof Settings]: whole, ...settings } = state.settings;
  const { data } = state.settings;
  // Without their source the other settings of the data are those of made ones.
  if (head !== "data" || !data || data.source === "points" || leaf === "source" || !(leaf in data))
    return { ...state, settings };
  const { [leaf as keyof typeof data]: _, ...others } = data;
  return { ...state, settings: { ...settings, data: others as Data } };
}

function safeDecode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function encodeValue(value: unknown): string {
  if (value === null) return NONE;
  if (typeof value === "boolean") return value ? "1" : "0";
  return encodeURIComponent(String(value));
}

function decodeValue({ kind, choices, nullable }: Setting, text: string): SettingValue | undefined {
  if (nullable && text === NONE) return null;
  if (kind === "flag") return text === "1" ? true : text === "0" ? false : undefined;
  if (kind === "choice") return choices?.includes(text) ? text : undefined;
  // A seed has up to 64 bits, a number only 53.
  if (kind === "count" && /^\d{16,20}$/.test(text)) return exactCount(text);
  return decodeNumber(text);
}

function decodeNumber(text: string): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function encodeChange({ update, set }: TimedChange): string {
  const values = Object.entries(set).map(
    ([path, value]) => `${settingOf(path)?.key ?? path}:${encodeValue(value)}`,
  );
  return `${update},${values.join(",")}`;
}

function decodeRun(text: string): TimedChange[] | undefined {
  const changes: TimedChange[] = [];
  if (text === "") return changes;
  for (const part of text.split("~")) {
    const [update = "", ...values] = part.split(",");
    const set: Record<string, SettingValue> = {};
    for (const value of values) {
      const [key, written = ""] = value.split(":");
      const setting = SETTINGS.find((candidate) => candidate.key === key && candidate.changeable);
      const read = setting && decodeValue(setting, written);
      if (!setting || read === undefined) return undefined;
      set[setting.path] = read;
    }
    if (!/^\d{1,9}$/.test(update) || values.length === 0) return undefined;
    changes.push({ update: Number(update), set: set as Change });
  }
  return changes;
}

const short = (value: number): string => String(value);

function encodeData(data: Data | undefined, put: (key: string, value: string) => void): void {
  if (data === undefined) return;
  if (data.source === "points") {
    put("xy", Array.from(data.x, (x, index) => `${short(x)},${short(data.y[index] ?? 0)}`).join("~"));
    return;
  }
  const edits = data.edits ?? [];
  if (edits.length > 0) put("e", edits.map(encodeEdit).join("~"));
}

function encodeEdit(edit: Edit): string {
  if ("remove" in edit) return `r${edit.remove}`;
  const place = `${short(edit.x)},${short(edit.y)}`;
  return "move" in edit ? `m${edit.move},${place}` : `a,${place}`;
}

/** Undefined if the part is broken. Edits come after their source. */
function decodeData(data: Data | undefined, key: string, text: string): Data | undefined {
  const rows = text.split("~").map((row) => row.split(","));
  if (key === "xy") {
    const points = rows.map((row) => row.map(decodeNumber));
    if (points.some(([x, y, ...rest]) => x === undefined || y === undefined || rest.length > 0))
      return undefined;
    return { source: "points", x: points.map(([x]) => x ?? 0), y: points.map(([, y]) => y ?? 0) };
  }
  const edits = rows.map(decodeEdit);
  if (edits.some((edit) => edit === undefined) || data?.source === "points") return undefined;
  return { ...(data ?? { source: "make_regression" }), edits: edits.filter((edit) => edit !== undefined) };
}

function decodeEdit([what = "", ...place]: string[]): Edit | undefined {
  const index = /^[mr]\d{1,9}$/.test(what) ? Number(what.slice(1)) : undefined;
  if (what.startsWith("r")) return index === undefined || place.length > 0 ? undefined : { remove: index };
  const [x, y] = place.map(decodeNumber);
  if (x === undefined || y === undefined || place.length !== 2) return undefined;
  if (what === "a") return { add: true, x, y };
  return index === undefined ? undefined : { move: index, x, y };
}
