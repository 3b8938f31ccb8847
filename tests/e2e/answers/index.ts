// The answers to all chapters, in the course's order.
import { batches } from "./batches";
import { broken } from "./broken";
import type { ChapterAnswers } from "./form";
import { gradients } from "./gradients";
import { howWrong } from "./how_wrong";
import { learningRate } from "./learning_rate";
import { madeData } from "./made_data";
import { onePicture } from "./one_picture";
import { pytorch } from "./pytorch";
import { twoNumbers } from "./two_numbers";
import { wholeLoop } from "./whole_loop";
import { yourData } from "./your_data";

export const CHAPTERS: readonly ChapterAnswers[] = [
  onePicture,
  madeData,
  twoNumbers,
  howWrong,
  gradients,
  batches,
  learningRate,
  wholeLoop,
  pytorch,
  broken,
  yourData,
];
