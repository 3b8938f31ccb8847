/** How a lab is opened. Refuses nothing: what an option may be, its type says. */
import type { Uncoloured } from "./drawing";
import type { LabState } from "./model";
import type { PanelName } from "./panel";

export interface LabOptions {
  /** Start playing at once; readers who ask for less motion start it themselves. */
  autoplay: boolean;
  state?: LabState;
  views?: readonly PanelName[];
  /** Told whenever the runs or the cursor have changed: at every draw, and at once while the lab is out of sight. */
  onMoment?: (scene: Uncoloured) => void;
}
