// The API's reference page, drawn from the description that the server gives at data-url.
import SwaggerUIBundle from "swagger-ui-dist/swagger-ui-es-bundle.js";

const place = document.getElementById("docs");
if (place?.dataset.url) {
  SwaggerUIBundle({
    domNode: place,
    url: place.dataset.url,
    deepLinking: false,
    validatorUrl: null, // the badge would be asked for from a stranger's server
  });
}
