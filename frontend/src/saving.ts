// Requests for the card: keys that are typed meanwhile wait, and a save that failed says why where it was pressed.
import { all, one, takesText } from "./page";

type Context = {
  sourceElement: HTMLElement;
  target?: Element | string;
  text?: string;
  response?: { status: number; raw: Response };
  request: { method: string };
  hx?: { redirect?: string; refresh?: string };
};
type RequestEvent = CustomEvent<{ ctx: Context; error?: Error }>;

const UNTOLD = "The desk did not answer. Nothing was saved; what you wrote is still here. Try again.";
const UNSHOWN = "The desk did not answer. Try again.";

let underWay = 0;
let held: string | null = null; // how to find what had the focus before the swap
const failed = new WeakSet<Context>();

/** Whether a card is being saved or fetched. */
export function isBusy(): boolean {
  return underWay > 0;
}

function concernsCard({ sourceElement, target }: Context): boolean {
  const place = typeof target === "string" ? one(target) : target;
  return Boolean(place?.closest("#queue, #panel, .card-holder") ?? sourceElement.closest(".card-holder"));
}

function on(name: string, listener: (event: RequestEvent) => void): void {
  document.addEventListener(name, listener as EventListener);
}

/** Why the server did not do it, in its own words. */
function reasonOf({ response, text = "" }: Context): string {
  const fault = new DOMParser().parseFromString(text, "text/html").querySelector(".fault");
  const words = (fault?.textContent ?? (text.length < 300 && !text.includes("<") ? text : "")).trim();
  return words || `The desk answered ${response?.status ?? "nothing"}. Nothing was saved; try again.`;
}

function tell(context: Context, words: string): void {
  const source = context.sourceElement;
  failed.add(context);
  const alert = document.createElement("div");
  alert.className = "fault";
  alert.dataset.failed = "";
  alert.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = words;
  alert.append(line);
  hush();
  const form = source.closest<HTMLElement>("form") ?? source;
  const row = form.closest<HTMLElement>(".card .acts") ?? form;
  if (row.isConnected && row !== document.body) row.before(alert);
  else (one("#panel") ?? one("main") ?? document.body).prepend(alert);
  alert.scrollIntoView({ block: "nearest" });
}

function hush(): void {
  for (const alert of all("[data-failed]")) alert.remove();
}

/** How to find in the next card what has the focus in this one; a field is left, so that keys are keys again. */
function focused(): string | null {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !active.closest("#queue, .card-holder")) return null;
  const { act, digit } = active.dataset;
  if (takesText(active)) return "";
  if (act) return `[data-act="${CSS.escape(act)}"]`;
  return digit ? `[data-digit="${CSS.escape(digit)}"]` : "";
}

/** Gives the focus back that was lost with the card before. */
function refocus(selector: string): void {
  const card = one("#queue [data-card]") ?? one("#panel [data-card]") ?? one("main [data-card]");
  if (!card || document.activeElement !== document.body) return;
  const again = selector ? one(selector, card) : null;
  if (!again) card.tabIndex = -1;
  (again ?? card).focus({ preventScroll: true });
}

/** Watches requests. What follows is told, after each of a card's, whether it came out well. */
export function startSaving(then: (well: boolean, source: HTMLElement) => void): void {
  on("htmx:before:request", ({ detail: { ctx } }) => {
    if (!concernsCard(ctx)) return;
    underWay += 1;
    document.documentElement.toggleAttribute("data-saving", true);
  });
  on("htmx:after:request", ({ detail: { ctx } }) => {
    // An address that differs in its fragment alone would be scrolled to, and the page would stay as it was.
    const next = ctx.hx?.redirect && new URL(ctx.hx.redirect, location.href);
    if (!next || !ctx.hx || next.pathname + next.search !== location.pathname + location.search) return;
    history.replaceState(history.state, "", next);
    ctx.hx.refresh = "true";
  });
  on("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const { response } = ctx;
    if (!response || response.status < 400) {
      if (concernsCard(ctx)) held = focused();
      return hush();
    }
    event.preventDefault();
    tell(ctx, reasonOf(ctx));
  });
  on("htmx:error", ({ detail: { ctx } }) => {
    if (ctx && ctx.request.method !== "GET") tell(ctx, UNTOLD);
    else if (ctx) tell(ctx, UNSHOWN);
  });
  on("htmx:finally:request", ({ detail: { ctx } }) => {
    if (!concernsCard(ctx) || !underWay) return;
    underWay -= 1;
    if (held !== null) refocus(held);
    held = null;
    document.documentElement.toggleAttribute("data-saving", underWay > 0);
    then(!failed.has(ctx), ctx.sourceElement);
  });
}
