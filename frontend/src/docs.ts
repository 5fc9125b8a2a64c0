// The API's reference page, drawn from the description that the server gives at data-url.
import SwaggerUIBundle from "swagger-ui-dist/swagger-ui-es-bundle.js";

// Its style sheet is dark where the page's root says so; the desk itself follows the system.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const follow = (): boolean => document.documentElement.classList.toggle("dark-mode", dark.matches);
follow();
dark.addEventListener("change", follow);

const place = document.getElementById("docs");
if (place?.dataset.url) {
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.url,
    deepLinking: false,
    validatorUrl: null, // the badge would be asked for from a stranger's server
  });
}
