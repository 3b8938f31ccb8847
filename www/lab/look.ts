/**
 * What the reader looks at, apart from the run: the views in front, the layers of the pictures, the listing, the map's
 * axes, the step and the speed; and their parts of the address, which say what differs from the page's own look.
 * Refuses to be undone: undo is for the run, and a look is one press away.
 */
import { DEFAULT_SPEED, SPEEDS, type Speed } from "./clock";
import { PANELS, type PanelName } from "./panel";
import { SETTINGS } from "./settings";
import { UNITS, type Unit } from "./units";

/** The layers of the pictures, by the names the lesson and the address have for them, and whether they are shown at first. */
export const LAYERS = {
  residuals: true,
  squares: false,
  log: true,
  running: false,
  axes: false,
  cloud: false,
  check: false,
};
export type Layer = keyof typeof LAYERS;
export const isLayer = (name: string): name is Layer => name in LAYERS;

/** Which program the code view shows beside a run by hand. */
export const MODES = ["by_hand", "both", "torch"] as const;
export type Mode = (typeof MODES)[number];

/** Where there is room for several views: a place each, with those that share it. */
export const PLACES: readonly (readonly PanelName[])[] = [
  ["line"],
  ["surface", "map"],
  ["code", "settings"],
  ["graph"],
];

export interface Look {
  /** The view in front of each place; where they all share one, the last is. */
  front: readonly PanelName[];
  layers: Readonly<Record<Layer, boolean>>;
  mode: Mode;
  /** The paths of the settings across the map and up it; null for the first two it offers. */
  axes: readonly [string, string] | null;
  unit: Unit;
  speed: Speed;
}

/** The lab of a page that has no look of its own. */
export const BARE: Look = {
  front: ["graph", "code", "surface", "line"],
  layers: LAYERS,
  mode: "by_hand",
  axes: null,
  unit: "batch",
  speed: DEFAULT_SPEED,
};

/** With a view brought to the front of its place, and of all places where they share one; the others are in their order. */
export function inFront(front: Look["front"], view: PanelName): Look["front"] {
  const others = PLACES.filter((place) => !place.includes(view)).reverse();
  return [...others.flatMap((place) => front.filter((name) => place.includes(name))), view];
}

export const speedText = ({ perSecond }: Speed): string => String(perSecond ?? "full");

/** The look as parts of an address, each after an `&`. */
export function encodeLook(look: Look, home: Look): string {
  const { front } = look;
  const views = front.filter((view) => !home.front.includes(view));
  const last = front.at(-1);
  if (last && last !== (views.at(-1) ?? home.front.at(-1))) views.push(last);
  const layers = (Object.keys(LAYERS) as Layer[])
    .filter((layer) => look.layers[layer] !== home.layers[layer])
    .map((layer) => (look.layers[layer] ? layer : `-${layer}`));
  const keys = (axes: Look["axes"]): string =>
    (axes ?? []).map((path) => SETTINGS.find((setting) => setting.path === path)?.key).join();
  const own = (text: string, ofHome: string): string | undefined => (text === ofHome ? undefined : text);
  const parts = {
    v: views.join() || undefined,
    l: layers.join() || undefined,
    c: own(look.mode, home.mode),
    ax: own(keys(look.axes), keys(home.axes)),
    u: own(look.unit, home.unit),
    sp: own(speedText(look.speed), speedText(home.speed)),
  };
  return Object.entries(parts)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `&${key}=${value}`)
    .join("");
}

/** The look with one part of an address taken on; undefined if it is none, or broken. */
export function decodeLook(look: Look, key: string, text: string): Look | undefined {
  const names = text.split(",");
  const part = (name: string, value: unknown): Look | undefined =>
    value === undefined ? undefined : { ...look, [name]: value };
  switch (key) {
    case "v": {
      const views = names.flatMap((name) => PANELS.find((view) => view === name && view !== "loss") ?? []);
      return views.length < names.length ? undefined : part("front", views.reduce(inFront, look.front));
    }
    case "l": {
      const layers = names.map((name) => name.replace(/^-/, ""));
      if (!layers.every(isLayer)) return undefined;
      const shown = layers.map((layer, index) => [layer, names[index] === layer]);
      return part("layers", { ...look.layers, ...Object.fromEntries(shown) });
    }
    case "ax": {
      if (text === "") return part("axes", null);
      const axes = names.map((name) =>
        SETTINGS.find(({ key, kind }) => key === name && (kind === "number" || kind === "count")),
      );
      const [x, y] = axes;
      return axes.length === 2 && x && y && x !== y ? part("axes", [x.path, y.path]) : undefined;
    }
    case "c":
      return part(
        "mode",
        MODES.find((mode) => mode === text),
      );
    case "u":
      return part(
        "unit",
        UNITS.find((unit) => unit === text),
      );
    case "sp":
      return part(
        "speed",
        SPEEDS.find((speed) => speedText(speed) === text),
      );
    default:
      return undefined;
  }
}

/** The look of a lab, and who is told when it changes. */
export class Looks {
  private readonly listeners = new Set<() => void>();

  constructor(
    /** The page's own: what an address that says nothing means. */
    readonly home: Look,
    public now: Look,
  ) {}

  /** Its parts of the address. */
  get text(): string {
    return encodeLook(this.now, this.home);
  }

  get layers(): Look["layers"] {
    return this.now.layers;
  }

  take(change: Partial<Look>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }

  showLayer(layer: Layer, on: boolean): void {
    this.take({ layers: { ...this.layers, [layer]: on } });
  }

  /** The pictures as the page has them; the views stay where they are. */
  reset(): void {
    const { layers, mode, axes } = this.home;
    this.take({ layers, mode, axes });
  }

  /** Listens until the signal ends. */
  listen(listener: () => void, signal: AbortSignal): void {
    this.listeners.add(listener);
    signal.addEventListener("abort", () => this.listeners.delete(listener));
  }
}
