/** What the pages around the text say: `content/<language>/words/site.json`, and a word that they share with the exercises. */
import type { Words } from "../../strings";
import type site from "../content/en/words/site.json";

export type SiteWords = typeof site;
export type TextWords = SiteWords & Pick<Words["lesson"], "right">;
