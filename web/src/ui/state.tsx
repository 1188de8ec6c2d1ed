import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-paths.ts";

export type Tone = "neutral" | "info" | "ok" | "warn" | "danger" | "next";

/** How a state looks and is called: always an icon and a word. */
export interface StateWords {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

/** How a state looks, whatever it is called in the language of the page. */
export type Look = Omit<StateWords, "word">;

/** A word for a state, in a list or beside a title. `bare` leaves its ground away. */
export function State(props: { readonly state: StateWords; readonly bare?: boolean | undefined }) {
  return (
    <span class={props.bare ? "state bare" : "state"} data-tone={props.state.tone}>
      <Icon name={props.state.icon} />
      {props.state.word}
    </span>
  );
}
