// Words of the text, selected by mouse or keys, as spans of the article's text.
//
// Offsets count code points, as the record does: a paragraph's own start, and what stands before in it.
import { all, currentKey, one, say, takesText, unfold } from "./page";

export type Taken = { start: number; end: number; words: string };
type Place = { paragraph: number; at: number }; // at: in UTF-16 units of the paragraph's words
type Unit = "word" | "sentence" | "paragraph";

const UNITS: Record<string, readonly [Unit, number]> = {
  ArrowRight: ["word", 1],
  ArrowLeft: ["word", -1],
  ArrowDown: ["sentence", 1],
  ArrowUp: ["sentence", -1],
  PageDown: ["paragraph", 1],
  PageUp: ["paragraph", -1],
};

let kept: Range | null = null; // the last selection in the text: a field that gets the focus takes the browser's away

function paragraphs(): HTMLElement[] {
  return all("p[data-start]");
}

function wordsOf(paragraph: HTMLElement): string {
  return paragraph.textContent ?? "";
}

/** The number of code points of some words. */
export function count(words: string): number {
  return [...words].length;
}

/** UTF-16 units of a paragraph's words before a point in it. */
function unitsBefore(paragraph: HTMLElement, node: Node, offset: number): number {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  return range.toString().length;
}

function isInText(range: Range): boolean {
  return paragraphs().some((paragraph) => range.intersectsNode(paragraph));
}

function rangeInText(): Range | null {
  const selection = document.getSelection();
  const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
  if (range && !range.collapsed && isInText(range)) return range;
  return kept?.startContainer.isConnected && kept.endContainer.isConnected && !kept.collapsed ? kept : null;
}

/** The words that are selected in the text, without the blanks around them. */
export function taken(): Taken | null {
  const range = rangeInText();
  if (!range) return null;
  const pieces: { start: number; words: string }[] = [];
  for (const paragraph of paragraphs()) {
    if (!range.intersectsNode(paragraph)) continue;
    const whole = wordsOf(paragraph);
    const from = paragraph.contains(range.startContainer)
      ? unitsBefore(paragraph, range.startContainer, range.startOffset)
      : 0;
    const to = paragraph.contains(range.endContainer)
      ? unitsBefore(paragraph, range.endContainer, range.endOffset)
      : whole.length;
    const blanks = whole.slice(from, to).match(/^\s*/)?.[0].length ?? 0;
    const words = whole.slice(from + blanks, to).trimEnd();
    if (words) pieces.push({ start: Number(paragraph.dataset.start) + count(whole.slice(0, from + blanks)), words });
  }
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return null;
  return { start: first.start, end: last.start + count(last.words), words: pieces.map((piece) => piece.words).join(" ") };
}

/** The form that takes selections: that of a new statement where it is open, else the current card's. */
function takingForm(card: HTMLElement | null, part: string): HTMLElement | null {
  const fresh = one<HTMLDetailsElement>("#new-statement");
  if (fresh?.open) return one("form", fresh);
  const field = card && one(`[data-spans="${part}"]`, card);
  return field?.closest("form") ?? null;
}

/** Puts the selected words into the field of a part: in place of what it held, or after it. */
export function take(part: string, form: HTMLElement | null, { adds = false, between = "," } = {}): boolean {
  const field = form && one<HTMLInputElement>(`[data-spans="${part}"], input[name="${part}"]`, form);
  if (!form || !field) return false;
  const found = taken();
  if (!found) {
    say(`Select the words of the ${part} in the text first.`);
    return false;
  }
  unfold(form.closest("details"));
  const span = `${found.start}-${found.end}`;
  const shown = one(`output[data-words="${part}"]`, form);
  const goesOn = adds && field.value.trim() !== "";
  field.value = goesOn ? `${field.value.trim()}${between}${between === ";" ? " " : ""}${span}` : span;
  if (shown) shown.textContent = goesOn ? `${shown.textContent} … ${found.words}` : found.words;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  say(`${part}: ${found.words}`);
  return true;
}

/** Puts the selected words into the form that is at hand. */
export function takeInto(part: string, card: HTMLElement | null, options: { adds?: boolean } = {}): boolean {
  return take(part, takingForm(card, part), options);
}

function boundaries(words: string, unit: Unit): { start: number; end: number }[] {
  if (unit === "paragraph") return [{ start: 0, end: words.length }];
  const language = one(".text[lang]")?.lang || undefined;
  let segments: Intl.Segments;
  try {
    segments = new Intl.Segmenter(language, { granularity: unit }).segment(words);
  } catch {
    segments = new Intl.Segmenter(undefined, { granularity: unit }).segment(words); // a tag that is none
  }
  return [...segments]
    .filter((one) => (unit === "word" ? one.isWordLike : one.segment.trim()))
    .map((one) => ({ start: one.index, end: one.index + one.segment.trimEnd().length }));
}

