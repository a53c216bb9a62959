// Enhancement only: every page works without this file.
import "./desk.js";
import "./acts.js";
import "./signed_in.js";
import "./grid.js";
import "./signing.js";
import { Button, CharacterCount, ErrorSummary, createAll } from "../vendor/govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary]) createAll(component);
