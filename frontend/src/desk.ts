import "htmx.org";
import "./keys";
