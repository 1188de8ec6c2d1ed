import { For } from "solid-js";
import { ICON_PATHS, type IconName } from "./icon-paths.ts";

/** A drawing beside words. Screen readers do not meet it: the words carry the meaning. */
export function Icon(props: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <For each={ICON_PATHS[props.name]}>{(path) => <path d={path} />}</For>
    </svg>
  );
}
