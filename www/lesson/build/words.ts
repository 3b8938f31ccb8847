/** What the pages around the text say: `content/<language>/words/site.json`, and a word that they share with the exercises. */
import type lesson from "../content/en/words/lesson.json";
import type site from "../content/en/words/site.json";

export type SiteWords = typeof site;
export type LessonWords = typeof lesson;
export type TextWords = SiteWords & Pick<LessonWords, "right">;
