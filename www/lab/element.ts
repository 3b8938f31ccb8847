/**
 * `<first-descent>`: the lab as an element. Several on a page share one engine; each starts when it comes into view,
 * draws only while in view, and gives everything back when it is taken out. What stands inside the element is its still
 * picture, shown until the lab is up.
 * Attributes and events: docs/embedding.md; for pages of ours also `look` (parts of an address: what one that says nothing of
 * the look means) and `dock` (on a narrow page a small form, which the page has a place for). What only pages of others
 * need is in embed/course_element.ts: a page fetches this before its first picture.
 * Refuses to start twice: moved within a page it keeps its state and opens its runs anew.
 */
import { type PropertyValues, ReactiveElement, unsafeCSS } from "@lit/reactive-element";
import { Engine, isNotInThisBuild } from "../engine";
import { type Language, languageOf, loadWords } from "../strings";
import colours from "../style/colours.css?inline";
import controls from "../style/controls.css?inline";
import dock from "../style/dock.css?inline";
import figures from "../style/figures.css?inline";
import labStyle from "../style/lab.css?inline";
import viewStyle from "../style/views.css?inline";
import { decode, openWhatCanBe } from "./address";
import { make } from "./dom";
import { Lab } from "./lab";
import { Looks } from "./look";
import type { LabState } from "./model";
import { PANELS } from "./panel";

/** One engine for all labs of a page. */
let shared: Promise<Engine> | null = null;

function engine(): Promise<Engine> {
  shared ??= Engine.start();
  // A start that failed is tried again by the next lab, or when this one is put in again.
  shared.catch(() => {
    shared = null;
  });
  return shared;
}

/** Lit's element without its templates: what stands inside is one of three things, made elsewhere. */
export class FirstDescent extends ReactiveElement {
  static override properties = {
    lang: { type: String },
    theme: { type: String, reflect: true },
    views: { type: String },
    state: { type: String },
    look: { type: String },
    controls: { type: String },
    autoplay: { type: Boolean },
    failure: { state: true },
  };
  static override styles = [colours, labStyle, figures, controls, viewStyle, dock].map((text) =>
    unsafeCSS(text),
  );

  declare theme: string;
  declare views: string;
  declare state: string | null;
  declare look: string | null;
  declare controls: string | null;
  declare autoplay: boolean;
  /** Why there is no lab, in the reader's words; empty while there may be one. */
  declare private failure: string;
  /** The lab, once it is up. */
  lab: Lab | null = null;
  /** The address of the state to open, and the one the lab stood at when it was taken out. */
  private address = "";
  private seen: IntersectionObserver | null = null;
  private starting = false;
  /** What stands inside: the lab, why there is none, or null for the still picture alone. */
  private inside: Lab | string | null | undefined;

  constructor() {
    super();
    this.theme = "";
    this.views = "";
    this.state = "";
    this.look = "";
    this.controls = "";
    this.autoplay = false;
    this.failure = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.start();
    });
    this.seen.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.seen?.disconnect();
    this.stop();
  }

  /** The state as an address, to be put back with `setState` or kept in a link; before the lab is up, the one to be opened. */
  getState(): string {
    return this.lab ? this.lab.address : (this.address || this.state || "").replace(/^#/, "");
  }

  /** Takes on a state, at once or as soon as the lab is up. Parts that cannot be read are left out, with a notice. */
  setState(address: string): void {
    this.address = address;
    this.lab?.readAddress(address);
  }

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed);
    const inside = this.failure || this.lab;
    if (inside === this.inside) return;
    this.inside = inside;
    this.renderRoot.replaceChildren(...this.content());
  }

  /** The lab, or the still picture with the reason why there is none. */
  private content(): Node[] {
    if (this.lab && !this.failure) return [this.lab.element];
    const picture = document.createElement("slot");
    return this.failure ? [picture, make("p", { class: "notice", role: "alert" }, this.failure)] : [picture];
  }

  /** The attribute at first waits for the lab; a later one is taken on at once. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("state") && this.hasUpdated) this.setState(this.state ?? "");
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("theme")) this.lab?.recolour();
    // Another language has other words everywhere: the lab is built again where it stood.
    if ((changed.has("lang") || changed.has("views") || changed.has("controls")) && this.lab) {
      this.stop();
      void this.start();
    }
  }

  /** What `fd-state` tells. */
  protected told(): unknown {
    return null;
  }

  /** What could not be read of how the lab was asked for; it is named with what the address holds of that kind. */
  protected unread(): readonly string[] {
    return [];
  }

  private get language(): Language {
    return languageOf(this.lang || this.closest("[lang]")?.getAttribute("lang") || "en");
  }

  private async start(): Promise<void> {
    if (this.lab || this.starting) return;
    this.starting = true;
    const { language } = this;
    const words = loadWords(language, "shell");
    try {
      const [module, { shell: strings }] = await Promise.all([engine(), words]);
      if (!this.isConnected) return;
      const asked = this.views.split(/\s+/);
      const names = PANELS.filter((name) => asked.includes(name));
      const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      const home = decode(`1&${this.look ?? ""}`.replace(/&$/, "")).look;
      const { state, look, ignored } = decode(this.address || this.state || "", home);
      // A run that has been taken somewhere rests there; a new one may play.
      const fresh = state.cursor.update === 0 && state.cursor.statement === 0;
      const options = {
        autoplay: this.autoplay && fresh && !calm,
        ...(names.length > 0 ? { views: names } : {}),
        look: new Looks(home, look),
        controls: this.controls !== "none",
        onMoment: () => this.tell("fd-state", this.told()),
      };
      const open = (state: LabState): void => {
        this.lab = new Lab(this, module, strings, language, { ...options, state });
        // Where nothing suits what was asked for, the words are not in that language.
        this.lab.element.lang = language;
      };
      let refused: string[];
      try {
        refused = openWhatCanBe(state, open);
      } catch (error) {
        // The lean engine has no SGDRegressor, no built-in data, no edited programs, and never stands inside an update.
        if (!isNotInThisBuild(error)) throw error;
        await module.complete();
        refused = openWhatCanBe(state, open);
      }
      (this.lab as Lab | null)?.explainIgnored([...this.unread(), ...ignored, ...refused]);
      this.failure = "";
      this.setAttribute("role", "region");
      this.setAttribute("aria-label", strings.views.lab);
      this.requestUpdate();
      await this.updateComplete;
      this.tell("fd-ready", null);
    } catch (error) {
      this.failure = await words.then(({ shell }) => shell.notice.failed, String);
      console.error(error);
      this.tell("fd-error", error);
    } finally {
      this.starting = false;
    }
  }

  private stop(): void {
    if (!this.lab) return;
    this.address = this.getState();
    this.lab.destroy();
    this.lab = null;
    this.requestUpdate();
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "first-descent": FirstDescent;
  }
}
