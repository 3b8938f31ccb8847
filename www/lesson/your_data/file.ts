/**
 * A file's bytes as text. UTF-8 and UTF-16 say what they are; what is neither is read as the encoding that spreadsheets
 * save in the reader's part of the world, which its language names; it matters for names only: digits are the same in all of them.
 * Refuses files that are too large, spreadsheets that are not CSV, and what is no text.
 */
import { DataProblem, MAX_BYTES } from "./limits";

export interface Decoded {
  text: string;
  /** As the web names it. */
  encoding: string;
}

export function decode(bytes: Uint8Array, legacy: string): Decoded {
  const [first, second] = bytes;
  // The first bytes of a ZIP archive, which .xlsx and .ods are, and of the older .xls.
  if ((first === 0x50 && second === 0x4b) || (first === 0xd0 && second === 0xcf))
    throw new DataProblem({ code: "spreadsheet" });
  const mark =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null;
  const { text, encoding } = mark ? as(bytes, mark) : guess(bytes, legacy);
  if (text.includes("\0")) throw new DataProblem({ code: "not_text" });
  return { text, encoding };
}

/** Reads a file the reader has chosen or dropped. */
export async function readFile(file: File, legacy: string): Promise<Decoded> {
  if (file.size > MAX_BYTES) throw new DataProblem({ code: "too_large", bytes: file.size });
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch (error) {
    // A folder was dropped, or the file has gone since.
    throw new DataProblem({ code: "unreadable_file", reason: error instanceof Error ? error.message : "" });
  }
  return decode(new Uint8Array(bytes), legacy);
}

function guess(bytes: Uint8Array, legacy: string): Decoded {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return as(bytes, legacy);
  }
}

const as = (bytes: Uint8Array, encoding: string): Decoded => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});
