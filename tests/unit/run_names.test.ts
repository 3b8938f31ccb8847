// How runs that lie over each other are named, in full and where there is little room.
import { expect, test } from "vitest";
import type { LabState, TimedChange } from "../../www/lab/model";
import { namesIn } from "../../www/lab/refusal";
import { namesOf } from "../../www/lab/run_names";
import { loadWords } from "../../www/strings";
import { labelIn } from "../../www/views/loss_scale";

async function named(changes: readonly TimedChange[], language = "en") {
  const { runs, settings } = await loadWords(language, "runs", "settings");
  const state: LabState = { settings: {}, runs: [[], changes], main: 0, cursor: { update: 0, statement: 0 } };
  return namesOf(state, 1, runs, namesIn(settings));
}

test("a branch is named by what differs and where, from the whole name to the shortest", async () => {
  expect(await named([{ update: 120, set: { lr: 0.05 } }])).toEqual([
    "lr 0.01 → 0.05 at update 120",
    "lr 0.01 → 0.05",
    "lr 0.05",
  ]);
  expect((await named([{ update: 120, set: { batch_size: 4 } }]))[0]).toBe("batch size 16 → 4 at update 120");
  // From the start on there was no other value.
  expect(await named([{ update: 0, set: { lr: 0.05, batch_size: 4 } }])).toEqual(["lr 0.05, batch size 4"]);
  expect(await named([{ update: 0, set: { batch_size: 10 } }], "zh-CN")).toEqual(["批次大小 10"]);
  expect((await named([{ update: 120, set: { lr: 0.05, batch_size: 4 } }], "zh-CN"))[0]).toBe(
    "学习率 0.01 → 0.05、批次大小 16 → 4（第 120 次更新后）",
  );
});

test("beside the curve stands as much of a name as there is room for, and what is cut is never its value", async () => {
  const names = await named([{ update: 120, set: { lr: 0.05 } }]);
  expect([801, 500, 360].map((width) => labelIn({ width }, names))).toEqual([
    "lr 0.01 → 0.05 at update 120",
    "lr 0.01 → 0.05",
    "lr 0.05",
  ]);
});
