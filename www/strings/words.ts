/**
 * The words of a language, by the part of the page that shows them: `lesson/content/<language>/words/<part>.json`, each
 * a file of its own, fetched when its part is. English says which words there are; a test holds the others to it.
 * Refuses to mix languages: a part that a language lacks is an error.
 */
import type code from "../lesson/content/en/words/code.json";
import type curve from "../lesson/content/en/words/curve.json";
import type graph from "../lesson/content/en/words/graph.json";
import type help from "../lesson/content/en/words/help.json";
import type lesson from "../lesson/content/en/words/lesson.json";
import type line from "../lesson/content/en/words/line.json";
import type map from "../lesson/content/en/words/map.json";
import type notice from "../lesson/content/en/words/notice.json";
import type place from "../lesson/content/en/words/place.json";
import type repair from "../lesson/content/en/words/repair.json";
import type runs from "../lesson/content/en/words/runs.json";
import type settings from "../lesson/content/en/words/settings.json";
import type settings_help from "../lesson/content/en/words/settings_help.json";
import type shell from "../lesson/content/en/words/shell.json";
import type surface from "../lesson/content/en/words/surface.json";
import type take_home from "../lesson/content/en/words/take_home.json";
import type your_data from "../lesson/content/en/words/your_data.json";
import { type Language, SHELLS } from "./languages";

/** What a browser may fetch. The words of the pages around the text are the build's alone (`lesson/build/texts.ts`). */
export interface Words {
  code: typeof code;
  curve: typeof curve;
  graph: typeof graph;
  help: typeof help;
  lesson: typeof lesson;
  line: typeof line;
  map: typeof map;
  notice: typeof notice;
  place: typeof place;
  repair: typeof repair;
  runs: typeof runs;
  settings: typeof settings;
  settings_help: typeof settings_help;
  shell: typeof shell;
  surface: typeof surface;
  take_home: typeof take_home;
  your_data: typeof your_data;
}

export type Part = keyof Words;

/** The words of one or several parts, each under its part's name. */
export async function loadWords<P extends Part>(language: Language, ...parts: P[]): Promise<Pick<Words, P>> {
  const load = async (part: P): Promise<[P, unknown]> => {
    const path = `../lesson/content/${language}/words/${part}.json`;
    const file = SHELLS[path] ?? (await import("./late_words")).LATE[path];
    if (!file) throw new Error(`The language "${language}" has no words for "${part}".`);
    return [part, await file()];
  };
  return Object.fromEntries(await Promise.all(parts.map(load))) as Pick<Words, P>;
}
