// Elements that a script fills: those in the page at first, and those that arrive in it later.

/** Starts each matching element once, now and after each swap. */
export function startIslands(selector: string, start: (element: HTMLElement) => void): void {
  const startAll = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      if (element.dataset.state) continue;
      element.dataset.state = "loading";
      start(element);
    }
  };
  document.addEventListener("htmx:after:swap", startAll);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
  else startAll();
}

/** What the server holds at an address. */
export async function fetchJson<T>(address: string): Promise<T> {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return (await response.json()) as T;
}

/** Leaves a sentence where the picture would be. */
export function sayInstead(element: HTMLElement, sentence: string): void {
  element.replaceChildren(sentence);
  element.removeAttribute("role");
  element.removeAttribute("aria-label");
  element.dataset.state = "failed";
}
