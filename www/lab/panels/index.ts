/**
 * How each panel comes: its own file, fetched when the view is first looked at. Refuses to load any of them for the
 * first picture's sake but the line.
 */
import { type Language, loadWords } from "../../strings";
import type { MakePanel, PanelName } from "../panel";

/** How a panel comes, with its words in the lab's language. */
export type LoadPanel = (language: Language) => Promise<MakePanel>;

export const LOADERS: Readonly<Partial<Record<PanelName, LoadPanel>>> = {
  line: async () => (await import("./line")).makeLinePanel,
  code: async (language) => {
    const coming = loadWords(language, "code", "settings");
    const [{ makeCodePanel }, words] = await Promise.all([import("./code"), coming]);
    return makeCodePanel(words);
  },
  map: async (language) => {
    const coming = loadWords(language, "map", "settings");
    const [{ makeMapPanel }, words] = await Promise.all([import("./map"), coming]);
    return makeMapPanel(words);
  },
  surface: async (language) => {
    const coming = loadWords(language, "surface");
    const [{ makeSurfacePanel }, words] = await Promise.all([import("./surface"), coming]);
    return makeSurfacePanel(words);
  },
  graph: async (language) => {
    const coming = loadWords(language, "graph");
    const [{ makeGraphPanel }, words] = await Promise.all([import("./graph"), coming]);
    return makeGraphPanel(words);
  },
  settings: async (language) => {
    const coming = loadWords(language, "settings", "settings_help");
    const [{ makeSettingsPanel }, words] = await Promise.all([import("./settings"), coming]);
    return makeSettingsPanel(words);
  },
};

/** Panels that need no more than the lean engine. */
export const FIRST: readonly PanelName[] = ["line", "settings"];
