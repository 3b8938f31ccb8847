/**
 * Covers the lab's loss curve while an exercise asks for that very curve: until it is answered, the reader wants to see it,
 * or the lab holds another run.
 * Refuses to cover any other run's.
 */
import { make } from "../../lab/dom";
import { loadWords } from "../../strings";
import style from "./cover.css?inline";
import type { Desk } from "./frame";
import type { CurveSpec } from "./kinds/curve";
import { losses } from "./kinds/curve_ground";
import { ANSWERED } from "./task";

export async function coverLoss(root: HTMLElement, spec: CurveSpec, desk: Desk): Promise<void> {
  const { engine, lab, language, progress } = desk;
  const { curve: words } = await loadWords(language, "curve");
  const wanted = losses(spec, engine).all;
  const isAsked = (): boolean => {
    const { run, runs } = lab.model;
    const shown = spec.losses(run);
    return (
      runs.length === 1 && shown.length === wanted.length && wanted.every((loss, at) => loss === shown[at])
    );
  };
  if (lab.signal.aborted || progress.of(root.id).tries > 0 || !isAsked()) return;
  const box = lab.loss.element.querySelector<HTMLElement>(".canvas-box");
  if (!box) return;
  lab.adopt(style);
  const covered = new AbortController();
  const signal = AbortSignal.any([covered.signal, lab.signal]);
  const show = make("button", { type: "button" }, words.uncover);
  const element = make("div", { class: "cover" }, make("p", {}, words.covered), show);
  const lift = (): void => {
    covered.abort();
    element.remove();
    box.classList.remove("covered");
  };
  box.classList.add("covered");
  box.append(element);
  show.addEventListener("click", lift, { signal });
  root.addEventListener(ANSWERED, lift, { signal });
  lab.model.listen((what) => {
    if (what === "runs" && !covered.signal.aborted && !isAsked()) lift();
  }, signal);
}