/** The next end, or the start before, of a word, sentence or paragraph. */
function moved({ paragraph, at }: Place, unit: Unit, forward: boolean, texts: readonly string[]): Place {
  const units = boundaries(texts[paragraph] ?? "", unit);
  const next = forward ? units.find((one) => one.end > at)?.end : units.findLast((one) => one.start < at)?.start;
  if (next !== undefined) return { paragraph, at: next };
  const beside = paragraph + (forward ? 1 : -1);
  const words = texts[beside];
  if (words === undefined) return { paragraph, at };
  return moved({ paragraph: beside, at: forward ? 0 : words.length }, unit, forward, texts);
}

function placeOf(node: Node | null, offset: number): Place | null {
  if (!node) return null;
  const found = paragraphs().findIndex((paragraph) => paragraph.contains(node));
  const paragraph = paragraphs()[found];
  return paragraph ? { paragraph: found, at: unitsBefore(paragraph, node, offset) } : null;
}

/** Where the current entry's own words begin. */
function beginning(): Place | null {
  const key = CSS.escape(currentKey());
  const mark =
    one(`p[data-start] .content[data-entries~="${key}"]`) ??
    one(`p[data-start] [data-entries~="${key}"]`) ??
    one(`#e-${key}`);
  if (mark) return placeOf(mark, 0);
  return paragraphs().length ? { paragraph: 0, at: 0 } : null;
}

function pointOf({ paragraph, at }: Place): readonly [Node, number] {
  const place = paragraphs()[paragraph] as HTMLElement;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  let [left, last] = [at, null as Node | null];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left <= length) return [node, left];
    left -= length;
    last = node;
  }
  return last ? [last, last.textContent?.length ?? 0] : [place, 0];
}

function select(anchor: Place, focus: Place): void {
  const [from, to] = [pointOf(anchor), pointOf(focus)];
  document.getSelection()?.setBaseAndExtent(from[0], from[1], to[0], to[1]);
  paragraphs()[focus.paragraph]?.scrollIntoView({ block: "nearest" });
}

function directed(key: string): readonly [Unit, boolean] | null {
  const found = UNITS[key];
  if (!found) return null;
  const text = paragraphs()[0];
  const turned = key.startsWith("Arrow") && found[0] === "word" && text && getComputedStyle(text).direction === "rtl";
  return [found[0], turned ? found[1] < 0 : found[1] > 0];
}

/** Grows or shrinks the selection in the text; from the current entry's words where there is none. */
export function extend(key: string): boolean {
  const step = directed(key);
  if (!step || !currentKey()) return false;
  const selection = document.getSelection();
  const held = selection && placeOf(selection.anchorNode, selection.anchorOffset);
  const focus = held && selection && placeOf(selection.focusNode, selection.focusOffset);
  const anchor = held ?? beginning();
  if (!anchor) return false;
  select(anchor, moved(focus ?? anchor, step[0], step[1], paragraphs().map(wordsOf)));
  return true;
}

/** With a selection in the text: selects the next or previous word, sentence or paragraph in its place. */
export function shift(key: string): boolean {
  const step = directed(key);
  const selection = document.getSelection();
  if (!step || !selection || selection.isCollapsed) return false;
  const range = selection.getRangeAt(0);
  const [unit, forward] = step;
  const texts = paragraphs().map(wordsOf);
  const from = forward ? placeOf(range.startContainer, range.startOffset) : placeOf(range.endContainer, range.endOffset);
  if (!from) return false;
  const near = moved(from, unit, forward, texts);
  const far = moved(near, unit, forward, texts);
  // Forward: the end after the one in which the selection begins, and back to that unit's start; backward, the mirror.
  const edge = forward ? moved(far, unit, false, texts) : moved(far, unit, true, texts);
  select(forward ? edge : far, forward ? far : edge);
  return true;
}

/** Lets the selection go; false where there was none. */
export function letGo(): boolean {
  const selection = document.getSelection();
  const held = Boolean(rangeInText());
  kept = null;
  if (held && selection && !takesText(document.activeElement)) selection.removeAllRanges();
  return held;
}

function remember(): void {
  const selection = document.getSelection();
  if (!selection?.rangeCount) return;
  const range = selection.getRangeAt(0);
  const inText = paragraphs().some((paragraph) => paragraph.contains(range.startContainer));
  if (range.collapsed && inText) kept = null;
  if (!range.collapsed && isInText(range)) kept = range.cloneRange();
}

/** Follows what is selected, and lets the buttons take it. */
export function startSelecting(): void {
  document.addEventListener("selectionchange", remember);
  document.addEventListener("mousedown", (event) => {
    if ((event.target as Element).closest?.("[data-take]")) event.preventDefault(); // the selection stays
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest?.<HTMLElement>("[data-take]");
    if (!button) return;
    const several = "adds" in button.dataset;
    const adds = several || event.altKey;
    take(button.dataset.take ?? "", button.closest("form"), { adds, between: several ? ";" : "," });
  });
}
