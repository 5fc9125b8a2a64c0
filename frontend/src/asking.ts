// The sentence that asks for a network: what cannot be chosen beside the rest is not offered; the slider draws at once.

type Field = HTMLInputElement | HTMLSelectElement;

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement && field.type === "checkbox") return field.checked ? field.value : "";
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value.trim() : "";
}

/** One part of a condition: name=value, or name where the field holds anything; ! says the opposite. */
function holds(part: string, form: HTMLFormElement): boolean {
  const [name = "", value] = part.replace(/^!/, "").split("=");
  const now = valueOf(form, name);
  return (value === undefined ? now !== "" : now === decodeURIComponent(value)) !== part.startsWith("!");
}

function isImpossible(conditions: string, form: HTMLFormElement): boolean {
  return conditions.split(" ").some((one) => one.split("+").every((part) => holds(part, form)));
}

/** Disables what is impossible; a choice that has become so gives way to the first that is not. */
function offer(form: HTMLFormElement): void {
  for (const one of form.querySelectorAll<Field | HTMLOptionElement>("[data-unless]")) {
    const impossible = isImpossible(one.dataset.unless ?? "", form);
    one.disabled = impossible;
    if (one instanceof HTMLOptionElement) one.hidden = impossible;
  }
  for (const select of form.querySelectorAll("select")) {
    if (!select.selectedOptions[0]?.disabled) continue;
    const first = [...select.options].find((option) => !option.disabled);
    if (first) select.value = first.value;
  }
}

export function startAsking(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-asking]")) {
    form.addEventListener("input", () => offer(form));
    offer(form);
  }
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-slider]")) {
    form.querySelector("[type=range]")?.addEventListener("change", () => form.requestSubmit());
  }
}
