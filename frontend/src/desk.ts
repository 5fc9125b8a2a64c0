import "htmx.org";
import { startAsking } from "./asking";
import "./keys";

startAsking();
