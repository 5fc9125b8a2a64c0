// What is on the page: the entry that is current, the note that was chosen, the links and buttons that keys press.

type Htmx = { ajax(verb: string, href: string, options: Record<string, unknown>): Promise<void> };

const SIGNS_NO_TEXT = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export function one<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E | null {
  return within.querySelector<E>(selector);
}

export function all<E extends HTMLElement = HTMLElement>(selector: string, within: ParentNode = document): E[] {
  return [...within.querySelectorAll<E>(selector)];
}

/** The script that fetches parts of pages. */
export function htmx(): Htmx | undefined {
  return window.htmx as unknown as Htmx | undefined;
}

/** Whether an element takes what is typed. */
export function takesText(target: EventTarget | null): target is HTMLElement {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !SIGNS_NO_TEXT.has(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** The card on which keys act: that of the queue, of an article's panel, or of an entry's own page. */
export function cardAtHand(): HTMLElement | null {
  return one("#queue [data-card]") ?? one("#panel [data-card]") ?? one("main [data-card]");
}

/** The notes in an article's margin that their layer shows, in reading order. */
export function notes(): HTMLElement[] {
  return all(".note[data-entry]").filter((note) => note.checkVisibility());
}

export function chosenNote(): HTMLElement | null {
  return one(".note[data-entry]:has(a[aria-current])");
}

export function noteOf(key: string): HTMLElement | null {
  return one(`.note[data-entry="${CSS.escape(key)}"]`);
}

/** Key of the entry that is current: the chosen note's, else the open card's. */
export function currentKey(): string {
  return chosenNote()?.dataset.entry ?? cardAtHand()?.dataset.card ?? "";
}

/** Makes a note the current one; it gets the focus and comes into sight. */
export function chooseNote(note: HTMLElement, { focus = true } = {}): void {
  for (const link of all(".note a[aria-current]")) link.removeAttribute("aria-current");
  const link = one("a[href]", note);
  link?.setAttribute("aria-current", "true");
  if (!focus) return;
  link?.focus({ preventScroll: true });
  bringIntoSight(note);
}

export function bringIntoSight(element: Element): void {
  element.scrollIntoView({ block: "nearest", behavior: CALM.matches ? "auto" : "smooth" });
}

/** Shows an entry in the panel beside the text; false where there is no panel. */
export function openInPanel(key: string): boolean {
  const panel = one("#panel");
  const script = htmx();
  if (!panel || !script || !key) return false;
  const note = noteOf(key);
  if (note) chooseNote(note, { focus: false });
  void script.ajax("GET", `/entries/${encodeURIComponent(key)}`, { target: "#panel", swap: "innerHTML" });
  return true;
}

/** Opens a folded part and says whether it is there. */
export function unfold(details: Element | null): details is HTMLDetailsElement {
  if (!(details instanceof HTMLDetailsElement)) return false;
  details.open = true;
  return true;
}

export function fold(details: HTMLDetailsElement): void {
  const inside = details.contains(document.activeElement);
  details.open = false;
  if (inside) one("summary", details)?.focus();
}

/** Goes into a field, its words ready to be written over. */
export function enter(field: HTMLElement | null): boolean {
  if (!field) return false;
  for (let part = field.closest("details"); part; part = part.parentElement?.closest("details") ?? null) part.open = true;
  field.focus();
  if (field instanceof HTMLInputElement) field.select();
  return true;
}

/** Says something in a line that screen readers read out. */
export function say(words: string): void {
  let line = one("#said");
  if (!line) {
    line = document.createElement("p");
    line.id = "said";
    line.className = "said";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = words;
}
