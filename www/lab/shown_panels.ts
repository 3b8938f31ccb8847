/**
 * The panels a lab has made so far: each is brought when its view is first seen, and asked to draw only while it is.
 * Refuses to make a panel that needs the whole engine before that is there, and to make one twice.
 */
import type { Layout } from "./layout";
import type { LabActions, Panel, PanelName } from "./panel";
import { FIRST, LOADERS, type LoadPanel } from "./panels";

export class ShownPanels {
  private readonly made = new Map<PanelName, Panel>();
  private readonly wanted = new Set<PanelName>();

  constructor(
    private readonly lab: LabActions,
    private readonly layout: Layout,
  ) {}

  /** The panels in sight. */
  get shown(): Panel[] {
    return this.layout.shown.flatMap((name) => this.made.get(name) ?? []);
  }

  /** All there are, in sight or not. */
  get all(): Iterable<Panel> {
    return this.made.values();
  }

  /** The panel of a view, if it is in sight. */
  inSight(name: PanelName): Panel | undefined {
    return this.layout.shown.includes(name) ? this.made.get(name) : undefined;
  }

  /** Brings those that are to be seen and not there yet. */
  load(): void {
    for (const name of this.layout.shown) {
      const load = LOADERS[name];
      if (!load || this.wanted.has(name)) continue;
      if (!FIRST.includes(name) && !this.lab.engine.isComplete) continue;
      this.wanted.add(name);
      void this.bring(name, load);
    }
    this.lab.redraw();
  }

  private async bring(name: PanelName, load: LoadPanel): Promise<void> {
    try {
      const makePanel = await load(this.lab.language);
      if (this.lab.signal.aborted) return;
      const panel = makePanel(this.lab);
      this.made.set(name, panel);
      this.layout.put(name, panel);
    } catch (error) {
      // A file that did not come can be asked for again, by coming back to the view.
      this.wanted.delete(name);
      console.error(error);
    }
    this.lab.redraw();
  }
}
