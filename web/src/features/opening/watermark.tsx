import { createUniqueId } from "solid-js";

/** Lies over what is shown and is no part of it, so that nobody takes it for the document's own. */
export function Watermark(props: { readonly text: string }) {
  const pattern = createUniqueId();
  return (
    <svg class="watermark" aria-hidden="true">
      <defs>
        <pattern
          id={pattern}
          width="340"
          height="150"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-24)"
        >
          <text x="10" y="60">
            {props.text}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${pattern})`} />
    </svg>
  );
}
