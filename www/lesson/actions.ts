/**
 * Words in the prose that act on the lab: buttons to the keyboard and to screen readers, and to the eye text that breaks as
 * its sentence does. An action is written as a query: `try` sets the lab as the chapter opens it, with the settings named,
 * and plays; `at` moves the cursor; `do` presses a key of the lab; `unit` sets what a step is; `view` and `layer` bring
 * something into sight. An action shows what it does: a layer brings its picture along, where only one view is seen a
 * run that is set up comes with a picture of it, unless the action names a view, and what the small lab of a narrow page
 * has no room for, the loss picture and the choice of a step, comes with the whole lab.
 * Refuses an action it cannot read: the site's build and a test read every one of them first.
 */
import { decode } from "../lab/address";
import type { KeyAction } from "../lab/keyboard";
import type { Lab } from "../lab/lab";
import { isLayer, type Layer, type Look, MODES } from "../lab/look";
import type { LabState } from "../lab/model";
import { PANELS, type PanelName } from "../lab/panel";
import type { Cursor } from "../lab/run";
import { UNITS, type Unit } from "../lab/units";

export interface Action {
  /** The whole state to take on, and whether it plays from its start. */
  state: { address: string; plays: boolean } | null;
  at: Cursor | null;
  act: KeyAction | null;
  /** What a step is from now on. */
  unit: Unit | null;
  view: PanelName | null;
  /** Layers of the pictures to show, or with a minus before them to hide; or a listing to choose. */
  layers: readonly string[];
}

const ACTS: readonly KeyAction[] = ["step", "back", "larger", "largerBack", "start", "end", "toggle"];
const KNOWN = ["try", "at", "do", "unit", "view", "layer"];

/** Reads an action of a chapter whose lab opens at `lab`. Throws for what it cannot read. */
export function readAction(text: string, lab: string): Action {
  const query = new URLSearchParams(text);
  for (const key of query.keys())
    if (!KNOWN.includes(key)) throw new Error(`An action in the text has no part "${key}": ${text}`);
  const asked = query.get("try");
  const view = query.get("view");
  const act = query.get("do");
  const unit = query.get("unit");
  const found = {
    view: PANELS.find((name) => name === view),
    act: ACTS.find((name) => name === act),
    unit: UNITS.find((name) => name === unit),
  };
  const lost =
    (view !== null && !found.view) || (act !== null && !found.act) || (unit !== null && !found.unit);
  if (lost || [...query.keys()].length === 0)
    throw new Error(`An action in the text cannot be read: ${text}`);
  const layers = (query.get("layer") ?? "").split(",").filter((name) => name !== "");
  const unknown = layers.find((layer) => !isLayer(layer.replace(/^-/, "")) && !modeOf(layer));
  if (unknown !== undefined) throw new Error(`An action in the text has no layer "${unknown}": ${text}`);
  return {
    state: asked === null ? null : stateOf(asked, lab),
    at: cursorOf(query.get("at")),
    act: found.act ?? null,
    unit: found.unit ?? null,
    view: found.view ?? null,
    layers,
  };
}

const modeOf = (name: string) => MODES.find((mode) => mode === name);

/** The chapter's own state without its cursor, and the settings named on top. */
function stateOf(asked: string, lab: string): { address: string; plays: boolean } {
  const opened = lab
    .split("&")
    .filter((part) => !part.startsWith("at="))
    .join("&");
  const address = asked === "" ? opened : `${opened}&${asked}`;
  const { ignored } = decode(address);
  if (ignored.length > 0) throw new Error(`An action in the text has settings nothing reads: ${ignored}`);
  return { address, plays: !/(^|&)at=/.test(asked) };
}

function cursorOf(text: string | null): LabState["cursor"] | null {
  if (text === null) return null;
  const [, update, statement] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (update === undefined) throw new Error(`An action in the text goes to no moment: ${text}`);
  return { update: Number(update), statement: Number(statement ?? 0) };
}

/** The pictures of a run as a whole. */
const PICTURES: readonly PanelName[] = ["line", "surface"];

/** Where a layer is drawn. */
const DRAWN_IN: Partial<Record<Layer, PanelName>> = {
  residuals: "line",
  squares: "line",
  axes: "surface",
  cloud: "surface",
  check: "graph",
};

/** The view an action brings into sight, where these are seen, on a page that opens with this in front. */
export function viewFor(
  { view, layers, state }: Action,
  seen: readonly PanelName[],
  front: Look["front"],
): PanelName | null {
  if (view) return view;
  const shown = layers.find((name) => !name.startsWith("-"));
  const home = shown === undefined ? undefined : modeOf(shown) ? "code" : DRAWN_IN[shown as Layer];
  if (home) return seen.includes(home) ? null : home;
  const [only, ...others] = seen;
  if (!state || !only || others.length > 0 || PICTURES.includes(only)) return null;
  return front.findLast((name) => PICTURES.includes(name)) ?? "line";
}

/** Layers of the loss picture, which has no place among the views. */
const OF_THE_LOSS: readonly string[] = ["running", "log"] satisfies Layer[];

/** What an action changes beside the views. */
function besides({ unit, layers, state, act }: Action, { loss, element }: Lab): Element[] {
  // Where something plays, that is what there is to see.
  const units = unit && !state && !act && element.querySelector(".units");
  const curve =
    layers.some((name) => OF_THE_LOSS.includes(name.replace(/^-/, ""))) &&
    loss.element.querySelector("canvas");
  return [units, curve].filter((part) => part instanceof Element);
}

/** Does an action, asked for by a word. */
export function perform(action: Action, lab: Lab, word: HTMLElement): void {
  const { state, at, act, unit, layers } = action;
  lab.reveal();
  const view = viewFor(action, lab.views, lab.look.home.front);
  if (view) lab.show(view);
  if (unit) lab.look.take({ unit });
  for (const layer of layers) {
    const name = layer.replace(/^-/, "");
    const mode = modeOf(name);
    if (mode) lab.chooseMode(mode);
    else if (isLayer(name)) lab.look.showLayer(name, name === layer);
  }
  if (state) {
    lab.readRun(state.address);
    if (state.plays) lab.playFromStart();
    else lab.setPlaying(false);
  }
  if (at) lab.seek(at);
  if (act) lab.act(act);
  const unseen = besides(action, lab).some((part) => part.getClientRects().length === 0);
  if (unseen && lab.dock.small) lab.dock.open(true, word);
}

/** Wakes the words that act. */
export function wireActions(root: ParentNode, lab: Lab, opened: string): void {
  const { signal } = lab;
  for (const word of root.querySelectorAll<HTMLElement>("[data-action]")) {
    const action = readAction(word.dataset.action ?? "", opened);
    word.setAttribute("role", "button");
    word.tabIndex = 0;
    word.addEventListener("click", () => perform(action, lab, word), { signal });
    word.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        // The page would scroll.
        event.preventDefault();
        if (!event.repeat) word.click();
      },
      { signal },
    );
  }
}
