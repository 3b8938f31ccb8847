/**
 * Explain by choosing: one of the text's options. The feedback carries the option's name, so that every answer is told
 * what it would have meant.
 */
import type { Engine } from "../../../engine";
import type { Mount } from "../task";
import { checkButton, form, hint } from "./controls";

export interface ChooseSpec {
  /** The option that is right: by name, or found out by the engine. */
  right: string | ((engine: Engine) => string);
}

export const mount: Mount<ChooseSpec> = (
  { id, place, options, engine, words, signal, answer },
  { right },
) => {
  const choices = options.map(({ name, content }) => {
    const input = document.createElement("input");
    input.type = "radio";
    input.name = `answer-${id}`;
    input.value = name;
    const label = document.createElement("label");
    label.className = "choice";
    const text = document.createElement("span");
    text.append(content);
    label.append(input, text);
    return { input, label };
  });
  const group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.className = "unseen";
  legend.textContent = words.answer;
  group.append(legend, ...choices.map(({ label }) => label));
  const missing = hint();
  const frame = form(() => {
    const chosen = choices.find(({ input }) => input.checked)?.input.value;
    missing.textContent = chosen === undefined ? words.choose : "";
    if (chosen === undefined) return;
    const wanted = typeof right === "string" ? right : right(engine);
    answer({ right: chosen === wanted, feedback: chosen });
  }, signal);
  frame.append(group, checkButton(words.check), missing);
  place.append(frame);
};
