/**
 * How each panel comes: its own file, fetched when the view is first looked at. Refuses to load any of them for the
 * first picture's sake but the line.
 */
import type { MakePanel, PanelName } from "../panel";

export const LOADERS: Readonly<Partial<Record<PanelName, () => Promise<MakePanel>>>> = {
  line: async () => (await import("./line")).makeLinePanel,
  code: async () => (await import("./code")).makeCodePanel,
  map: async () => (await import("./map")).makeMapPanel,
  surface: async () => (await import("./surface")).makeSurfacePanel,
  settings: async () => (await import("./settings")).makeSettingsPanel,
};

/** Panels that need no more than the lean engine. */
export const FIRST: readonly PanelName[] = ["line", "settings"];
