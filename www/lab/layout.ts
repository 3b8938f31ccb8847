/**
 * Where the panels stand. Wide: the loss curve as the track over four places, two of which hold a choice of views.
 * Narrow: the loss curve over one place that holds them all. A place with more than one view shows tabs.
 * Refuses to know what a panel does: it says which views can be seen, and asks for those that are not there yet.
 */
import type { Strings } from "../strings";
import { make } from "./dom";
import { inFront, type Looks, PLACES } from "./look";
import type { Panel, PanelName } from "./panel";

type Place = readonly PanelName[];

const NARROW: readonly Place[] = [["line", "surface", "code", "graph", "map", "settings"]];
/** Where the code has the whole width. */
const WIDE: readonly Place[] = [["line"], ["surface", "map", "graph"], ["code", "settings"]];

interface Slot {
  place: Place;
  shown: PanelName;
  root: HTMLElement;
  tabs: Map<PanelName, HTMLButtonElement>;
  tools: HTMLElement;
  body: HTMLElement;
}

let made = 0;

export class Layout {
  readonly element = make("div", { class: "stage" });
  private readonly panels = new Map<PanelName, Panel>();
  private slots: Slot[] = [];
  private places: readonly Place[] | null = null;
  private wide = false;
  private readonly prefix: string;

  constructor(
    private readonly strings: Strings,
    /** The views that may be shown. */
    private readonly allowed: readonly PanelName[],
    private readonly look: Looks,
    /** Told when another view has come to be seen. */
    private readonly onShow: () => void,
    private readonly signal: AbortSignal,
  ) {
    made += 1;
    this.prefix = `fd${made}`;
    look.listen(() => this.follow(), signal);
  }

  /** Whether there are places; before that there is nothing to draw on. */
  get isLaid(): boolean {
    return this.places !== null;
  }

  /** Lays the places out for the width there is; `wide`, with all of it for the code. */
  arrange(narrow: boolean, wide = this.wide): void {
    this.wide = wide;
    const places = narrow ? NARROW : wide ? WIDE : PLACES;
    if (places === this.places) return;
    this.places = places;
    this.slots = places
      .map((place) => place.filter((name) => this.allowed.includes(name)))
      .filter((place) => place.length > 0)
      .map((place, index) => this.slot(place, index));
    this.element.classList.toggle("narrow", narrow);
    this.element.classList.toggle("wide", places === WIDE);
    this.element.dataset.places = String(this.slots.length);
    this.element.replaceChildren(...this.slots.map(({ root }) => root));
    for (const slot of this.slots) this.fillSlot(slot);
    this.onShow();
  }

  put(name: PanelName, panel: Panel): void {
    this.panels.set(name, panel);
    for (const slot of this.slots) if (slot.shown === name) this.fillSlot(slot);
  }

  /** The views now in sight. */
  get shown(): readonly PanelName[] {
    return this.slots.map(({ shown }) => shown);
  }

  /** Brings a view into sight. */
  show(name: PanelName, focus = false): void {
    // The loss curve has no place here, and is in sight already.
    if (!this.allowed.includes(name)) return;
    const { now, home } = this.look;
    const front = inFront(now.front, name);
    // Where each has its place the order tells nothing: all as the page has them is the page's own look.
    const asAtHome = this.places === PLACES && front.every((view) => home.front.includes(view));
    this.look.take({ front: asAtHome ? home.front : front });
    if (focus) for (const { tabs } of this.slots) tabs.get(name)?.focus();
  }

  /** Brings into sight what the look has in front. */
  private follow(): void {
    const hidden = this.slots.filter((slot) => slot.shown !== this.frontOf(slot.place));
    for (const slot of hidden) {
      slot.shown = this.frontOf(slot.place);
      this.fillSlot(slot);
    }
    if (hidden.length > 0) this.onShow();
  }

  private frontOf(place: Place): PanelName {
    const { front } = this.look.now;
    return front.findLast((view) => place.includes(view)) ?? place[0] ?? "line";
  }

  /** Scrolls the host into view if the views in it are not; one that stays in view by itself is left alone. */
  reveal(host: HTMLElement): void {
    if (getComputedStyle(host).position === "sticky") return;
    const { top, bottom } = this.element.getBoundingClientRect();
    if (top >= 0 && bottom <= window.innerHeight) return;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    host.scrollIntoView({ behavior: calm ? "instant" : "smooth", block: "start" });
  }

  private slot(place: Place, index: number): Slot {
    const shown = this.frontOf(place);
    const { views } = this.strings;
    const body = make("div", { class: "body" });
    const tools = make("div", { class: "tools" });
    const tabs = new Map<PanelName, HTMLButtonElement>();
    let title: HTMLElement;
    if (place.length === 1) title = make("h2", {}, views[shown]);
    else {
      body.setAttribute("role", "tabpanel");
      title = make("div", { class: "tabs", role: "tablist", "aria-label": views.tabs });
      for (const name of place) {
        const id = `${this.prefix}-${index}-${name}`;
        const tab = make("button", { type: "button", role: "tab", id, "data-view": name }, views[name]);
        tab.addEventListener("click", () => this.show(name), { signal: this.signal });
        tabs.set(name, tab);
        title.append(tab);
      }
      title.addEventListener("keydown", (event) => this.moveTab(event, place), { signal: this.signal });
    }
    const root = make("section", { class: "panel place" }, make("header", {}, title, tools), body);
    return { place, shown, root, tabs, tools, body };
  }

  private fillSlot(slot: Slot): void {
    const { shown, root, tabs, tools, body } = slot;
    root.dataset.view = shown;
    if (tabs.size === 0) root.setAttribute("aria-label", this.strings.views[shown]);
    for (const [name, tab] of tabs) {
      tab.setAttribute("aria-selected", String(name === shown));
      tab.tabIndex = name === shown ? 0 : -1;
      if (name === shown) body.setAttribute("aria-labelledby", tab.id);
    }
    const panel = this.panels.get(shown);
    tools.replaceChildren(...(panel?.tools ? [panel.tools] : []));
    body.replaceChildren(panel ? panel.element : make("p", { class: "waiting" }, this.strings.views.waiting));
  }

  private moveTab(event: KeyboardEvent, place: Place): void {
    const at = place.findIndex((name) => this.shown.includes(name));
    const last = place.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const name = next === undefined ? undefined : place[next];
    if (!name) return;
    event.preventDefault();
    this.show(name, true);
  }
}
