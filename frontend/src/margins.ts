// What stands beside the text: layers of marks, the notes that light up with their words, files dropped on the page.
import { all, noteOf, one, openInPanel } from "./page";

const KEPT_LAYERS = "parley layers";

/** Who works without a mouse reaches the values of times and quantities where their layer is on. */
function reachValues(layer: string, on: boolean): void {
  for (const mark of all(`.text .${CSS.escape(layer)}[data-means]`)) {
    if (on) mark.tabIndex = 0;
    else mark.removeAttribute("tabindex");
  }
}

function readLayers(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(KEPT_LAYERS) ?? "{}") as Record<string, boolean>;
  } catch {
    return {}; // a browser that keeps nothing, or something that is no list of layers
  }
}

function keepLayers(layers: Record<string, boolean>): void {
  try {
    localStorage.setItem(KEPT_LAYERS, JSON.stringify(layers));
  } catch {
    // they hold for this page
  }
}

function boxes(): HTMLInputElement[] {
  return all<HTMLInputElement>("input[data-layer]");
}

function setLayers(): void {
  const kept = readLayers();
  for (const box of boxes()) {
    const layer = box.dataset.layer ?? "";
    box.checked = kept[layer] ?? box.checked;
    reachValues(layer, box.checked);
  }
}

/** Sets the layers as they were left, and follows their boxes; what a layer shows is the style sheet's. */
export function startLayers(): void {
  setLayers();
  document.addEventListener("htmx:after:swap", setLayers);
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.layer) return;
    reachValues(target.dataset.layer, target.checked);
    keepLayers(Object.fromEntries(boxes().map((each) => [each.dataset.layer ?? "", each.checked])));
  });
}

function keysAt(target: EventTarget | null): string[] {
  if (!(target instanceof Element)) return [];
  const place = target.closest<HTMLElement>("[data-entries], [data-open], .note[data-entry]");
  const { entries, open, entry } = place?.dataset ?? {};
  return (entries ?? open ?? entry ?? "").split(" ").filter(Boolean);
}

function light(keys: readonly string[]): void {
  for (const lit of all(".lit")) lit.classList.remove("lit");
  for (const key of keys) {
    noteOf(key)?.classList.add("lit");
    for (const mark of all(`[data-entries~="${CSS.escape(key)}"]`)) mark.classList.add("lit");
  }
}

/** Lights an entry's note and words together, and opens it from its sign in the text. */
export function startLighting(): void {
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, ({ target }) => light(keysAt(target)));
  document.addEventListener("focusout", () => light([]));
  document.addEventListener("click", (event) => {
    const sign = (event.target as Element).closest?.<HTMLElement>("a.sign[data-open]");
    const plain = !event.button && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (sign && plain && openInPanel(sign.dataset.open ?? "")) event.preventDefault();
  });
}

/** Lets files be dropped anywhere on a page that reads files. */
export function startDropping(): void {
  const place = (): HTMLFormElement | null => one<HTMLFormElement>("form[data-drop]");
  let depth = 0; // each element that is entered is entered before the one around it is left
  const brings = (event: DragEvent): boolean => place() !== null && (event.dataTransfer?.types.includes("Files") ?? false);
  const drag = (step: number) => (event: DragEvent) => {
    if (!brings(event)) return;
    depth = Math.max(0, depth + step);
    place()?.classList.toggle("dragging", depth > 0);
  };
  document.addEventListener("dragenter", drag(1));
  document.addEventListener("dragleave", drag(-1));
  document.addEventListener("dragover", (event) => {
    if (brings(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const form = place();
    const field = form && one<HTMLInputElement>("input[type=file]", form);
    if (!brings(event) || !event.dataTransfer || !field) return;
    event.preventDefault();
    depth = 0;
    form.classList.remove("dragging");
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
