/**
 * `embed.html`: the lab alone, for a frame in somebody's page. The fragment is the lab's state as in every address; the
 * query says how it is shown: `lang`, `theme` (light or dark), `views` (names with commas), `controls` (`none`), `autoplay`, and
 * `id`, which comes back in every message to the parent.
 * Refuses what it does not know: such a parameter changes nothing, and the lab says so.
 */
import { AddressBar } from "../lab/address_bar";
import { LANGUAGES, languageOf, lookUp } from "../strings";
import { CourseElement } from "./course_element";
import { tellHeight } from "./height";

/** All that the query may say. */
const KNOWN = ["lang", "theme", "views", "controls", "autoplay", "id"];

const element = document.querySelector("first-descent");
if (!(element instanceof CourseElement)) throw new Error("The page has no lab.");
const query = new URLSearchParams(window.location.search);
const ignored: string[] = [];
/** What the query says by a name; a value that is not one of those that mean something is left out, and named. */
function one(name: string, values: readonly string[]): string | null {
  const value = query.get(name);
  if (value === null || values.includes(value)) return value;
  ignored.push(`${name}=${value}`);
  return null;
}
const theme = one("theme", ["light", "dark"]);
if (theme) document.documentElement.dataset.theme = theme;
const lang = query.get("lang");
if (lang) {
  document.documentElement.lang = languageOf(lang);
  if (!lookUp(lang, LANGUAGES)) ignored.push(`lang=${lang}`);
}
element.views = (query.get("views") ?? "").replaceAll(",", " ");
element.controls = query.get("controls");
element.autoplay = one("autoplay", ["", "1", "true"]) !== null;
for (const [name, value] of query) if (!KNOWN.includes(name)) ignored.push(value ? `${name}=${value}` : name);
element.ignored = ignored;
if (window.location.hash) element.setState(window.location.hash);
element.addEventListener("fd-ready", () => {
  if (element.lab) new AddressBar(element.lab, "1", element.lab.signal);
});
if (window.parent !== window) tellHeight(document.body, query.get("id") ?? "");
