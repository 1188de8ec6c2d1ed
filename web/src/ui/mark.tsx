import { A } from "@solidjs/router";
import { WORDS } from "../words.ts";

/** The door ajar, and the name; a link to the person's first page. */
export function Wordmark(props: { readonly href: string }) {
  return (
    <A class="wordmark" href={props.href} end>
      <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
        <path class="stone" d="M4 30V14a12 12 0 0 1 24 0v16a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1Z" />
        <path class="light" d="M9 31V14.5a7 7 0 0 1 14 0V31Z" />
        <path class="stone" d="M8.5 31V14.5a7 7 0 0 1 7-7.02L18 10.4V28l-7 3Z" />
        <circle class="light" cx="15.4" cy="20" r="1.25" />
      </svg>
      {WORDS.product}
    </A>
  );
}
