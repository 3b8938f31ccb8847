// A session of the real engine with its listing, as the code view gets them.
import type { FullModule, Settings } from "../../www/engine";
import { programOf } from "../../www/lab/settings";
import { engineInNode } from "../../www/static/engine_in_node.mjs";
import type { Listing } from "../../www/views/code";

export const engine: FullModule = await engineInNode();

export function openListing(settings: Settings): {
  session: InstanceType<FullModule["Session"]>;
  listing: Listing;
} {
  const session = new engine.Session(settings);
  const source = session.source();
  const statements = session.statements();
  const edited = typeof settings.program === "object";
  return { session, listing: { program: programOf(settings), edited, source, statements } };
}
