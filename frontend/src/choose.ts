// What happens when a person picks a thing in a picture: it is said aloud, then shown.

type Htmx = { ajax(verb: string, href: string, options: { target: string; swap: string }): Promise<void> };

declare global {
  interface Window {
    htmx?: Htmx;
  }
}

/** Tells the page what was chosen, and loads its address into #chosen where that is a part of a page, or goes there. */
export function choose(picture: HTMLElement, href: string | null | undefined, label: string, part = true): void {
  picture.dispatchEvent(new CustomEvent("parley:choose", { detail: { href, label }, bubbles: true }));
  if (!href) return;
  if (part && window.htmx && document.getElementById("chosen")) {
    void window.htmx.ajax("GET", href, { target: "#chosen", swap: "innerHTML" });
  } else {
    window.location.assign(href);
  }
}
