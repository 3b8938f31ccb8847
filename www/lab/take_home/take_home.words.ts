/** Words of what can be taken home: the sheet itself, and the notebook's headings. */
import type { Language, Words } from "../../strings";

const en = {
  title: "Take it home",
  close: "Close",
  program: "Program",
  ends: "Run with Python, it ends with",
  copy: "Copy the script",
  script: "Script (.py)",
  notebook: "Notebook (.ipynb)",
  numbers: "Numbers",
  samples: "Samples (.csv)",
  history: "History (.csv)",
  pictures: "Pictures of this moment",
  picturesNote:
    "As large as the view is now and on white, whatever the theme; a PNG has twice as many pixels. The code is text: the script has it.",
  as: "{view} as {kind}",
  copied: "The script is on the clipboard.",
  notCopied:
    "The browser keeps the clipboard closed here. The script is below, selected: copy it by key or by its menu.",
  text: "The script, to be copied",
  saved: "{file} is handed to the browser’s downloads.",
  textOf: "The text of {file}, to be copied",
  mayBlock:
    "This page stands in a frame that may block downloads, without a word. If {file} has not come, its text is below, selected: copy it by key or by its menu, and save it under that name.",
  mayBlockUnshown:
    "This page stands in a frame that may block downloads, without a word. If {file} has not come, open the lab in a window of its own and take it from there: it cannot be shown here as a text.",
  nothing: "There is nothing to draw: {view} is empty with these settings.",
  later: "{view} takes longer than usual to draw. Try again in a moment.",
  notYet: "The rest of the engine has not come yet. Try again in a moment.",
  notebookTitle: "Linear regression, {program}: a run from First Descent",
  notebookNeeds:
    "It needs NumPy, scikit-learn and PyTorch: `pip install numpy scikit-learn torch`. Run the cells from the first to the last.",
  setting: "Setting",
  value: "Value",
  data: "Data",
  edits: "Edited samples",
  edited: "Changed loop body",
  change: "From update {update} on",
  expect: "In First Descent this run ends with",
  cells: { imports: "Imports", data: "Data", model: "Model", loop: "Training", result: "Result" },
  both: "{claim} {made}",
  claims: {
    float64:
      "On a processor of the usual kind (x86-64 with AVX2) every digit agrees; another kind adds up a batch in another order, which can change the last digits.",
    float32:
      "On a processor of the usual kind (x86-64 with AVX2), and with batches of up to 100 samples, every digit agrees; elsewhere about six digits do.",
    regressor: "The parameters agree to twelve digits, and the number of epochs exactly.",
    made: "In a few data sets out of a hundred a made sample differs from NumPy’s in its last digit; then the last digits of the result differ, too.",
  },
} as const;

export type TakeHomeWords = Words<typeof en>;

const zhCN: TakeHomeWords = {
  title: "带走",
  close: "关闭",
  program: "程序",
  ends: "用 Python 运行，最后会输出",
  copy: "复制脚本",
  script: "脚本（.py）",
  notebook: "笔记本（.ipynb）",
  numbers: "数值",
  samples: "样本（.csv）",
  history: "训练记录（.csv）",
  pictures: "此刻的图",
  picturesNote:
    "大小与视图现在的大小相同，无论什么主题都是白底；PNG 的像素数是两倍。代码是文字，就在脚本里。",
  as: "{view}，{kind}",
  copied: "脚本已复制到剪贴板。",
  notCopied: "浏览器不允许在这里写入剪贴板。脚本已在下方选中，请用按键或菜单复制。",
  text: "供复制的脚本",
  saved: "{file} 已交给浏览器下载。",
  textOf: "{file} 的内容，供复制",
  mayBlock:
    "本页所在的框架可能会拦下下载，而且不作任何提示。如果没有收到 {file}，它的内容已在下方选中：请用按键或菜单复制，再以这个名字保存。",
  mayBlockUnshown:
    "本页所在的框架可能会拦下下载，而且不作任何提示。如果没有收到 {file}，请在单独的窗口中打开实验台，再从那里带走：它无法在这里以文本显示。",
  nothing: "没有可画的内容：在这些设置下，{view}视图是空的。",
  later: "{view}视图画得比平时慢，请稍后再试。",
  notYet: "引擎的其余部分还没有加载好，请稍后再试。",
  notebookTitle: "线性回归（{program}）：First Descent 中的一个训练过程",
  notebookNeeds:
    "需要 NumPy、scikit-learn 和 PyTorch：`pip install numpy scikit-learn torch`。请从第一个单元格依次运行到最后一个。",
  setting: "设置",
  value: "值",
  data: "数据",
  edits: "改动过的样本",
  edited: "改动后的循环体",
  change: "从第 {update} 次更新起",
  expect: "在 First Descent 中，这个训练过程最后得到",
  cells: { imports: "导入", data: "数据", model: "模型", loop: "训练", result: "结果" },
  both: "{claim}{made}",
  claims: {
    float64:
      "在常见的处理器（带 AVX2 的 x86-64）上，每一位数字都相同；其他处理器对一个批次求和的顺序不同，最后几位可能有出入。",
    float32:
      "在常见的处理器（带 AVX2 的 x86-64）上，批次不超过 100 个样本时，每一位数字都相同；在其他处理器上约有六位相同。",
    regressor: "参数有十二位数字相同，轮次数完全相同。",
    made: "每一百组生成的数据里，约有几组会有个别样本的最后一位与 NumPy 不同，结果的最后几位也会随之不同。",
  },
};

export const words: Record<Language, TakeHomeWords> = { en, "zh-CN": zhCN };
