/** Names of what can be chosen, and of on and off. Refuses to name what is called the same everywhere, as PyTorch's types. */
import type { Language } from "../strings";

const sets = {
  anscombe_1: "Anscombe 1",
  anscombe_2: "Anscombe 2",
  anscombe_3: "Anscombe 3",
  anscombe_4: "Anscombe 4",
  norris: "NIST Norris",
};

/** What can be chosen, where the engine's own name is none for a reader. */
export const choices: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    ...sets,
    make_regression: "Made samples",
    diabetes_bmi: "Diabetes, body mass index",
    points: "Your own points",
    true: "on",
    false: "off",
  },
  "zh-CN": {
    ...sets,
    make_regression: "生成的样本",
    diabetes_bmi: "糖尿病数据：体重指数",
    points: "自己的样本",
    true: "开",
    false: "关",
  },
};
