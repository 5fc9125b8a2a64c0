// The keys of the desk: each presses or goes into something that stands on the page, and does nothing else.
//
// Names and keys come with the page (data-keys), as its reader set them. The server renders all there is to press.
import { startDropping, startLayers, startLighting } from "./margins";
import {
  all,
  bringIntoSight,
  cardAtHand,
  chooseNote,
  chosenNote,
  enter,
  fold,
  noteOf,
  notes,
  one,
  openInPanel,
  takesText,
  unfold,
} from "./page";
import { isBusy, startSaving } from "./saving";
import { extend, letGo, shift, startSelecting, taken, takeInto } from "./selecting";

const GOING = 1500; // milliseconds in which a letter after g is awaited
const LEAVING = 3000; // milliseconds for which keys rest after a link was followed
const WAITS = ".glyph.proposed, .glyph.inferred";
const TAKES: Record<string, string> = {
  "source from selection": "source",
  "cue from selection": "cue",
  "content from selection": "content",
};

const root = document.documentElement;
const named: Record<string, string> = JSON.parse(root.dataset.keys || "{}") as Record<string, string>;
const nameOf = new Map(Object.entries(named).map(([name, key]) => [key, name] as const));

const ahead: string[] = []; // keys typed while a card is saved, in their order
let goingUntil = 0;
let restingUntil = 0;
let judgedByKey = ""; // the entry in an article's panel that a key accepted or rejected

function keysAreOn(): boolean {
  return "keysOn" in root.dataset;
}

/** Clicks what is there; following a link or a plain form leaves the page, and keys rest until it is gone. */
function press(element: HTMLElement | null | undefined): boolean {
  if (!element || element.matches(":disabled")) return false;
  const form = element instanceof HTMLButtonElement ? element.form : null;
  const fetched = element.hasAttribute("hx-get") || form?.hasAttribute("hx-post") || form?.method === "dialog";
  const leaves = element instanceof HTMLAnchorElement || (form !== null && element.getAttribute("type") !== "button");
  if (leaves && !fetched && form?.checkValidity() !== false) restingUntil = Date.now() + LEAVING;
  element.click();
  return true;
}

/** Something in the current card, else on the page. */
function act(name: string, within: ParentNode | null = cardAtHand()): HTMLElement | null {
  const wanted = `[data-act="${CSS.escape(name)}"]`;
  return (within && one(wanted, within)) ?? one(wanted);
}

/** In an article the card at hand must be that of the chosen note, or the key would judge another entry. */
function cardIsChosen(): boolean {
  const note = chosenNote();
  const card = cardAtHand();
  return card !== null && (!note || note.dataset.entry === card.dataset.card);
}

/** Opens the chosen note and does the key once it is there. */
function openFirst(key: string): boolean {
  const note = chosenNote();
  if (!note || !openInPanel(note.dataset.entry ?? "")) return false;
  ahead.unshift(key);
  return true;
}

function goTo(note: HTMLElement | undefined): boolean {
  if (!note) return false;
  chooseNote(note);
  if (one("#panel [data-card]")) openInPanel(note.dataset.entry ?? "");
  return true;
}

