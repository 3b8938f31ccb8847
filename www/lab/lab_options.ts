/** How a lab is opened. Refuses nothing: what an option may be, its type says. */
import type { Looks } from "./look";
import type { LabState } from "./model";
import type { PanelName } from "./panel";

export interface LabOptions {
  /** Start playing at once; readers who ask for less motion start it themselves. */
  autoplay: boolean;
  state?: LabState;
  look: Looks;
  /** The views that can be seen; all, unless they are named. */
  views?: readonly PanelName[];
  /** Without them there is nothing but the views: neither buttons nor slider nor narration. */
  controls: boolean;
  /** Told whenever the runs or the cursor have changed: at every draw, and at once while the lab is out of sight. */
  onMoment?: () => void;
}
