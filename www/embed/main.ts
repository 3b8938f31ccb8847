/**
 * `embed.html`: the lab alone, for a frame in somebody's page. The fragment is the lab's state as in every address; the
 * query says how it is shown: `lang`, `theme` (light or dark), `views` (names with commas), `autoplay`, and `id`, which comes back in
 * every message to the parent.
 * Refuses what it does not know: such a parameter changes nothing.
 */
import "../lab/element";
import { AddressBar } from "../lab/address_bar";
import { languageOf } from "../strings";
import { tellHeight } from "./height";

const element = document.querySelector("first-descent");
if (!element) throw new Error("The page has no lab.");
const query = new URLSearchParams(window.location.search);
const theme = query.get("theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
const lang = query.get("lang");
if (lang) document.documentElement.lang = languageOf(lang);
element.views = (query.get("views") ?? "").replaceAll(",", " ");
element.autoplay = query.has("autoplay");
if (window.location.hash) element.setState(window.location.hash);
element.addEventListener("fd-ready", () => {
  if (element.lab) new AddressBar(element.lab, "1", element.lab.signal);
});
if (window.parent !== window) tellHeight(document.body, query.get("id") ?? "");