/** The note from which to go on: the chosen one, that of the address, or none. */
function noteAtHand(): HTMLElement | null {
  return chosenNote() ?? noteOf(cardAtHand()?.dataset.card ?? "") ?? noteOf(location.hash.replace(/^#[em]-/, ""));
}

function step(by: number): boolean {
  const name = by > 0 ? "next" : "previous";
  if (one("#queue")) return press(act(name, one("#queue")));
  const found = notes();
  const note = noteAtHand();
  if (!note) return goTo(by > 0 ? found[0] : found.at(-1));
  return goTo(found[found.indexOf(note) + by]);
}

function nextWaiting(): boolean {
  const queue = one("#queue");
  if (queue) return press(one('[data-act="next waiting"]', queue) ?? one('[data-act="next"]', queue));
  const found = notes();
  const note = noteAtHand();
  const after = note ? found.indexOf(note) + 1 : 0;
  const inTurn = [...found.slice(after), ...found.slice(0, after)];
  const waits = inTurn.find((each) => each !== note && one(WAITS, each));
  if (!waits) return false;
  chooseNote(waits);
  openInPanel(waits.dataset.entry ?? "");
  return true;
}

function rejecting(): HTMLDetailsElement | null {
  return one<HTMLDetailsElement>('details[data-act="reject"][open]', cardAtHand() ?? document);
}

function toggleReject(): boolean {
  const details = act("reject");
  if (!(details instanceof HTMLDetailsElement)) return false;
  if (details.open) fold(details);
  else {
    details.open = true;
    bringIntoSight(details);
  }
  return true;
}

function toggleEdit(): boolean {
  const details = act("edit");
  if (!(details instanceof HTMLDetailsElement)) return false;
  if (details.open) fold(details);
  else if (unfold(details)) {
    one("summary", details)?.focus({ preventScroll: true });
    bringIntoSight(details);
  }
  return true;
}

function enterSpeaker(): boolean {
  const fresh = one<HTMLDetailsElement>("#new-statement");
  if (fresh?.open) return enter(one('input[name="speaker"]', fresh));
  return enter(act("speaker"));
}

function chooseStance(name: string): boolean {
  const radio = act(name);
  if (!(radio instanceof HTMLInputElement)) return false;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

/** The digits code with the stance that is chosen. */
function followStance(event: Event): void {
  const radio = event.target;
  if (!(radio instanceof HTMLInputElement) || radio.name !== "stance" || !radio.checked) return;
  const card = radio.closest("[data-card]");
  if (card) for (const field of all<HTMLInputElement>("input[data-follows-stance]", card)) field.value = radio.value;
}

function pressDigit(digit: string): boolean {
  const card = cardAtHand();
  const reasons = rejecting();
  if (reasons) {
    judgedByKey = card?.dataset.card ?? "";
    return press(one(`[data-reason="${digit}"]`, reasons));
  }
  return press(card && one(`[data-digit="${digit}"]`, card));
}

function startStatement(): boolean {
  const details = one("#new-statement");
  if (!unfold(details)) return false;
  one("summary", details)?.focus({ preventScroll: true });
  if (taken()) takeInto("content", null);
  return true;
}

function toggleLayers(): boolean {
  const details = one<HTMLDetailsElement>("details#layers");
  if (!details) return false;
  if (details.open) fold(details);
  else if (unfold(details)) one("input", details)?.focus();
  return true;
}

function accept(): boolean {
  const button = act("accept");
  if (button) judgedByKey = cardAtHand()?.dataset.card ?? "";
  return press(button);
}

const DOES: Record<string, () => boolean> = {
  search: () => enter(one("#find")),
  legend: showLegend,
  layers: toggleLayers,
  "previous article": () => press(one("a[rel~=prev]")),
  "next article": () => press(one("a[rel~=next]")),
  next: () => step(1),
  previous: () => step(-1),
  "next waiting": nextWaiting,
  accept,
  reject: toggleReject,
  edit: toggleEdit,
  speaker: enterSpeaker,
  concept: () => enter(act("concept")),
  agree: () => chooseStance("agree"),
  disagree: () => chooseStance("disagree"),
  neutral: () => chooseStance("neutral"),
  "new statement": startStatement,
  note: () => enter(act("note words") ?? one('.notes input[name="words"]')),
};

// What concerns the current entry, and so waits until the chosen note's card is there.
const OF_CARD = new Set(
  "accept reject edit speaker concept agree disagree neutral denied certainty merge split note".split(" "),
);

/** Does what a key stands for; false where it stands for nothing here. */
function doKey(key: string): boolean {
  if (Date.now() < goingUntil) {
    goingUntil = 0;
    return press(one(`[data-go="${CSS.escape(key)}"]`));
  }
  const name = nameOf.get(key);
  const ofCard = name === undefined ? /^[1-9]$/.test(key) : OF_CARD.has(name);
  const fresh = one<HTMLDetailsElement>("#new-statement")?.open && name === "speaker";
  if (ofCard && !fresh && !cardIsChosen() && chosenNote()) return openFirst(key);
  if (name !== undefined) {
    const part = TAKES[name];
    if (part) return takeInto(part, cardAtHand());
    return DOES[name]?.() ?? press(act(name));
  }
  if (/^[1-9]$/.test(key)) return pressDigit(key);
  if (key !== "g") return false;
  goingUntil = Date.now() + GOING;
  return true;
}

/** The key that was meant: on a keyboard of other letters, that at the same place. */
function keyOf(event: KeyboardEvent): string {
  if (event.key.length !== 1 || event.key <= "~") return event.key;
  const [, letter, digit] = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(event.code) ?? [];
  if (nameOf.has(event.key)) return event.key;
  return digit ?? (letter && (event.shiftKey ? letter : letter.toLowerCase())) ?? event.key;
}

/** What waited is done in its order, until the next card is being saved; into a field it is typed. */
function doAhead(): void {
  while (ahead.length && !isBusy() && Date.now() >= restingUntil) {
    const key = ahead.shift() ?? "";
    const field = document.activeElement;
    if (field instanceof HTMLInputElement && takesText(field)) typeInto(field, key);
    else if (key === "Escape") close();
    else doKey(key);
  }
}

function typeInto(field: HTMLInputElement, key: string): void {
  if (key === "Enter") field.form?.requestSubmit();
  else if (key === "Escape") field.blur();
  else if (key.length === 1) {
    field.setRangeText(key, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Goes on after a save: a judgement by key leads to the next note that waits, and what was typed ahead is done. */
function goOn(well: boolean, source: HTMLElement): void {
  if (!well) {
    ahead.length = 0; // they were meant for what did not come
    judgedByKey = "";
    return;
  }
  if (source.matches("form[data-drop]")) (source as HTMLFormElement).reset();
  followCard();
  const judged = judgedByKey;
  judgedByKey = "";
  if (judged && one("#panel [data-card]")?.dataset.card === judged) nextWaiting();
  doAhead();
}

/** The note and the signs of the entry that the panel shows are the current ones, in its state. */
function followCard(): void {
  const key = one("#panel [data-card]")?.dataset.card ?? "";
  const note = noteOf(key);
  if (note && note !== chosenNote()) chooseNote(note, { focus: false });
  const glyph = note && one(".glyph", note);
  const state = glyph?.title;
  if (!state) return;
  for (const sign of all(`a.sign[data-open="${CSS.escape(key)}"]`)) {
    if (sign.classList.contains(state)) continue;
    sign.className = sign.classList.contains("event") ? `sign ${state} event` : `sign ${state}`;
    const label = sign.getAttribute("aria-label") ?? "";
    sign.setAttribute("aria-label", label.replace(/, [a-z ]+(?=(?:, [\d.]+)?$)/, `, ${state}`));
  }
}

function waitsAhead(event: KeyboardEvent): boolean {
  const field = takesText(event.target) && !(event.target as HTMLElement).closest("[data-card]");
  if (!isBusy() || field || (!keysAreOn() && !takesText(event.target))) return false;
  return event.key.length === 1 || event.key === "Enter" || event.key === "Escape";
}

/** Closes one thing: a field's focus, a dialog, a folded part, the selection, the panel. */
function close(): boolean {
  const dialog = one<HTMLDialogElement>("dialog[open]");
  if (dialog) {
    dialog.close();
    return true;
  }
  const active = document.activeElement;
  if (takesText(active)) {
    active.blur();
    return true;
  }
  const around = active?.closest<HTMLDetailsElement>("details[open]");
  const open = around ?? all<HTMLDetailsElement>("[data-card] details[open], details.drop[open]").at(-1);
  if (open) {
    fold(open);
    return true;
  }
  if (letGo()) return true;
  const panel = one("#panel");
  if (!panel?.firstChild) return false;
  panel.replaceChildren();
  const link = chosenNote();
  if (link) chooseNote(link);
  return true;
}

function showLegend(): boolean {
  const dialog = one<HTMLDialogElement>("dialog#legend");
  const list = dialog && one("dl.keys", dialog);
  if (!dialog || !list) return false;
  const rows: (readonly [string, string])[] = Object.entries(named).map(([name, key]) => [key, name] as const);
  rows.push(["1–9", "toggle one of the nine concepts; after reject, 1–6 the reason"]);
  for (const link of all("[data-go]")) rows.push([`g ${link.dataset.go ?? ""}`, link.textContent?.trim() ?? ""]);
  rows.push(["Shift ← →", "select words, from the entry's own"], ["Shift ↑ ↓", "select sentences"]);
  rows.push(["Shift Page", "select paragraphs"], ["← → ↑ ↓", "select the words or sentence beside"]);
  rows.push(["Alt", "with a selection's key or button: add to what is there"], ["Esc", "close"]);
  list.replaceChildren(
    ...rows.flatMap(([key, name]) => {
      const [term, sign, words] = [document.createElement("dt"), document.createElement("kbd"), document.createElement("dd")];
      sign.textContent = key;
      words.textContent = name;
      term.append(sign);
      return [term, words];
    }),
  );
  if (!dialog.open) dialog.showModal();
  return true;
}

/** With Alt, a selection is added to what the field of its part holds. */
function addsSelection(event: KeyboardEvent): boolean {
  if (!event.altKey || event.ctrlKey || event.metaKey || !keysAreOn() || takesText(event.target)) return false;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
  const part = TAKES[nameOf.get(event.key) ?? nameOf.get(letter) ?? ""];
  return part !== undefined && taken() !== null && takeInto(part, cardAtHand(), { adds: true });
}

function selects(event: KeyboardEvent): boolean {
  if (takesText(event.target)) return false;
  if ((event.target as HTMLElement).matches?.("input, summary ~ *, [role=slider], canvas")) return false;
  return event.shiftKey ? extend(event.key) : event.key.startsWith("Arrow") && shift(event.key);
}

/** What a key that was pressed does; true where it did something, so that the browser does nothing more. */
function handle(event: KeyboardEvent): boolean {
  if (event.isComposing) return false;
  if (addsSelection(event)) return true;
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  if (waitsAhead(event)) {
    if (!event.repeat) ahead.push(keyOf(event));
    return true;
  }
  if (one("dialog[open]")) return false; // it is the browser's: Tab, Enter and Escape
  if (event.key === "Escape") return close();
  if (takesText(event.target)) return false;
  if (selects(event)) return true;
  const key = keyOf(event);
  if (!keysAreOn() || key.length !== 1 || key === " ") return false;
  if (Date.now() < restingUntil) return true;
  const name = nameOf.get(key);
  if (event.repeat && name !== "next" && name !== "previous") return true; // a key held down judges once
  return doKey(key);
}

function start(): void {
  document.addEventListener("keydown", (event) => {
    if (!event.defaultPrevented && handle(event)) event.preventDefault();
  });
  document.addEventListener("change", followStance);
  document.addEventListener("focusin", ({ target }) => {
    const note = target instanceof Element ? target.closest<HTMLElement>(".note[data-entry]") : null;
    if (note) chooseNote(note, { focus: false });
  });
  window.addEventListener("pageshow", () => {
    restingUntil = 0;
  });
  startSaving(goOn);
  startSelecting();
  startLayers();
  startLighting();
  startDropping();
}

start();
