import { createUniqueId, type JSX } from "solid-js";

/** A group of samples. */
export function Section(props: { readonly title: string; readonly children: JSX.Element }) {
  const id = createUniqueId();
  return (
    <section class="gallery-section" aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      <div class="gallery-samples">{props.children}</div>
    </section>
  );
}

/** One part in one state; `wide` takes the whole row. */
export function Sample(props: {
  readonly name: string;
  readonly wide?: boolean;
  readonly children: JSX.Element;
}) {
  return (
    <div class="gallery-sample" classList={{ wide: props.wide ?? false }}>
      <p class="gallery-name">{props.name}</p>
      {props.children}
    </div>
  );
}
