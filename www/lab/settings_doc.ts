/**
 * `docs/settings.md`, written from the one table and from what a lab can look like: for whoever writes a link or an embed by hand.
 * Refuses to be edited: `make docs` writes it, and a test holds it to the table.
 */
import settings from "../lesson/content/en/words/settings.json";
import { help } from "../lesson/content/en/words/settings_help.json";
import * as numbers from "../numbers";
import { LANGUAGES } from "../strings";
import { SPEEDS } from "./clock";
import { BARE, LAYERS, MODES, PLACES, speedText } from "./look";
import { MOST_BATCHED } from "./panels/map_axes";
import { MOST_UPDATES } from "./panels/map_plan";
import { labelOf } from "./refusal";
import { PROGRAMS, SETTINGS, type Setting } from "./settings";
import { sliderOf } from "./sliders";
import { UNITS } from "./units";

function defaults({ defaults: own, programs }: Setting): string {
  const values = programs.map((program) => own[program]);
  const text = (value: unknown): string => (value === null ? "drawn" : String(value));
  if (values.every((value) => value === values[0])) return text(values[0]);
  return programs.map((program) => `${text(own[program])} (${program})`).join(", ");
}

function range(setting: Setting): string {
  const { choices, kind, nullable } = setting;
  const slider = sliderOf(setting);
  if (choices) return [...choices, ...(nullable ? ["none"] : [])].join(", ");
  if (kind === "flag") return "0 or 1";
  if (!slider) return "";
  const { min, max, scale } = slider;
  return `${min} to ${max}${scale === "log" ? ", logarithmic" : ""}${nullable ? ", or none" : ""}`;
}

const list = (names: readonly string[], own = ""): string =>
  names.map((name) => (name === own ? `\`${name}\` (at first)` : `\`${name}\``)).join(", ");

/** The layers, with a word on those that are shown at first. */
const layers = (): string =>
  Object.entries(LAYERS)
    .map(([name, shown]) => `\`${name}\`${shown ? " (at first)" : ""}`)
    .join(", ");

/** What is looked at, a row for each part of the address. */
function looks(): string {
  const rows = [
    ["v", "the views in front", `${list(PLACES.flat())}; joined by \`,\``],
    ["l", "layers of the pictures", `${layers()}; \`-\` before one hides it; joined by \`,\``],
    ["c", "the listing in the code view", list(MODES, BARE.mode)],
    ["ax", "the settings across the map and up it", "two keys of the first table, `lr,mo`"],
    ["u", "the step", list(UNITS, BARE.unit)],
    ["sp", "steps in a second", list(SPEEDS.map(speedText), speedText(BARE.speed))],
  ];
  return rows.map((row) => `| \`${row[0]}\` | ${row[1]} | ${row[2]} |`).join("\n");
}

/** Numeric settings that cannot span the map, in groups with the reason. A test holds them to what the engine can vary. */
export const NOT_ON_THE_MAP: readonly { paths: readonly string[]; reason: string }[] = [
  {
    paths: ["epochs", "updates", "max_iter"],
    reason: "they are the number of updates, and that is the same for every pixel",
  },
  {
    paths: ["tol", "n_iter_no_change", "validation_fraction"],
    reason:
      "they decide when a run stops, and a map's runs stop after equally many updates, whatever these say",
  },
  {
    paths: ["data.n_samples"],
    reason: "every pixel's loss is over equally many samples, which equally many updates read equally often",
  },
];

const notOnTheMap = (): string =>
  NOT_ON_THE_MAP.map(
    ({ paths, reason }) => `- ${paths.map((path) => `\`${path}\``).join(", ")}: ${reason}.`,
  ).join("\n");

export function settingsDoc(): string {
  const words: Readonly<Record<string, string>> = help;
  const rows = SETTINGS.map((setting) => {
    const { path, key, programs, changeable } = setting;
    const used = programs.length === PROGRAMS.length ? "all" : programs.join(", ");
    return `| \`${key}\` | \`${path}\` | ${labelOf(path, settings)}: ${words[path] ?? ""} | ${used} | ${defaults(setting)} | ${range(setting)} | ${changeable ? "yes" : ""} |`;
  });
  return `# Settings and addresses

Written by \`make docs\` from \`www/lab/settings.ts\` and \`www/lab/sliders.ts\`; do not edit.

An address ends in \`#1\` and what differs from the classic run, joined by \`&\`: \`#1&lr=0.05&bs=10&at=37.4\` is a run with
learning rate 0.05 and batches of 10, 37 updates and 4 statements on. The 1 is the version of the form. A part that is unknown,
broken, or refused by the engine is left out, and the lab says which. The range is the slider's; what the engine accepts is
often wider, and its error says how wide.

| key | setting | what | programs | default | slider | in a branch |
|---|---|---|---|---|---|---|
${rows.join("\n")}

| key | what | form |
|---|---|---|
| \`p\` | an edited program | its base and its statements, a letter each: \`by_hand:f.l.z.b.uw.ub\` |
| \`i\` | PyTorch draws the first parameters | \`torch\` |
| \`xy\` | points of one's own | \`x,y\` joined by \`~\` |
| \`e\` | edits of the data, in order | \`m3,x,y\` moves point 3, \`a,x,y\` adds one, \`r3\` removes one; joined by \`~\` |
| \`r\` | a run, one \`r\` each, up to six | its changes in mid-run, \`update,key:value,…\`, joined by \`~\`; nothing for none |
| \`m\` | which of them is the main one | counted from 0 |
| \`at\` | the moment | updates completed, and after a point the statements of the next one |

What is looked at stands in the address too, where it differs from the page's own look: a chapter can open with other views in
front than the bare lab.

| key | what | values |
|---|---|---|
${looks()}

Of \`v\` each view comes to the front of its place: ${PLACES.filter((place) => place.length > 1)
    .map((place) => list(place).replace(", ", " and "))
    .join(", ")} share one. Where all share one place, as on a phone, the last named is in front. What
a page does not show is passed over.

Any two numeric settings that the program uses span the map, but for these. Each pixel is a whole run, and two runs can only
be compared after equally many updates: as many as the lab's own run has, at most ${numbers.count(MOST_UPDATES)}.

${notOnTheMap()}

An axis runs over its slider's range. Batch sizes go up to all samples where these are at most ${numbers.count(MOST_BATCHED)}, one by one at first and then
ever farther apart; with more samples they end at ${sliderOf({ path: "batch_size" })?.max}, as the map's runs would read too many samples to be done while one looks.

How far the line view is zoomed, what is unfolded or enlarged, and what has the focus do not stand in an address.

An edit is an entry in the browser's history; a moment, a view, a layer or a speed only changes the entry there is. So back and
forward go from edit to edit, and show each as it was left. Undo is for edits alone and leaves what is looked at.

On a chapter’s page an address may also name a place in the text, \`#1&lr=1.05&go=largest-lr\`: an exercise by its name, or a
section by its order, \`s2\`. The page scrolls there and takes that part out of the address. A place alone is \`#s2\`.

The frame, \`embed.html\`, and the element, \`<first-descent>\`, take such a state among other things: [embedding.md](embedding.md). Lab and pages
speak ${LANGUAGES.map((language) => `\`${language}\``).join(", ")}.
`;
}
