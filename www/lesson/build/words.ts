/** The words the pages around the text take, as `content/<language>/words.json` has them; English says which there are. */
import type en from "../content/en/words.json";

type Same<T> = T extends string ? string : { [K in keyof T]: Same<T[K]> };

export type TextWords = Same<typeof en>;
