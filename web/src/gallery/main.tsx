import "../strict-parsing.ts";
import { createDevice } from "@postern/client";
import { Route, Router } from "@solidjs/router";
import { render } from "solid-js/web";
import { startSession } from "../features/session/session.ts";
import "../ui/styles/index.css";
import { answerCalls } from "./answers.ts";
import { Gallery } from "./gallery.tsx";
import "./gallery.css";
import { SESSION } from "./samples.ts";

const root = document.getElementById("root");
if (root === null) throw new TypeError("the page has no root");
answerCalls();
// Some parts ask who is signed in: the provider of the samples is.
await startSession(SESSION, await createDevice());
render(
  () => (
    <Router>
      <Route path="*" component={Gallery} />
    </Router>
  ),
  root,
);
