// The links of a chapter's page: each leads to a page of the site that is there, in the language it says, and there to a
// place that is there; those to chapters bear the chapter's own title.
import type { Page } from "playwright-core";
import { expect, inject } from "vitest";

interface Link {
  href: string;
  words: string;
  rel: string;
  language: string;
  /** Its place among the chapters of the contents, from 0; null elsewhere. */
  chapter: number | null;
}

/** What is at the end of a link. */
interface End {
  status: number;
  language: string;
  title: string;
  place: boolean;
}

const linksOf = (page: Page): Promise<Link[]> =>
  page.locator("a[href]").evaluateAll((all) =>
    (all as HTMLAnchorElement[]).map((link) => {
      const item = link.closest("nav:not(.neighbours) li[value]");
      return {
        href: link.href,
        words: (link.textContent ?? "").trim(),
        rel: link.rel,
        language: link.hreflang,
        chapter: item ? Number(item.getAttribute("value")) : null,
      };
    }),
  );

const endsOf = (page: Page, addresses: readonly string[]): Promise<Record<string, End>> =>
  page.evaluate(async (all) => {
    const documents = new Map<string, Promise<[number, Document]>>();
    const load = async (address: string): Promise<[number, Document]> => {
      const answer = await fetch(address);
      return [answer.status, new DOMParser().parseFromString(await answer.text(), "text/html")];
    };
    const ends = all.map(async (href): Promise<[string, End]> => {
      const { hash, origin, pathname } = new URL(href);
      const address = origin + pathname;
      if (!documents.has(address)) documents.set(address, load(address));
      const [status, target] = (await documents.get(address)) ?? [0, document];
      const named = decodeURIComponent(hash.slice(1));
      return [
        href,
        {
          status,
          language: target.documentElement.lang,
          title: target.querySelector("h1")?.textContent?.trim() ?? "",
          // A state of the lab begins with its version.
          place: named === "" || /^\d/.test(named) || target.getElementById(named) !== null,
        },
      ];
    });
    return Object.fromEntries(await Promise.all(ends));
  }, addresses);

/** Looks at all links of a chapter's page. `slugs` are those of all chapters in order, `number` this one's place there. */
export async function lookAtLinks(
  page: Page,
  language: string,
  slugs: readonly string[],
  number: number,
): Promise<void> {
  const links = await linksOf(page);
  const ends = await endsOf(page, [...new Set(links.map(({ href }) => href))]);
  const pageOf = (slug: string | undefined, of = language): string => `${inject("site")}${of}/${slug}/`;
  const titleAt = (href: string): string | undefined => ends[href]?.title;
  for (const { href, words, language: other } of links) {
    const expected = { status: 200, language: other || language, place: true };
    expect({ href, words, ...ends[href] }).toMatchObject(expected);
    expect([href, href.startsWith(inject("site"))]).toEqual([href, true]);
  }
  const contents = links.filter(({ chapter }) => chapter !== null);
  expect(contents.map(({ href, chapter }) => [chapter, href])).toEqual(
    slugs.map((slug, index) => [index, pageOf(slug)]),
  );
  for (const { href, words } of contents) expect(words).toBe(titleAt(href));
  const neighbours = { prev: slugs[number - 1], next: slugs[number + 1] };
  for (const [rel, slug] of Object.entries(neighbours)) {
    const found = links.filter((link) => link.rel === rel);
    expect([rel, found.map(({ href }) => href)]).toEqual([rel, slug === undefined ? [] : [pageOf(slug)]]);
    for (const { href, words } of found) expect(words).toContain(titleAt(href));
  }
  const others = links.filter((link) => link.language !== "");
  expect(others.map(({ href }) => href)).toEqual(others.map((link) => pageOf(slugs[number], link.language)));
  expect(others.length).toBeGreaterThan(0);
}

/** Follows the links that stand in the text to their places, which must come to sight, and comes back. */
export async function followPlaces(page: Page): Promise<void> {
  const links = page.locator('.lesson a[href*="#"]:visible');
  const here = page.url();
  const count = await links.count();
  for (let index = 0; index < count; index += 1) {
    const link = links.nth(index);
    const { hash, pathname } = new URL(await link.evaluate((one) => (one as HTMLAnchorElement).href));
    await link.click();
    await page.waitForURL((url) => url.pathname === pathname);
    if (!/^#\d/.test(hash)) {
      const place = page.locator(`[id="${decodeURIComponent(hash.slice(1))}"]`);
      const inSight = (): Promise<boolean> =>
        place.evaluate((one) => {
          const { top, bottom } = one.getBoundingClientRect();
          return one.checkVisibility() && top < window.innerHeight && bottom > 0;
        });
      await expect.poll(inSight).toBe(true);
    }
    await page.goto(here);
  }
}

/** Goes to the next chapter, or from the last one back, by the link below the text. */
export async function turnThePage(page: Page): Promise<void> {
  const link = page.locator(".neighbours a[rel=next], .neighbours a[rel=prev]").last();
  const [words, to] = [await link.innerText(), await link.evaluate((one) => (one as HTMLAnchorElement).href)];
  await link.click();
  await page.waitForURL(to);
  expect(words).toContain((await page.locator("h1").innerText()).trim());
}
