import "./strict-parsing.ts";
import { render } from "solid-js/web";
import { App } from "./app.tsx";
import { showTheme } from "./lib/theme.ts";
import "./ui/styles/index.css";

showTheme();
const root = document.getElementById("root");
if (root === null) throw new TypeError("the page has no root");
render(() => <App />, root);
