// Enhancement only: every page works without this file. All of it is imported here, so that where
// one part does not come none does: htmx without acts.js would send a form and show no answer.
import "../vendor/htmx.js";
import "./desk.js";
import "./acts.js";
import "./signed_in.js";
import "./grid.js";
import "./signing.js";
import { Button, CharacterCount, ErrorSummary, createAll } from "../vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary]) createAll(component);
